"""A tick runs what is due, once, and lets nothing stop it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from changlai.kernel.registry.contributions import Job
from changlai.kernel.tasks.locks import held
from changlai.kernel.tasks.models import JobRun
from changlai.kernel.tasks.public import is_stalled, last_tick, tick
from tests.kernel.tasks.background import Holder, child, shared_database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def seconds(count: float) -> datetime:
    return NOW + timedelta(seconds=count)


def job(code: str, run: Callable[[Any], Any], every: int = 60) -> Job:
    return Job(code=code, seconds=every, run=run)


@pytest.mark.django_db
def test_a_job_runs_when_its_time_has_come_and_not_before() -> None:
    seen: list[datetime] = []
    jobs = [job("demo.count", seen.append)]
    for at in (NOW, seconds(59), seconds(60), seconds(61), seconds(121)):
        tick(at, jobs)
    assert seen == [NOW, seconds(60), seconds(121)]


@pytest.mark.django_db
def test_a_failing_job_is_recorded_without_its_words_and_stops_no_other(caplog: Any) -> None:
    seen: list[datetime] = []

    def broken(at: datetime) -> None:
        raise ValueError("李大娘 的电话")

    ran = tick(NOW, [job("demo.broken", broken), job("demo.fine", seen.append)])
    assert (ran.done, ran.failed) == (("demo.fine",), ("demo.broken",))
    assert seen == [NOW]
    run = JobRun.objects.get(pk="demo.broken")
    assert (run.failures, run.error, run.succeeded_at) == (1, "builtins.ValueError", None)
    assert "demo.broken" in caplog.text


@pytest.mark.django_db
def test_a_job_that_keeps_failing_is_tried_ever_more_rarely_until_it_succeeds() -> None:
    tries: list[datetime] = []
    works = False

    def fragile(at: datetime) -> None:
        tries.append(at)
        if not works:
            raise OSError

    jobs = [job("demo.fragile", fragile, every=1)]
    for count in range(1000):
        tick(seconds(count), jobs)
    assert 5 < len(tries) < 15
    works = True
    tick(seconds(1400), jobs)
    tick(seconds(1401), jobs)
    assert tries[-2:] == [seconds(1400), seconds(1401)]
    assert JobRun.objects.get(pk="demo.fragile").failures == 0


@pytest.mark.django_db
def test_a_wrong_clock_of_yesterday_does_not_silence_a_job() -> None:
    seen: list[datetime] = []
    jobs = [job("demo.count", seen.append)]
    tick(NOW + timedelta(days=400), jobs)
    tick(NOW, jobs)
    assert seen[-1] == NOW


@pytest.mark.django_db
def test_the_heartbeat_tells_whether_the_background_is_alive() -> None:
    assert last_tick() is None
    assert is_stalled(NOW)
    tick(NOW, [])
    assert last_tick() == NOW
    assert not is_stalled(seconds(100))
    assert is_stalled(seconds(130))


@pytest.mark.django_db
def test_an_idle_tick_reads_once_and_writes_nothing(django_assert_num_queries: Any) -> None:
    jobs = [job(f"demo.{count}", lambda at: None) for count in range(5)]
    tick(NOW, jobs)
    with django_assert_num_queries(1):
        tick(seconds(1), jobs)


@pytest.mark.django_db
def test_a_job_held_elsewhere_is_left_to_that_process() -> None:
    holder = Holder("demo.held")
    try:
        ran = tick(NOW, [job("demo.held", lambda at: None)])
    finally:
        holder.end()
    assert ran.busy == ("demo.held",)
    assert not JobRun.objects.filter(pk="demo.held").exists()


@pytest.mark.django_db
def test_a_lock_dies_with_its_process() -> None:
    holder = Holder("demo.crash")
    holder.end()
    # The server notices a broken connection a moment later.
    deadline = time.monotonic() + 10
    got = False
    while not got and time.monotonic() < deadline:
        with held("demo.crash") as got:
            pass
    assert got


@pytest.mark.django_db(transaction=True)
def test_ticks_of_eight_processes_run_a_due_job_once(tmp_path: Path) -> None:
    url = shared_database(tmp_path)
    log = tmp_path / "ran"
    start = time.time() + 4
    code = f"""
import os, time
from datetime import datetime, UTC
from changlai.kernel.registry.contributions import Job
from changlai.kernel.tasks.running import tick
def run(at):
    handle = os.open({str(log)!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, b"x")
    os.close(handle)
    time.sleep(0.05)
job = Job(code="demo.race", seconds=3600, run=run)
time.sleep(max(0, {start} - time.time()))
for _ in range(10):
    tick(datetime.now(UTC), [job])
"""
    children = [child(code, url) for _ in range(8)]
    errors = b"".join(process.communicate(timeout=60)[1] for process in children)
    ends = [process.returncode for process in children]
    assert ends == [0] * 8, errors.decode()
    assert log.read_bytes() == b"x"
