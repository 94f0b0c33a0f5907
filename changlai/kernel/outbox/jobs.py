"""Regular work of the outbox."""

from changlai.kernel.outbox.actions import forget_codes, send_due
from changlai.kernel.registry.contributions import Job

JOBS = [
    Job(code="outbox.send", seconds=10, run=send_due),
    Job(code="outbox.codes", seconds=120, run=forget_codes),
]
