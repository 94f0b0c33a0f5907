"""The background as one process tree: queued tasks in a child, regular jobs each second here."""

import logging
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

from django.db import close_old_connections

from changlai.kernel.errors import trouble_of
from changlai.kernel.tasks.running import clock, tick

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
CHILD_GRACE = 3.0
"""Seconds a running task has to end itself after a stop is asked for; whole stop under five."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
CHILD = [
    sys.executable,
    "-m",
    "changlai",
    "db_worker",
    "--queue-name",
    "*",
    "--no-reload",
    "--skip-checks",
]


class Supervisor:
    """Keeps one `db_worker` alive and ticks, until told to stop."""

    def __init__(self, command: list[str] | None = None) -> None:
        self.command = command or CHILD
        self.stopping = threading.Event()
        self.child: subprocess.Popen[bytes] | None = None
        self.wait = FIRST_WAIT
        self.started = 0.0
        self.start_after = 0.0

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; the child does not outlive an orderly stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        try:
            while not self.stopping.is_set():
                began = time.monotonic()
                self.keep_child()
                self._tick()
                self.stopping.wait(max(0.0, TICK_SECONDS - (time.monotonic() - began)))
        finally:
            self.end_child()

    def keep_child(self) -> None:
        """Start the child where there is none; one that keeps dying is started ever more rarely."""
        now = time.monotonic()
        if self.child is not None and self.child.poll() is not None:
            if now - self.started > LONGEST_WAIT:
                self.wait = FIRST_WAIT
            log.error(
                "The task worker ended with code %s; next start in %.0f s",
                self.child.returncode,
                self.wait,
            )
            self.child = None
            self.start_after = now + self.wait
            self.wait = min(self.wait * 2, LONGEST_WAIT)
        if self.child is None and now >= self.start_after:
            # A session of its own: Ctrl-C reaches this process alone, which then ends the child.
            self.child = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 -- own command
            self.started = now

    def end_child(self) -> None:
        """Ask the child to end, and end it."""
        if self.child is None or self.child.poll() is not None:
            return
        self.child.terminate()
        try:
            self.child.wait(CHILD_GRACE)
        except subprocess.TimeoutExpired:
            log.warning("A task did not end in time and is stopped; it will be shown as failed.")
            self.child.kill()
            self.child.wait()

    def _tick(self) -> None:
        close_old_connections()
        try:
            tick(clock())
        except Exception as error:
            # The database may be away for a moment; the next second tries again.
            if trouble := trouble_of(error):
                log.error("Tick failed: %s", trouble.sentence)
            else:
                log.exception("Tick failed")
        close_old_connections()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        # A job in hand is left at once: it runs in transactions, and is due again after the start.
        if not self.stopping.is_set():
            self.stopping.set()
            raise SystemExit(0)
