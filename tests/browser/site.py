"""A whole village site for browser tests: its own folder, database, web server and worker."""

import base64
import hashlib
import hmac
import json
import os
import re
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
READY_WITHIN = 60
CODE_WITHIN = 10


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
    """A running demo village: `url` is its address, `accounts` the list that `changlai demo` wrote."""

    folder: Path
    months: int = 1
    port: int = field(default_factory=free_port)
    accounts: list[dict[str, Any]] = field(default_factory=list)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of the site's processes."""
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL"}}
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

    def start(self) -> None:
        """Fill the village, then start the web server and the worker."""
        self.run("migrate", "--verbosity", "0")
        self.run("collectstatic", "--noinput", "--verbosity", "0")
        self.run("demo", "--seed", "7", "--months", str(self.months))
        self.accounts = json.loads((self.folder / "demo-accounts.json").read_text())
        self._spawn(
            "web.log",
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
                *("--port", str(self.port), "--workers", "1", "--blocking-threads", "8"),
                "changlai.config.wsgi:application",
            ],
        )
        self._spawn("worker.log", [sys.executable, "-m", "changlai", "worker"])
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self.url, timeout=5).read()
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        raise AssertionError("the site did not answer:\n" + self.log("web.log"))

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
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()

    def log(self, name: str) -> str:
        """Return what a process of the site has printed so far."""
        return (self.folder / name).read_text(errors="replace")

    def account(self, role: str) -> dict[str, Any]:
        """Return the first demo account of a role."""
        return next(row for row in self.accounts if row["role"] == role)

    def sign_in_code(self, seen_before: int) -> str:
        """Wait for the newest six-digit sign-in code on the server's console."""
        until = time.monotonic() + CODE_WITHIN
        while time.monotonic() < until:
            codes = re.findall(r"(?<!\d)(\d{6})(?!\d)", self.log("web.log")[seen_before:])
            if codes:
                return codes[-1]
            time.sleep(0.1)
        raise AssertionError("no sign-in code on the console:\n" + self.log("web.log")[-2000:])
