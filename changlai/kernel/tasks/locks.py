"""One job, one runner: a lock that a dying process lets go by itself.

A lease in a row would either outlive its holder or end under a slow job. So the lock is held by
what the system takes back: on PostgreSQL a transaction on a connection of its own, on SQLite,
which lives on one machine, a locked file beside the database.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def held(code: str) -> Iterator[bool]:
    """Hold the lock named `code` for the block; yields False at once when another has it."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        with _held_in_postgres(connection, code) as got:
            yield got
    else:
        with _held_in_file(_folder(connection) / f"{code}.lock") as got:
            yield got


def wait_for(*codes: str) -> None:
    """Let one transaction at a time go on from here for any of the codes; it ends with it.

    On SQLite a transaction that will write is alone from its beginning (IMMEDIATE). Called
    inside a transaction, for what has no row yet that could be locked.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # In one order everywhere, so that two never wait for each other.
        for number in sorted(_number(code) for code in codes):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


@contextmanager
def _held_in_postgres(connection: BaseDatabaseWrapper, code: str) -> Iterator[bool]:
    # Not the caller's connection: its transactions begin and end inside the job.
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_number(code)])
            (got,) = cursor.fetchone()
        yield got
    finally:
        with suppress(Exception):
            own.rollback()
        own.close()


@contextmanager
def _held_in_file(path: Path) -> Iterator[bool]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        # Closing lets go; the file stays, since removing it would let two hold "the same" lock.
        os.close(handle)


def _number(code: str) -> int:
    digest = hashlib.sha256(f"changlai.tasks:{code}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _folder(connection: BaseDatabaseWrapper) -> Path:
    name = str(connection.settings_dict["NAME"])
    if "memory" in name and not Path(name).is_absolute():
        # A database in memory belongs to this process alone.
        return Path(settings.VAR_DIR) / "locks" / f"memory-{os.getpid()}"
    return Path(settings.VAR_DIR) / "locks" / hashlib.sha256(name.encode()).hexdigest()[:16]
