"""Run what is due: each job on its own, none in the way of another, failures written down."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import close_old_connections, connection, transaction

from changlai.kernel.registry.contributions import Job
from changlai.kernel.registry.public import collect
from changlai.kernel.tasks.locks import held
from changlai.kernel.tasks.models import JobRun

log = logging.getLogger(__name__)

HEARTBEAT = "tick"
BEAT_EVERY = timedelta(seconds=10)
STALLED_AFTER = timedelta(minutes=2)
LONGEST_RETRY = timedelta(minutes=5)
LONGEST_ERROR = 300


@dataclass(frozen=True)
class Ran:
    """What one tick did: codes of the jobs that ran, failed, or were another process's."""

    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()


def tick(at: datetime, jobs: Sequence[Job] | None = None) -> Ran:
    """Run the jobs that are due at `at`; a failing one is logged and recorded and stops no other.

    Two ticks at once share the work: a job runs in one of them, and not again before it is due.
    """
    jobs = collect("jobs") if jobs is None else jobs
    last = {run.code: run for run in JobRun.objects.all()}
    done: list[str] = []
    failed: list[str] = []
    busy: list[str] = []
    for job in jobs:
        if not _is_due(job, last.get(job.code), at):
            continue
        with held(job.code) as got:
            if not got:
                busy.append(job.code)
                continue
            # Look again under the lock: the other tick may have just run it.
            if not _is_due(job, JobRun.objects.filter(pk=job.code).first(), at):
                continue
            (done if _run(job, at) else failed).append(job.code)
    beat = last.get(HEARTBEAT)
    if beat is None or not timedelta(0) <= at - beat.finished_at < BEAT_EVERY:
        _note(HEARTBEAT, at, at, "")
    return Ran(tuple(done), tuple(failed), tuple(busy))


def last_tick() -> datetime | None:
    """Return when the background last showed a sign of life (to ten seconds), or None for never."""
    return JobRun.objects.filter(pk=HEARTBEAT).values_list("finished_at", flat=True).first()


def is_stalled(at: datetime) -> bool:
    """Return whether the background has been silent so long that staff must be told."""
    seen = last_tick()
    return seen is None or at - seen > STALLED_AFTER


def _is_due(job: Job, run: JobRun | None, at: datetime) -> bool:
    if run is None or run.started_at > at + timedelta(days=1):
        # A start far in the future comes of a clock that was wrong, and must not stop the job.
        return True
    wait = timedelta(seconds=job.seconds)
    if run.failures:
        # What fails each second would fill the disk with its own log.
        wait = max(wait, min(timedelta(seconds=2 ** min(run.failures, 10)), LONGEST_RETRY))
    return at - run.started_at >= wait


def _run(job: Job, at: datetime) -> bool:
    began = time.monotonic()
    try:
        job.run(at)
    except Exception as error:
        log.exception("Job %s failed", job.code)
        # Only the kind of error is kept: its text may hold a person's words.
        reason = f"{type(error).__module__}.{type(error).__qualname__}"
        if not connection.in_atomic_block:
            # The job may have lost the database; the note and the next job need it.
            close_old_connections()
        _note(job.code, at, _later(at, began), reason)
        return False
    _note(job.code, at, _later(at, began), "")
    return True


def _later(at: datetime, began: float) -> datetime:
    return at + timedelta(seconds=time.monotonic() - began)


def _note(code: str, started: datetime, finished: datetime, error: str) -> None:
    with transaction.atomic():
        # Two first heartbeats at once: the row of one of them serves both.
        JobRun.objects.get_or_create(
            pk=code, defaults={"started_at": started, "finished_at": finished}
        )
        run = JobRun.objects.select_for_update().get(pk=code)
        run.started_at, run.finished_at = started, finished
        run.error = error[:LONGEST_ERROR]
        run.failures = run.failures + 1 if error else 0
        if not error:
            run.succeeded_at = finished
        run.save()


def clock() -> datetime:
    """Return the wall clock, for the worker's own loop."""
    return datetime.fromtimestamp(time.time(), UTC)
