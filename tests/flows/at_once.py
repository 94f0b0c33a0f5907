"""Many hands at one moment: forked processes with connections of their own, on both databases."""

import multiprocessing
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection


@contextmanager
def shared_rows(folder: Path) -> Iterator[None]:
    """Let forked processes open the test's rows for the block, this process among them.

    PostgreSQL is shared as it is. SQLite's test database is in memory, so it is copied to a file.
    """
    if connection.vendor == "postgresql":
        connection.close()
        yield
        return
    name, opened = connection.settings_dict["NAME"], connection.connection
    path = folder / "shared.sqlite3"
    with sqlite3.connect(path) as file:
        opened.backup(file)
    file.close()
    connection.connection = None
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], connection.connection = name, opened


def at_once(processes: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work(number)` in so many processes at the same moment; return what each came to."""
    context = multiprocessing.get_context("fork")
    gate, said = context.Barrier(processes), context.Queue()

    def run(number: int) -> None:
        gate.wait()
        try:
            found = work(number)
        except BaseException as error:  # the parent must hear of it
            found = repr(error)
        said.put(found)
        said.close()
        said.join_thread()
        os._exit(0)

    connection.close()
    children = [context.Process(target=run, args=(number,)) for number in range(processes)]
    for child in children:
        child.start()
    found = [said.get(timeout=100) for _ in children]
    for child in children:
        child.join(60)
    return found
