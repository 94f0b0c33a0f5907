"""Regular work of files: clear away what broken-off requests left."""

from changlai.kernel.files.actions import sweep_incoming
from changlai.kernel.registry.public import Job

JOBS = [Job("files.sweep_incoming", 3600, sweep_incoming)]
