"""Regular work of the book: deliver each second, close the open stretches each hour."""

from changlai.kernel.events.delivery import deliver_all
from changlai.kernel.events.seals import seal_all
from changlai.kernel.registry.contributions import Job

JOBS = [
    Job(code="events.deliver", seconds=1, run=deliver_all),
    Job(code="events.seal", seconds=3600, run=seal_all),
]
