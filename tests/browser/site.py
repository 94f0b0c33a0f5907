"""A whole village site for browser tests: its own folder, database, web server and worker."""

import base64
import hashlib
import hmac
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 120
CODE_WITHIN = 30
LOGS = ("web.log", "worker.log")


def free_port() -> int:
    """Return a port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def totp(secret: str, at: float) -> str:
    """Return the six digits of a base32 secret at a moment (RFC 6238, SHA-1, 30 s)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.new(key, struct.pack(">Q", int(at // 30)), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


@dataclass
class Site:
    """A demo village in `folder`: made once, then run by a web server and a worker.

    `copy_to` gives a second village with the same rows, keys and sessions, so that the workers
    of one run share what was costly to make and nothing else.
    """

    folder: Path
    months: int = 1
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def accounts(self) -> list[dict[str, Any]]:
        """Return the list that `changlai demo` wrote."""
        found: list[dict[str, Any]] = json.loads((self.folder / "demo-accounts.json").read_text())
        return found

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of the site's processes."""
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "HOST", "PORT"}}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "changlai.config.settings.dev",
            "VAR_DIR": str(self.folder),
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, *words: str) -> str:
        """Run one `changlai` verb to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "changlai", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"changlai {' '.join(words)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def make(self) -> None:
        """Fill the village; nothing runs yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run("migrate", "--verbosity", "0")
        self.run("collectstatic", "--noinput", "--verbosity", "0")
        self.run("demo", "--seed", "7", "--months", str(self.months))

    def copy_to(self, folder: Path) -> "Site":
        """Return a second site with all that this one holds; this one must not be running."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns(*LOGS))
        return Site(folder)

    def start(self) -> None:
        """Start the web server and the worker, and wait for the first page."""
        self._spawn(
            LOGS[0],
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
                *("--port", str(self.port), "--workers", "1", "--blocking-threads", "8"),
                "changlai.config.wsgi:application",
            ],
        )
        self._spawn(LOGS[1], [sys.executable, "-m", "changlai", "worker"])
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(self.url, timeout=30) as answer:  # noqa: S310
                    answer.read()
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        raise AssertionError("the site did not answer:\n" + self.log(LOGS[0]))

    def _spawn(self, log: str, words: list[str]) -> None:
        with (self.folder / log).open("wb") as out:
            self.processes.append(
                subprocess.Popen(
                    words, cwd=ROOT, env=self.environment, stdout=out, stderr=subprocess.STDOUT
                )
            )

    def stop(self) -> None:
        """End the processes this site started."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def log(self, name: str = LOGS[0]) -> str:
        """Return what a process of the site has printed so far."""
        return (self.folder / name).read_text(errors="replace")

    def account(self, sign_in: str) -> dict[str, Any]:
        """Return the demo account with a user name or a telephone number."""
        return next(row for row in self.accounts if sign_in in {row["sign_in"], row["phone"]})

    def sign_in_code(self, seen_before: int) -> str:
        """Wait for the newest six-digit sign-in code on the server's console."""
        until = time.monotonic() + CODE_WITHIN
        while time.monotonic() < until:
            codes = re.findall(r"(?<!\d)(\d{6})(?!\d)", self.log()[seen_before:])
            if codes:
                return str(codes[-1])
            time.sleep(0.1)
        raise AssertionError("no sign-in code on the console:\n" + self.log()[-2000:])
