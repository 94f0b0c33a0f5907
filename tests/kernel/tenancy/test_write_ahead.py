"""A file without its write-ahead log, opened while others hold it: the connection waits."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from changlai.config import env


@pytest.fixture
def held(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A database as a copy may leave it, with a rollback journal; somebody is writing to it."""
    file = sqlite3.connect(
        tmp_path / "plain.sqlite3", isolation_level=None, check_same_thread=False
    )
    file.execute("CREATE TABLE one (a)")
    file.execute("BEGIN IMMEDIATE")
    yield file
    file.close()


@pytest.fixture
def opening(tmp_path: Path, django_db_blocker: Any) -> Iterator[Callable[..., Any]]:
    """Give a connection of ours to that database."""
    opened: list[Any] = []

    def give(**options: Any) -> Any:
        facts = env.database(f"sqlite:///{tmp_path / 'plain.sqlite3'}")
        facts["OPTIONS"] |= options
        opened.append(ConnectionHandler({"default": facts})["default"])
        return opened[-1].cursor()

    with django_db_blocker.unblock():
        yield give
        for one in opened:
            one.close()


def test_sqlite_itself_does_not_wait(held: sqlite3.Connection, tmp_path: Path) -> None:
    bare = sqlite3.connect(tmp_path / "plain.sqlite3", timeout=20)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        bare.execute("PRAGMA journal_mode=WAL")
    bare.close()


def test_ours_waits_for_whoever_writes(held: sqlite3.Connection, opening: Any) -> None:
    leaving = threading.Timer(0.3, held.execute, ["COMMIT"])
    leaving.start()
    cursor = opening()
    leaving.join()
    assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_file_that_is_held_for_good_is_told_after_the_timeout(
    held: sqlite3.Connection, opening: Any
) -> None:
    cursor = opening(timeout=0.1)
    with pytest.raises(OperationalError, match="locked"):
        cursor.execute("INSERT INTO one VALUES (1)")
