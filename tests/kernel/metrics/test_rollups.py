"""Figures come from events, agree with the rows, and show no neighbour."""

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from changlai.kernel.events.public import deliver, rebuild
from changlai.kernel.metrics import rollups
from changlai.kernel.metrics.models import Rollup
from changlai.kernel.metrics.public import (
    FLOOR,
    Difference,
    Metric,
    Rate,
    across,
    add,
    by,
    forget,
    metric,
    recount,
    series,
    shown,
    shown_parts,
    total,
    totals,
)
from tests.kernel.events.conftest import AT
from tests.kernel.events.facts_of_wells import dig
from tests.kernel.metrics import wells
from tests.kernel.metrics.wells import DAY, WELLS
from tests.kernel.tenancy.villageapp.models import Villager, Well

NEXT = DAY + timedelta(days=1)


def test_amounts_add_up_in_one_row_per_day_and_dimensions(here: Any) -> None:
    add(here.pk, "test.wells", DAY, kind="stone", reach="deep")
    add(here.pk, "test.wells", DAY, 4, reach="deep", kind="stone")
    add(here.pk, "test.wells", DAY, kind="clay", reach="deep")
    add(here.pk, "test.wells", NEXT, -1, kind="clay", reach="deep")

    rows = Rollup.objects.of(here).order_by("day", "dims").values_list("dims", "value")
    assert list(rows) == [
        ("kind=clay;reach=deep", 1),
        ("kind=stone;reach=deep", 5),
        ("kind=clay;reach=deep", -1),
    ]
    assert total(here, "test.wells", DAY, NEXT) == 5
    assert total(here, "test.wells", DAY, DAY, kind="stone") == 5
    assert total(here, "test.wells", DAY, DAY, kind="wood") == 0
    asked = ["test.wells", "test.none"]
    assert totals(here, asked, DAY, NEXT) == {"test.wells": 5, "test.none": 0}
    assert totals(here, asked, DAY, DAY, kind="clay") == {"test.wells": 1, "test.none": 0}


def test_a_dimension_holds_codes_only(here: Any) -> None:
    with pytest.raises(ValueError, match="reach"):
        add(here.pk, "test.wells", DAY, reach="王阿婆家")
    with pytest.raises(ValueError, match="does not hold"):
        add(here.pk, "test.wells", DAY, **{"a.b": "x"})


def test_series_shows_the_days_on_which_nothing_happened(here: Any) -> None:
    add(here.pk, "test.wells", DAY, 2)
    add(here.pk, "test.wells", DAY + timedelta(days=2), 3)

    days = series(here, "test.wells", DAY, DAY + timedelta(days=2))

    assert days == [(DAY, 2), (NEXT, 0), (DAY + timedelta(days=2), 3)]


def test_split_by_a_dimension(here: Any, there: Any) -> None:
    add(here.pk, "test.wells", DAY, 2, kind="stone", reach="deep")
    add(here.pk, "test.wells", NEXT, 3, kind="stone", reach="shallow")
    add(here.pk, "test.wells", DAY, 1, kind="clay", reach="deep")
    add(there.pk, "test.wells", DAY, 9, kind="clay", reach="deep")

    assert by(here, "test.wells", "kind", DAY, NEXT) == {"clay": 1, "stone": 5}
    assert by(here, "test.wells", "kind", DAY, NEXT, reach="deep") == {"clay": 1, "stone": 2}
    assert by(here, "test.wells", "colour", DAY, NEXT) == {"": 6}


def test_across_villages_in_one_statement(
    here: Any, there: Any, django_assert_num_queries: Any
) -> None:
    add(here.pk, "test.wells", DAY, 2, kind="stone")
    add(there.pk, "test.wells", DAY, 7, kind="stone")
    add(there.pk, "test.wells", NEXT, 1, kind="clay")
    centres = apps.get_model(settings.CENTRE_MODEL).objects.filter(code__in=["here", "there"])

    with django_assert_num_queries(1):
        assert across(centres, "test.wells", DAY, NEXT) == {here.pk: 2, there.pk: 8}
    assert across([there], "test.wells", DAY, NEXT, kind="clay") == {there.pk: 1}


def test_events_become_figures(here: Any, counting: None) -> None:
    dig(here, AT, deep=True)
    dig(here, AT, deep=True)
    dig(here, AT, kind="clay")
    deliver(here.pk)

    assert total(here, "test.wells", DAY, DAY) == 3
    assert by(here, "test.wells", "reach", DAY, DAY) == {"deep": 2, "shallow": 1}


def figures() -> list[Any]:
    rows = Rollup.objects.order_by("centre_id", "metric", "day", "dims")
    return list(rows.values_list("centre_id", "metric", "day", "dims", "labels", "value"))


def test_a_rebuild_gives_the_same_figures_and_sends_nothing(
    here: Any, there: Any, counting: None
) -> None:
    for step in range(40):
        dig(here, AT + timedelta(hours=step), deep=step % 3 == 0)
        dig(there, AT, kind="clay")
    deliver(here.pk)
    deliver(there.pk)
    before, letters = figures(), len(wells.sent)
    assert letters == 80

    Rollup.objects.all().delete()
    rebuild()

    assert figures() == before
    rebuild()
    assert figures() == before
    assert len(wells.sent) == letters


@contextmanager
def database_for_another_process(tmp_path: Path) -> Iterator[str]:
    """Give the test's database to another process: itself on PostgreSQL, a copy on SQLite."""
    if connection.vendor == "sqlite":
        copy = tmp_path / "copy.sqlite3"
        with sqlite3.connect(copy) as target:
            connection.connection.backup(target)
        yield f"sqlite:///{copy}"
        with sqlite3.connect(copy) as source:
            source.backup(connection.connection)
    else:
        of = connection.settings_dict
        yield f"postgres://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_in_a_fresh_process_gives_the_same_figures(
    counting: None, tmp_path: Path
) -> None:
    from tests.kernel.tenancy.centres import make_centre

    centre = make_centre("here")
    for step in range(30):
        dig(centre, AT + timedelta(hours=step), deep=step % 3 == 0)
    before = figures()
    assert len(before) == 4
    Rollup.objects.all().delete()

    program = (
        "import django; django.setup()\n"
        "from tests.kernel.metrics import wells; wells.subscribe()\n"
        "from django.core.management import call_command\n"
        "call_command('rebuild', receiver='test.wells')\n"
        "print('sent', len(wells.sent))"
    )
    with database_for_another_process(tmp_path) as url:
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={
                **os.environ,
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "changlai.config.settings.test",
            },
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 0, done.stderr
    assert "sent 0" in done.stdout
    assert figures() == before


def test_recount_finds_where_figures_and_rows_differ(here: Any, counting: None) -> None:
    villager = Villager.objects.create(centre=here, name="阿妹")
    for number in range(3):
        Well.objects.create(centre=here, villager=villager, number=str(number), state="stone")
        dig(here, AT)
    deliver(here.pk)
    assert recount(here, DAY, DAY, [WELLS]) == []

    Well.objects.of(here).filter(number="2").delete()
    add(here.pk, "test.wells", DAY, kind="clay", reach="deep")

    assert recount(here, DAY, DAY, [WELLS]) == [
        Difference("test.wells", DAY, ("clay", "deep"), 1, 0),
        Difference("test.wells", DAY, ("stone", "shallow"), 3, 2),
    ]


def test_figures_that_cancel_out_are_no_difference(here: Any, counting: None) -> None:
    add(here.pk, "test.wells", DAY, 1, kind="clay", reach="deep")
    add(here.pk, "test.wells", DAY, -1, kind="clay", reach="deep")

    assert recount(here, DAY, DAY, [WELLS]) == []


def test_the_command_prints_the_differences(here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    uncounted = Metric("test.uncounted", "没有", "个")
    monkeypatch.setattr(rollups, "collect", lambda kind: (WELLS, uncounted))
    call_command("recount", centre="here", stdout=(out := io.StringIO()), json=True)
    assert json.loads(out.getvalue().splitlines()[-1]) == {"read": 1, "different": 0}

    add(here.pk, "test.wells", DAY, kind="clay", reach="deep")
    with pytest.raises(CommandError, match="重建"):
        call_command("recount", since=DAY, until=DAY, centre="here", stdout=(out := io.StringIO()))

    assert "here 2026-03-18 test.wells clay deep: 汇总 1，重数 0" in out.getvalue()
    assert metric("test.wells") is WELLS
    with pytest.raises(KeyError):
        metric("test.nothing")


def test_forgetting_one_metric_of_one_village(here: Any, there: Any) -> None:
    for centre in (here, there):
        add(centre.pk, "test.wells", DAY)
        add(centre.pk, "test.springs", DAY)

    forget(here.pk, "test.wells")
    assert Rollup.objects.count() == 3
    forget(None, "test.springs")
    assert Rollup.objects.count() == 1


def test_the_house_declares_metrics_that_are_codes_and_differ() -> None:
    from changlai.kernel.registry.public import collect

    codes = [one.code for one in collect("metrics")]
    assert len(codes) == len(set(codes))
    with pytest.raises(ValueError, match="not a code"):
        Metric("Wells Dug", "井", "口")
    with pytest.raises(ValueError, match="dimension"):
        Metric("test.x", "井", "口", dims=("a.b",))


@given(st.integers(0, 100))
def test_small_groups_are_hidden(number: int) -> None:
    assert shown(number) == ("<5" if 0 < number < 5 else number)


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_rate_of_few_cases_has_no_percentage(numerator: int, denominator: int) -> None:
    percent = Rate(min(numerator, denominator), denominator).percent

    assert (percent is None) == (denominator < 5)
    assert percent is None or 0 <= percent <= 100


def test_a_rate_is_rounded_as_people_do() -> None:
    assert Rate(1, 8).percent == Decimal("12.5")
    assert Rate(2, 3 * 5).percent == Decimal("13.3")
    assert Rate(1, 16).percent == Decimal("6.3")
    assert Rate(0, 5).percent == Decimal("0.0")


@pytest.mark.parametrize("day", [date(2026, 3, 18)])
def test_reading_an_empty_village(here: Any, day: date) -> None:
    assert total(here, "test.wells", day, day) == 0
    assert by(here, "test.wells", "kind", day, day) == {}


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ({"a": 12, "b": 7}, {"a": 12, "b": 7}),
        ({"a": 12, "b": 0}, {"a": 12, "b": 0}),
        # One hidden part would be total minus the rest.
        ({"a": 30, "b": 7, "c": 2}, {"a": 30, "b": "不显示", "c": "<5"}),
        # Two hidden parts of three together are still three neighbours.
        ({"a": 30, "b": 7, "c": 2, "d": 1}, {"a": 30, "b": "不显示", "c": "<5", "d": "<5"}),
        ({"a": 30, "c": 4, "d": 3}, {"a": 30, "c": "<5", "d": "<5"}),
        ({"a": 3}, {"a": "<5"}),
        ({}, {}),
    ],
)
def test_small_parts_do_not_come_out_by_subtraction(
    parts: dict[str, int], seen: dict[str, int | str]
) -> None:
    assert shown_parts(parts) == seen


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40)))
def test_what_is_hidden_together_is_no_small_group(parts: dict[str, int]) -> None:
    seen = shown_parts(parts)
    hidden = [name for name, number in seen.items() if isinstance(number, str)]
    assert all(seen[name] == parts[name] for name in parts if name not in hidden)
    if hidden and sum(parts.values()) >= FLOOR and len([n for n in parts.values() if n]) > 1:
        assert len(hidden) > 1
        assert sum(parts[name] for name in hidden) >= FLOOR
