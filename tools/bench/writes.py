"""Voice-in throughput: the action, beside a bare transaction that inserts the same rows."""

import multiprocessing
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django
from django.db import connection, connections, transaction

from changlai.kernel.ids import uuid7

Rows = list[tuple[str, list[str], list[Any]]]
KEYS = frozenset({"id", "case_id", "record_id", "subject_id", "number", "rowid"})
TEXT = "村东头第三盏路灯不亮，晚上老人出门看不见路，请派人修一修。"
ANSWER = "已经请电工换好，今晚就亮。"


def opening(centre_id: UUID, count: int) -> Callable[[int], object]:
    """Return what takes in one voice of somebody without a name."""
    from django.utils import timezone

    from changlai.engines.cases.public import open_case
    from changlai.foundation.areas.public import Centre
    from changlai.foundation.people.public import Actor

    centre = Centre.objects.get(pk=centre_id)
    actor = Actor.anonymous(centre_id)
    return lambda _: open_case(
        centre=centre, kind="help", text=TEXT, channel="online", at=timezone.now(), actor=actor
    )


def answering(centre_id: UUID, count: int) -> Callable[[int], object]:
    """Take `count` voices in hand; return what answers the n-th of them."""
    from django.utils import timezone

    from changlai.engines.cases.public import accept_case, answer_case
    from changlai.foundation.areas.public import Centre
    from changlai.foundation.people.public import actor_of
    from tools.bench.fill import handler

    centre = Centre.objects.get(pk=centre_id)
    actor = actor_of(account=handler(centre), centre=centre, at=timezone.now())
    take_in = opening(centre_id, count)
    keys = [take_in(0).case.pk for _ in range(count)]  # type: ignore[attr-defined]
    for key in keys:
        accept_case(centre=centre, case_id=key, actor=actor, at=timezone.now())
    return lambda place: answer_case(
        centre=centre, case_id=keys[place], actor=actor, text=ANSWER, at=timezone.now()
    )


def bare(rows: Rows, count: int) -> Callable[[int], object]:
    """Return what inserts a copy of each row under new keys, all in one transaction."""
    quote = connection.ops.quote_name
    # A verb on an older case adds rows to that very case.
    kept = frozenset() if "cases_case" in {name for name, _, _ in rows} else frozenset({"case_id"})
    renewed = KEYS - kept
    statements = [
        (
            f"INSERT INTO {quote(name)} ({', '.join(map(quote, columns))})"
            f" VALUES ({', '.join(['%s'] * len(columns))})",
            columns,
            values,
        )
        for name, columns, values in rows
    ]

    def once(_: int) -> None:
        fresh: dict[Any, Any] = {}
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, columns, values in statements:
                cursor.execute(
                    sql,
                    [
                        _renewed(v, c, fresh) if c in renewed else v
                        for c, v in zip(columns, values, strict=True)
                    ],
                )

    return once


def _renewed(value: Any, column: str, fresh: dict[Any, Any]) -> Any:
    """Give keys of the copied rows new values, the same one wherever the old one stood."""
    if value is None:
        return value
    if value not in fresh:
        if isinstance(value, int):
            fresh[value] = secrets.randbits(62)
        elif column == "number":
            fresh[value] = uuid7().hex[-11:]
        else:
            fresh[value] = uuid7().hex if isinstance(value, str) else uuid7()
    return fresh[value]


def rows_of(verb: Callable[..., Callable[[int], object]], centre_id: UUID) -> Rows:
    """Do a verb once and return every row it made, read back from the tables of its INSERTs."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if found := re.match(r'INSERT (?:OR REPLACE )?INTO "?(\w+)', sql):
            written.append(found[1])
        return done

    act = verb(centre_id, 1)
    with connection.execute_wrapper(watch):
        act(0)
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


def _child(work: Callable[..., Any], first: Any, count: int, gate: Any, done: Any) -> None:
    django.setup()
    connections.close_all()
    once = work(first, count + 1)
    once(count)
    gate.wait()
    began = time.perf_counter()
    for place in range(count):
        once(place)
    done.put((began, time.perf_counter()))
    connections.close_all()


def throughput(work: Callable[..., Any], first: Any, clients: int, count: int) -> float:
    """Return transactions a second of `clients` processes that do `count` each."""
    context = multiprocessing.get_context("spawn")
    gate, done = context.Barrier(clients), context.Queue()
    children = [
        context.Process(target=_child, args=(work, first, count, gate, done))
        for _ in range(clients)
    ]
    for child in children:
        child.start()
    spans = [done.get(timeout=300) for _ in children]
    for child in children:
        child.join(60)
    # perf_counter is one clock for all processes of a Linux machine.
    return clients * count / (max(end for _, end in spans) - min(start for start, _ in spans))
