"""The background process keeps its child alive and stops when asked."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.kernel.tasks.background import child, shared_database

SUPERVISE = """
import sys
from changlai.kernel.tasks.supervising import Supervisor
code = "import os, time; open(sys.argv[1], 'a').write(str(os.getpid()) + chr(10)); time.sleep(60)"
Supervisor([sys.executable, "-c", "import sys; " + code, {log!r}]).run()
"""


def pids(log: Path, count: int) -> list[int]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        lines = log.read_text().split() if log.exists() else []
        if len(lines) >= count:
            return [int(line) for line in lines]
        time.sleep(0.05)
    raise AssertionError("the child was not started")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_dead_child_is_started_again_and_a_stop_ends_both_within_five_seconds(
    tmp_path: Path, number: signal.Signals
) -> None:
    log = tmp_path / "pids"
    worker = child(SUPERVISE.format(log=str(log)), shared_database(tmp_path))
    try:
        (first,) = pids(log, 1)
        os.kill(first, signal.SIGKILL)
        second = pids(log, 2)[1]
        began = time.monotonic()
        worker.send_signal(number)
        _, errors = worker.communicate(timeout=10)
        assert time.monotonic() - began < 5
        assert worker.returncode == 0, errors.decode()
        assert not is_alive(second)
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.communicate()


@pytest.mark.django_db(transaction=True)
def test_the_worker_ticks_while_its_child_cannot_start_well(tmp_path: Path) -> None:
    url = shared_database(tmp_path)
    worker = child(
        """
import sys
from changlai.kernel.tasks.supervising import Supervisor
Supervisor([sys.executable, "-c", "raise SystemExit(3)"]).run()
""",
        url,
    )
    seen = b""
    try:
        deadline = time.monotonic() + 20
        while seen != b"1" and time.monotonic() < deadline:
            time.sleep(0.5)
            look = child(
                "from changlai.kernel.tasks.public import last_tick\n"
                "print(int(last_tick() is not None), end='')",
                url,
            )
            seen = look.communicate(timeout=30)[0]
        assert seen == b"1"
    finally:
        worker.terminate()
        try:
            worker.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.communicate()
