"""Let every SQLite file keep a write-ahead log, also when many open it for the first time."""

import sqlite3
import time
from typing import Any, Final

BETWEEN_TRIES: Final = 0.02
"""Seconds; the one who is first needs a few milliseconds."""


def ask_for_wal(connection: Any, **_: Any) -> None:
    """Ask for the log until it is there, at most for the usual timeout of a lock.

    Web workers and the background worker open a new or restored file together. Each reads its
    header, then wants to write "WAL" there, and SQLite refuses all but one of them at once: its
    busy timeout does not wait for whoever already reads. The mode stays in the file, so this
    matters once in its life. A file that is held for longer is opened as it is, and whoever
    reads or writes next is told that it is locked.
    """
    if connection.vendor != "sqlite":
        return
    until = time.monotonic() + connection.settings_dict["OPTIONS"].get("timeout", 5)
    while not _is_wal(connection.connection) and time.monotonic() < until:
        time.sleep(BETWEEN_TRIES)


def _is_wal(opened: sqlite3.Connection) -> bool:
    """Ask once; False while another connection is in the way."""
    try:
        opened.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
