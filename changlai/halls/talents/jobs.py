"""Regular work of the talents hall: ask who still wants it, and forget who does not."""

from changlai.halls.talents.actions import purge, remind
from changlai.kernel.registry.public import Job

JOBS = [Job("talents.remind", 3600, remind), Job("talents.purge", 3600, purge)]
