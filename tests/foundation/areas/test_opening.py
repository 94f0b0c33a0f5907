"""What the door sheet says, through weeks, holidays and special days."""

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from changlai.foundation.areas.models import OpeningException
from changlai.foundation.areas.queries import opening_at
from changlai.kernel.workcalendar.clocks import OpenWeek
from changlai.kernel.workcalendar.days import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
# 2026: the National Day holiday with a make-up Saturday after it.
CALENDAR = Calendar(
    {**{date(2026, 10, day): False for day in range(1, 8)}, date(2026, 10, 10): True},
    frozenset({2026}),
)


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def special(day: str, opens: str = "", closes: str = "", note: str = "") -> OpeningException:
    return OpeningException(
        centre_id=uuid4(),
        day=date.fromisoformat(day),
        opens=time.fromisoformat(opens) if opens else None,
        closes=time.fromisoformat(closes) if closes else None,
        note=note,
    )


@pytest.mark.parametrize(
    ("day", "clock", "is_open", "sentence"),
    [
        ("2026-03-18", "07:00", False, "现在没开门，8:30 开门"),
        ("2026-03-18", "08:30", True, "现在开放，12:00 休息，14:00 再开门"),
        ("2026-03-18", "11:59", True, "现在开放，12:00 休息，14:00 再开门"),
        ("2026-03-18", "12:00", False, "现在休息，14:00 开门"),
        ("2026-03-18", "14:00", True, "现在开放，17:30 关门"),
        ("2026-03-18", "17:30", False, "现在没开门，明天 8:30 开门"),
        ("2026-03-20", "18:00", False, "现在没开门，3月23日(周一) 8:30 开门"),
        ("2026-03-21", "09:00", False, "现在没开门，后天 8:30 开门"),
        ("2026-10-01", "09:00", False, "现在没开门，10月8日(周四) 8:30 开门"),
        ("2026-10-10", "09:00", True, "现在开放，12:00 休息，14:00 再开门"),
    ],
)
def test_the_usual_week_with_holidays_and_a_make_up_day(
    day: str, clock: str, is_open: bool, sentence: str
) -> None:
    said = opening_at(at(day, clock), OpenWeek.usual(), {}, CALENDAR)
    assert (said.is_open, said.sentence) == (is_open, sentence)


@pytest.mark.parametrize(
    ("rows", "day", "clock", "is_open", "sentence"),
    [
        (["2026-03-18"], "2026-03-18", "09:00", False, "现在没开门，明天 8:30 开门"),
        (["2026-03-19"], "2026-03-18", "18:00", False, "现在没开门，后天 8:30 开门"),
        (
            ["2026-10-03 09:00 11:00"],
            "2026-10-03",
            "10:00",
            True,
            "现在开放，11:00 关门",
        ),
    ],
)
def test_a_special_day_overrides_week_and_holiday(
    rows: list[str], day: str, clock: str, is_open: bool, sentence: str
) -> None:
    exceptions = {row.day: row for row in (special(*text.split()) for text in rows)}
    said = opening_at(at(day, clock), OpenWeek.usual(), exceptions, CALENDAR)
    assert (said.is_open, said.sentence) == (is_open, sentence)


def test_a_week_closed_for_a_month_promises_nothing() -> None:
    closed: dict[date, Any] = {}
    for day in range(18, 31):
        closed[date(2026, 3, day)] = special(f"2026-03-{day:02d}")
    for day in range(1, 31):
        closed[date(2026, 4, day)] = special(f"2026-04-{day:02d}", note="装修")
    closed[date(2026, 3, 31)] = special("2026-03-31")
    said = opening_at(at("2026-03-18", "09:00"), OpenWeek.usual(), closed, CALENDAR)
    assert said.sentence == "暂不开放"


def test_the_note_of_a_special_day_is_told() -> None:
    exceptions = {date(2026, 3, 18): special("2026-03-18", "14:00", "16:00", "上午开会")}
    said = opening_at(at("2026-03-18", "09:00"), OpenWeek.usual(), exceptions, CALENDAR)
    assert said.note == "上午开会"
