"""Regular work of the content engine."""

from changlai.engines.content.actions.publishing import end_expired
from changlai.kernel.registry.contributions import Job

JOBS = [Job("content.end", 3600, end_expired)]
