"""The bare transaction: the rows a verb wrote, read back and inserted again without our code."""

import re
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from changlai.kernel.ids import uuid7

Rows = list[tuple[str, list[str], list[Any]]]
KEYS = frozenset({"id", "case_id", "record_id", "subject_id", "number", "rowid"})
SPOKEN = frozenset({"number", "code"})
SMALL = 32_767
"""What the small number of a ticket may be at most; one drawn twice is drawn again."""
ONCE = frozenset({"form_id", "waybill_key", "digits"})
"""Columns that no two live rows of a centre may have alike."""


@dataclass(frozen=True)
class Twin:
    """The rows of one verb, which of their columns get new keys, and what else is written.

    `changes` are the values of the n-th transaction by column, where copies may not be alike:
    one person signs up once. `update` is a statement with its values, done after the inserts.
    """

    rows: Rows
    keys: frozenset[str] = KEYS
    changes: list[dict[str, Any]] = field(default_factory=list)
    update: tuple[str, list[Any]] | None = None

    @property
    def statements(self) -> int:
        """Return how many statements the transaction has."""
        return len(self.rows) + (self.update is not None)


def twin_of(rows: Rows, emptied: frozenset[str] = frozenset()) -> Twin:
    """Return the twin of a verb: what names one of its new rows names the copy of that row.

    A verb on an older case adds rows to that very case. `emptied` columns are left empty.
    """
    rows = [
        (name, columns, [None if c in emptied else v for c, v in zip(columns, values, strict=True)])
        for name, columns, values in rows
    ]
    made = {
        value
        for _, columns, values in rows
        for column, value in zip(columns, values, strict=True)
        if column == "id"
    }
    linked = {
        column
        for _, columns, values in rows
        for column, value in zip(columns, values, strict=True)
        if column.endswith("_id") and value in made
    }
    is_new = "cases_case" in {name for name, _, _ in rows}
    once = {column for _, columns, _ in rows for column in columns} & ONCE
    return Twin(rows, (KEYS if is_new else KEYS - {"case_id"}) | linked | once)


def bare(twin: Twin, count: int) -> Callable[[int], object]:
    """Return what inserts a copy of each row under new keys, all in one transaction."""
    quote = connection.ops.quote_name
    statements = [
        (
            f"INSERT INTO {quote(name)} ({', '.join(map(quote, columns))})"
            f" VALUES ({', '.join(['%s'] * len(columns))})",
            columns,
            values,
        )
        for name, columns, values in twin.rows
    ]

    def once(place: int) -> None:
        try:
            insert(place)
        except IntegrityError:
            insert(place)

    def insert(place: int) -> None:
        fresh: dict[Any, Any] = {}
        changed = twin.changes[place] if twin.changes else {}
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, columns, values in statements:
                cursor.execute(
                    sql,
                    [
                        _alike(v, changed[c])
                        if c in changed
                        else _renewed(v, c, fresh)
                        if c in twin.keys
                        else v
                        for c, v in zip(columns, values, strict=True)
                    ],
                )
            if twin.update is not None:
                cursor.execute(*twin.update)

    return once


def _alike(old: Any, new: Any) -> Any:
    """Return a new value as its database keeps the old one; what was empty stays empty."""
    if old is None:
        return None
    if isinstance(new, UUID) and isinstance(old, str):
        return new.hex
    if isinstance(new, datetime) and isinstance(old, datetime) and old.tzinfo is None:
        return new.astimezone(UTC).replace(tzinfo=None)
    return new


def _renewed(value: Any, column: str, fresh: dict[Any, Any]) -> Any:
    """Give keys of the copied rows new values, the same one wherever the old one stood."""
    if value is None:
        return value
    if value not in fresh:
        if isinstance(value, int) and column == "number":
            fresh[value] = secrets.randbelow(SMALL)
        elif isinstance(value, int):
            fresh[value] = secrets.randbits(62)
        elif column == "digits":
            # Four of many thousand signs, so that no two copies meet where our code draws figures.
            fresh[value] = "".join(chr(0x4E00 + secrets.randbelow(20_000)) for _ in value)
        elif column in SPOKEN:
            fresh[value] = uuid7().hex[-11:]
        else:
            fresh[value] = uuid7().hex if isinstance(value, str) else uuid7()
    return fresh[value]


def statements_of(act: Callable[[], object]) -> tuple[list[str], Rows]:
    """Do a verb once and return its statements, and every row it made."""
    taken: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        taken.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        rows = rows_of(act)
    # Reading the rows back is not the verb's.
    tables = len({name for name, _, _ in rows})
    return taken[: len(taken) - tables], rows


def rows_of(act: Callable[[], object]) -> Rows:
    """Do a verb once and return every row it made, read back from the tables of its INSERTs."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if found := re.match(r'INSERT (?:OR REPLACE )?INTO "?(\w+)', sql):
            written.append(found[1])
        return done

    with connection.execute_wrapper(watch):
        act()
    rows = []
    for name, count in Counter(written).items():
        with connection.cursor() as cursor:
            # The full-text table of SQLite has no key column but its row number.
            columns, newest = ("rowid, *", "rowid") if name.endswith("_fts") else ("*", "id")
            table = connection.ops.quote_name(name)
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {newest} DESC LIMIT {count}")
            heads = [column[0] for column in cursor.description]
            rows += [(name, heads, list(row)) for row in cursor.fetchall()]
    return rows
