"""F01: the level above sees villages side by side, as sums, and nothing of anybody."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from changlai.engines.cases.public import open_case
from changlai.foundation.areas.public import Area, Centre
from changlai.insights.figures.actions.cards import work_out, work_out_all
from changlai.insights.figures.models import Card
from changlai.insights.figures.queries.panel import three
from changlai.insights.figures.spans import Span
from changlai.insights.figures.states import SpanKind
from changlai.kernel.ids import uuid7
from changlai.kernel.metrics.public import hide_small
from tests.insights.figures.conftest import APRIL, Place, at

SignedIn = Callable[[Any], Client]
MARCH = Span(SpanKind.MONTH, date(2026, 3, 1))


def test_a_card_says_what_the_records_say(place: Place) -> None:
    place.book("2026-03-02 10:00", "2026-03-02 12:00", "东半")
    place.activity("2026-03-09 11:00", "2026-03-09 14:00", "西半", done="2026-03-09 15:00")
    place.deliver()
    for _ in range(2):
        assert work_out_all(APRIL) in {0, 24}
    card = Card.objects.of(place.centre).get(kind=SpanKind.MONTH, first=MARCH.first)
    found = three(place.centre, MARCH.first, MARCH.last, APRIL)
    assert (card.used_minutes, card.open_minutes) == (found.use.used, found.use.open) == (300, 6000)
    assert (card.activities, card.heads, card.persons) == (1, 0, 0)
    assert card.until == MARCH.last


def test_a_card_of_the_running_month_ends_yesterday(place: Place) -> None:
    now = at("2026-03-18 09:00")
    place.book("2026-03-16 10:00", "2026-03-16 12:00")
    place.book("2026-03-23 10:00", "2026-03-23 12:00")
    card = work_out(centre=place.centre, span=MARCH, at=now)
    assert card is not None
    assert (card.until, card.used_minutes) == (date(2026, 3, 17), 120)
    assert work_out(centre=place.centre, span=MARCH.after, at=now) is None


def _card(centre: Any, heads: int) -> Card:
    return Card(
        centre=centre,
        kind=SpanKind.MONTH,
        first=MARCH.first,
        used_minutes=600,
        open_minutes=6000,
        activities=3,
        heads=heads,
        persons=heads // 2,
        until=MARCH.last,
        worked_out_at=APRIL,
    )


def _county(number: int, start: int = 0) -> list[Centre]:
    areas = [
        Area(
            code=f"99010210{place % 10}{300 + place // 10:03d}",
            level=5,
            name=f"村{place}",
            parent_code="990102103",
            full_name=f"青榕县村{place}",
        )
        for place in range(start, start + number)
    ]
    Area.objects.bulk_create(areas)
    centres = [
        Centre(
            id=uuid7(),
            code=f"cun{area.code}",
            name=area.name,
            short_name=area.name,
            area=area,
            opened_on=date(2025, 1, 1),
        )
        for area in areas
    ]
    Centre.objects.bulk_create(centres)
    Card.objects.bulk_create(_card(centre, 20 + place) for place, centre in enumerate(centres))
    return centres


def above(place: Place, client: Client) -> tuple[str, int]:
    url = f"{place.page('above')}?span=2026-03"
    with time_machine.travel(APRIL, tick=False):
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            response = client.get(url)
    assert response.status_code == 200
    return response.content.decode(), len(caught)


def test_300_villages_cost_no_more_statements_than_three(place: Place, signed_in: SignedIn) -> None:
    client = signed_in(place.village.county)
    _county(3)
    few, statements = above(place, client)
    _county(297, 3)
    many, again = above(place, client)
    assert again == statements
    assert many.count("<tr>") - few.count("<tr>") == 297


def test_villages_stand_in_the_order_of_their_areas(place: Place, signed_in: SignedIn) -> None:
    centres = _county(12)
    shown, _ = above(place, signed_in(place.village.county))
    names = [centre.area.full_name for centre in sorted(centres, key=lambda one: one.area_id)]
    places = [shown.index(f"{name}<") for name in names]
    assert places == sorted(places)


def test_a_township_sees_its_own_villages_alone(place: Place, signed_in: SignedIn) -> None:
    _county(4)
    shown, _ = above(place, signed_in(place.village.township))
    assert "云溪村" in shown
    assert "青榕县村1<" not in shown


def test_a_small_village_is_not_given_away_by_the_sum(place: Place, signed_in: SignedIn) -> None:
    Card.objects.bulk_create([_card(place.centre, 2), _card(place.village.other_centre, 40)])
    shown, _ = above(place, signed_in(place.village.township))
    assert "&lt;5" in shown
    assert not (">40<" in shown and ">42<" in shown)


def test_the_village_has_no_page_above(place: Place, signed_in: SignedIn) -> None:
    assert signed_in(place.village.secretary).get(place.page("above")).status_code == 404
    assert signed_in(place.village.county).get(place.page("panel")).status_code == 404


def test_who_came_is_on_the_card_of_the_next_morning(place: Place) -> None:
    for _ in range(6):
        open_case(
            centre=place.centre,
            kind="help",
            text="路灯不亮。",
            channel="counter",
            at=at("2026-03-10 10:00"),
            actor=place.staff,
            person=place.village.resident_person,
        )
    place.deliver()
    work_out_all(at("2026-03-11 01:00"))
    card = Card.objects.of(place.centre).get(kind=SpanKind.MONTH, first=MARCH.first)
    assert (card.heads, card.persons) == (6, 1)


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=6))
def test_no_line_of_any_table_gives_a_small_number_back(cells: list[list[int]]) -> None:
    table = hide_small(cells)
    true = [[*row, sum(row)] for row in cells]
    true.append([sum(column) for column in zip(*true, strict=True)])
    lines = [list(zip(*pair, strict=True)) for pair in zip(table, true, strict=True)]
    lines += [list(line) for line in zip(*lines, strict=True)]
    for line in lines:
        hidden = [number for shown, number in line if isinstance(shown, str)]
        assert all(shown == number for shown, number in line if isinstance(shown, int))
        assert all(isinstance(shown, str) for shown, number in line if 0 < number < 5)
        if isinstance(line[-1][0], int) and hidden:
            assert len(hidden) > 1
            assert sum(hidden) >= 5


@pytest.mark.parametrize(
    ("written", "first", "last", "before"),
    [
        ("2026-03", date(2026, 3, 1), date(2026, 3, 31), "2026-02"),
        ("2026-q1", date(2026, 1, 1), date(2026, 3, 31), "2025-q4"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12"),
    ],
)
def test_spans_are_read_and_written(written: str, first: date, last: date, before: str) -> None:
    span = Span.read(written)
    assert span is not None
    assert (span.first, span.last, span.written, span.before.written) == (
        first,
        last,
        written,
        before,
    )


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-q5", "1999-01", "2026-3", "x" * 99])
def test_what_is_no_span_is_none(text: str) -> None:
    assert Span.read(text) is None


def test_the_home_page_says_what_last_month_was_like(place: Place) -> None:
    with time_machine.travel(APRIL, tick=False):
        home = f"/c/{place.centre.code}/"
        assert "这里常来常往" not in Client().get(home).content.decode()
        Card.objects.bulk_create([_card(place.centre, 4)])
        shown = Client().get(home).content.decode()
    assert "3月办了 3 场活动。" in shown
    assert "场地用了 10 小时" in shown
    assert "人次" not in shown
