"""Installations of their own: a folder, a database, and fresh processes that work in them."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

from tests.kernel.tasks.background import ROOT

FACTS = settings.DATABASES["default"]
IS_POSTGRES = FACTS["ENGINE"].endswith("postgresql")


@dataclass(frozen=True)
class Installation:
    """A folder of its own and the address of its database."""

    folder: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment in which this installation's processes run."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "changlai.config.settings.dev",
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": self.url,
            "PYTHONUNBUFFERED": "1",
        }

    def serve(self, port: int) -> "subprocess.Popen[str]":
        """Start the web server, which writes into `web.log` of the folder.

        Into a file, since a server whose pipe nobody reads stands still when the pipe is full.
        """
        with self.log.open("w") as log:
            return subprocess.Popen(
                [
                    *(sys.executable, "-m", "granian", "--interface", "wsgi"),
                    *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
                    *("--blocking-threads", "4", "changlai.config.wsgi:application"),
                ],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                text=True,
            )

    @property
    def log(self) -> Path:
        """What the web server said."""
        return self.folder / "web.log"

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a program that ends by itself or says little: its pipe is read at its end."""
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def try_verb(self, *words: str) -> tuple[int, str]:
        """Run `changlai` to its end; return its code and all that it printed."""
        process = self.start("-m", "changlai", *words)
        out, err = process.communicate(timeout=180)
        return process.returncode, out + err

    def verb(self, *words: str) -> str:
        """Run `changlai` to a good end and return what it printed."""
        code, said = self.try_verb(*words)
        assert code == 0, f"changlai {' '.join(words)}:\n{said}"
        return said

    def python(self, code: str) -> str:
        """Run Python with Django set up, in a fresh process, and return what it printed."""
        process = self.start("-c", f"import django\ndjango.setup()\n{code}")
        out, err = process.communicate(timeout=180)
        assert process.returncode == 0, f"{out}\n{err}"
        return out


def _server(database: str) -> str:
    where = f"{FACTS['USER']}:{FACTS['PASSWORD']}@"
    if FACTS["HOST"].startswith("/"):
        return f"postgres://{where}:{FACTS['PORT']}/{database}?host={FACTS['HOST']}"
    return f"postgres://{where}{FACTS['HOST']}:{FACTS['PORT']}/{database}"


def _on_server(statement: str) -> None:
    with psycopg.connect(_server("postgres"), autocommit=True) as server:
        server.execute(statement)  # type: ignore[call-overload]


def _url_of(folder: Path, name: str) -> str:
    return _server(name) if IS_POSTGRES else f"sqlite:///{folder / 'changlai.sqlite3'}"


@pytest.fixture
def empty_place(tmp_path: Path) -> Iterator[Installation]:
    """An installation whose database nobody has migrated."""
    folder, name = tmp_path / "empty", f"flow_{uuid4().hex[:12]}"
    folder.mkdir()
    if IS_POSTGRES:
        _on_server(f"CREATE DATABASE {name}")
    try:
        yield Installation(folder, _url_of(folder, name))
    finally:
        if IS_POSTGRES:
            _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep the other processes of this run out for the block."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A village after a month of the demo, played once by our own commands; only to be copied."""
    base, worker = tmp_path_factory.getbasetemp(), os.environ.get("PYTEST_XDIST_WORKER", "")
    root = (base.parent if worker else base) / "played"
    users = root / "users"
    users.mkdir(parents=True, exist_ok=True)
    name = f"flow_{hashlib.sha256(str(root).encode()).hexdigest()[:12]}"
    place = Installation(root / "place", _url_of(root / "place", name))
    mine = users / (worker or "only")
    with _alone(root / "lock"):
        if not any(users.iterdir()):
            shutil.rmtree(place.folder, ignore_errors=True)
            place.folder.mkdir()
            if IS_POSTGRES:
                _on_server(f"CREATE DATABASE {name}")
            place.verb("migrate", "--verbosity", "0")
            place.verb("demo", "--seed", "7", "--months", "1")
        mine.touch()
    yield place
    with _alone(root / "lock"):
        mine.unlink()
        if IS_POSTGRES and not any(users.iterdir()):
            _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def demo_month(played: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A village of one's own after a month of the demo."""
    folder = tmp_path / "month"
    shutil.copytree(played.folder, folder)
    name = f"flow_{uuid4().hex[:12]}"
    if IS_POSTGRES:
        _on_server(f"CREATE DATABASE {name} TEMPLATE {urlsplit(played.url).path[1:]}")
    try:
        yield Installation(folder, _url_of(folder, name))
    finally:
        if IS_POSTGRES:
            _on_server(f"DROP DATABASE {name} WITH (FORCE)")
