"""Regular work of the counter: scans go when their day has come."""

from changlai.halls.counter.actions.requests import purge_scans
from changlai.kernel.registry.contributions import Job

JOBS = [Job("counter.purge_scans", 3600, purge_scans)]
