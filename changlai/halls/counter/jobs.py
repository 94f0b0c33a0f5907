"""Regular work of the counter: scans go when their day has come, days are laid and ended."""

from changlai.halls.counter.actions.queue.days import end_past_days, lay_days
from changlai.halls.counter.actions.queue.numbers import forget_tries
from changlai.halls.counter.actions.requests import purge_scans
from changlai.kernel.registry.contributions import Job

JOBS = [
    Job("counter.purge_scans", 3600, purge_scans),
    Job("counter.end_days", 600, end_past_days),
    Job("counter.lay_days", 3600, lay_days),
    Job("counter.forget_tries", 3600, forget_tries),
]
