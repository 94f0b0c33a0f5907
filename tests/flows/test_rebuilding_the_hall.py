"""After a month of village life every figure can be thrown away and comes back, in silence."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.flows.installations import IS_POSTGRES, Installation

pytestmark = pytest.mark.slow

LOOK = """
import json
from changlai.engines.cases.public import Case
from changlai.kernel.events.models import Entry
from changlai.kernel.metrics.models import Rollup
from changlai.kernel.outbox.public import Message, Sending
rows = Rollup.objects.values_list("centre_id", "metric", "day", "dims", "value")
print(json.dumps({
    "rollups": sorted([*map(str, row)] for row in rows),
    "messages": sorted(map(str, Message.objects.values_list("pk", flat=True))),
    "sendings": sorted(map(str, Sending.objects.values_list("pk", flat=True))),
    "events": Entry.objects.count(),
    "cases": Case.objects.count(),
}))
"""
FORGET = """
from changlai.kernel.metrics.models import Rollup
Rollup.objects.all().delete()
print(Rollup.objects.count())
"""


def looked(place: Installation) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(place.python(LOOK).strip().splitlines()[-1])
    return found


def test_a_rebuild_gives_every_figure_again_and_sends_nothing(demo_month: Installation) -> None:
    # The work of the first second says things that the second one carries.
    for _ in range(2):
        demo_month.verb("tick")
    before = looked(demo_month)
    assert before["cases"] > 30
    assert len(before["rollups"]) > 50
    assert before["messages"]
    assert {metric for _, metric, *_ in before["rollups"]} >= {
        "cases.received",
        "cases.contacted",
        "cases.answered",
        "cases.answer_minutes",
        "cases.called_back",
        "cases.rated",
        "voices.calls",
    }
    assert demo_month.python(FORGET).strip() == "0"

    said = demo_month.verb("rebuild", "--json")

    counts = json.loads(said.strip().splitlines()[-1])
    assert counts["failed"] == 0
    assert counts["read"] > len(before["rollups"]) / 2
    # Nor does the next second of the worker find anything left to send.
    demo_month.verb("tick")
    assert looked(demo_month) == before


def test_a_recount_agrees_until_a_figure_is_changed_by_hand(demo_month: Installation) -> None:
    counts = json.loads(demo_month.verb("recount", "--json").strip().splitlines()[-1])
    assert counts == {"read": 2, "different": 0}
    with written(demo_month) as database:
        database.execute(
            "UPDATE metrics_rollup SET value = value + 1 WHERE metric = 'cases.received'"
        )
    code, said = demo_month.try_verb("recount")
    assert code == 1
    assert "cases.received" in said


def test_the_book_holds_and_one_altered_row_breaks_it(demo_month: Installation) -> None:
    demo_month.verb("audit", "seal")
    chosen = "SELECT event_id FROM events_position WHERE position = 5 ORDER BY centre_id LIMIT 1"
    alter = f"UPDATE events_event SET name = 'cases.case.never' WHERE id = ({chosen})"

    with pytest.raises((sqlite3.Error, psycopg.Error)), written(demo_month) as database:
        database.execute(alter)
    assert "有问题" not in demo_month.verb("audit", "verify")

    with written(demo_month) as database, without_triggers(database):
        database.execute(alter)
    code, said = demo_month.try_verb("audit", "verify")
    assert code == 1
    assert "有问题" in said
    assert "Traceback" not in said


@contextmanager
def written(place: Installation) -> Iterator[Any]:
    """Open the database past all our code, as somebody with the password could."""
    if IS_POSTGRES:
        with psycopg.connect(place.url) as database:
            yield database
        return
    database = sqlite3.connect(place.url.removeprefix("sqlite:///"))
    try:
        with database:
            yield database
    finally:
        database.close()


@contextmanager
def without_triggers(database: Any) -> Iterator[None]:
    """Take the guards of the book away for a moment."""
    if IS_POSTGRES:
        database.execute("SET session_replication_role = replica")
        yield
        return
    guards = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events_event'"
    ).fetchall()
    assert guards
    for name, _ in guards:
        database.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in guards:
        database.execute(statement)
