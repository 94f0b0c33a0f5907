"""Installations of their own: a folder, a database, and fresh processes that work in them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
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

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a program in this installation."""
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


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """Yield an installation with an empty database of the suite's kind."""
    folder.mkdir(parents=True, exist_ok=True)
    if not IS_POSTGRES:
        yield Installation(folder, f"sqlite:///{folder / 'changlai.sqlite3'}")
        return
    name = f"flow_{uuid4().hex[:12]}"
    _on_server(f"CREATE DATABASE {name}")
    try:
        yield Installation(folder, _server(name))
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_place(tmp_path: Path) -> Iterator[Installation]:
    """An installation whose database nobody has migrated."""
    with installation(tmp_path / "empty") as place:
        yield place


@pytest.fixture(scope="module")
def demo_month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A village after a month of the demo, migrated and played by our own commands."""
    with installation(tmp_path_factory.mktemp("demo")) as place:
        place.verb("migrate", "--verbosity", "0")
        place.verb("demo", "--seed", "7", "--months", "1")
        yield place
