"""Clocks against tables worked out by hand from the State Council's notices."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changlai.kernel.errors import BadInput
from changlai.kernel.workcalendar.clocks import (
    Due,
    OpenWeek,
    due_after_wall_minutes,
    due_after_working_days,
    merged_pauses,
    open_minutes,
    shift_for_pauses,
    warn_at,
    working_days_between,
)
from changlai.kernel.workcalendar.days import Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = OpenWeek.usual()


def days(year: int, month: int, first: int, last: int) -> list[date]:
    return [date(year, month, day) for day in range(first, last + 1)]


# 国庆、中秋 of 2025 and 2026 with their make-up days, and the new year of 2026, as announced.
HOLIDAYS = [
    *days(2025, 10, 1, 8),
    *days(2026, 1, 1, 3),
    *days(2026, 9, 25, 27),
    *days(2026, 10, 1, 7),
]
MADE_UP = [
    date(2025, 9, 28),
    date(2025, 10, 11),
    date(2026, 1, 4),
    date(2026, 9, 20),
    date(2026, 10, 10),
]
CALENDAR = Calendar(
    {**dict.fromkeys(HOLIDAYS, False), **dict.fromkeys(MADE_UP, True)}, frozenset({2025, 2026})
)


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "working_days", "due"),
    [
        # an ordinary week: Monday 3 November 2025
        ("2025-11-03 09:00", 1, "2025-11-04 17:30"),
        ("2025-11-03 09:00", 5, "2025-11-10 17:30"),
        # at night and at the weekend the start's day is still not counted
        ("2025-11-03 23:59", 1, "2025-11-04 17:30"),
        ("2025-11-08 03:00", 1, "2025-11-10 17:30"),
        ("2025-11-09 12:00", 2, "2025-11-11 17:30"),
        # 国庆 2025: free 1–8 October; Sunday 28 September and Saturday 11 October are worked
        ("2025-09-26 10:00", 1, "2025-09-28 17:30"),
        ("2025-09-26 10:00", 2, "2025-09-29 17:30"),
        ("2025-09-30 15:00", 1, "2025-10-09 17:30"),
        ("2025-09-30 15:00", 3, "2025-10-11 17:30"),
        ("2025-09-30 15:00", 4, "2025-10-13 17:30"),
        ("2025-10-04 10:00", 1, "2025-10-09 17:30"),
        # 中秋 and 国庆 2026: free 25–27 September and 1–7 October; worked 20 September, 10 October
        ("2026-09-18 10:00", 1, "2026-09-20 17:30"),
        ("2026-09-24 10:00", 1, "2026-09-28 17:30"),
        ("2026-09-24 10:00", 4, "2026-10-08 17:30"),
        ("2026-09-30 10:00", 3, "2026-10-10 17:30"),
        ("2026-09-30 10:00", 4, "2026-10-12 17:30"),
        # by the end of today, unless today is over or no working day
        ("2025-11-03 09:00", 0, "2025-11-03 17:30"),
        ("2025-11-03 18:00", 0, "2025-11-04 17:30"),
        ("2025-10-04 09:00", 0, "2025-10-09 17:30"),
    ],
)
def test_due_after_working_days(start: str, working_days: int, due: str) -> None:
    assert due_after_working_days(at(start), working_days, WEEK, CALENDAR) == Due(at(due))


@pytest.mark.parametrize(
    ("start", "working_days", "due", "provisional"),
    [
        ("2026-12-28 10:00", 3, "2026-12-31 17:30", False),
        ("2026-12-28 10:00", 4, "2027-01-01 17:30", True),
        ("2026-12-31 10:00", 2, "2027-01-04 17:30", True),
        ("2027-03-01 10:00", 1, "2027-03-02 17:30", True),
    ],
)
def test_a_year_without_a_notice_is_counted_monday_to_friday_and_said_to_be_provisional(
    start: str, working_days: int, due: str, provisional: bool
) -> None:
    found = due_after_working_days(at(start), working_days, WEEK, CALENDAR)
    assert found == Due(at(due), provisional)


def test_a_start_in_another_zone_is_read_in_the_platforms_zone() -> None:
    # 23:30 in London on Monday is Tuesday morning in the village.
    start = datetime(2025, 11, 3, 23, 30, tzinfo=ZoneInfo("Europe/London"))
    assert due_after_working_days(start, 1, WEEK, CALENDAR).at == at("2025-11-05 17:30")


def test_negative_days_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        due_after_working_days(at("2025-11-03 09:00"), -1, WEEK, CALENDAR)


def test_a_centre_that_rests_on_a_working_day_still_answers_by_its_latest_closing() -> None:
    week = OpenWeek({2: ((time(9), time(16)),), 6: ((time(9), time(20)),)})
    assert due_after_working_days(at("2025-11-02 09:00"), 1, week, CALENDAR).at == at(
        "2025-11-03 20:00"
    )


def test_urgent_matters_do_not_sleep() -> None:
    assert due_after_wall_minutes(at("2025-10-01 23:00"), 120) == Due(at("2025-10-02 01:00"))


@pytest.mark.parametrize(
    ("a", "b", "minutes"),
    [
        ("2025-11-03 08:30", "2025-11-03 17:30", 420),
        ("2025-11-03 11:50", "2025-11-03 14:10", 20),
        ("2025-11-03 20:00", "2025-11-04 09:00", 30),
        ("2025-11-07 17:00", "2025-11-10 09:00", 60),  # over a weekend
        ("2025-09-30 17:00", "2025-10-09 09:00", 60),  # over 国庆
        ("2025-10-10 17:00", "2025-10-13 09:00", 480),  # the make-up Saturday has Monday's hours
        ("2025-11-08 00:00", "2025-11-10 00:00", 0),
        ("2025-11-03 10:00", "2025-11-03 09:00", 0),
    ],
)
def test_open_minutes(a: str, b: str, minutes: int) -> None:
    assert open_minutes(at(a), at(b), WEEK, CALENDAR) == minutes


def test_a_centre_open_on_saturdays_is_open_but_not_on_a_holiday_saturday() -> None:
    week = OpenWeek({**WEEK.hours, 6: ((time(9), time(11)),)})
    assert open_minutes(at("2025-11-08 00:00"), at("2025-11-09 00:00"), week, CALENDAR) == 120
    assert open_minutes(at("2025-10-04 00:00"), at("2025-10-05 00:00"), week, CALENDAR) == 0
    assert open_minutes(at("2025-10-11 00:00"), at("2025-10-12 00:00"), week, CALENDAR) == 120


@pytest.mark.parametrize(
    "hours",
    [
        {1: ((time(12), time(8)),)},
        {1: ((time(8), time(12)), (time(11), time(13)))},
        {8: ((time(8), time(12)),)},
    ],
)
def test_impossible_opening_hours_are_refused(hours: dict) -> None:
    with pytest.raises(BadInput):
        OpenWeek(hours)


START = "2025-11-03 09:00"
DUE = "2025-11-07 17:30"


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], DUE),
        # two open hours on Tuesday come back on the next open morning
        ([("2025-11-04 09:00", "2025-11-04 11:00")], "2025-11-10 10:30"),
        # the lunch break and the night are not open
        ([("2025-11-04 12:00", "2025-11-04 14:00")], DUE),
        ([("2025-11-04 17:30", "2025-11-05 08:30")], DUE),
        # in any order, overlapping ones once
        (
            [
                ("2025-11-05 09:00", "2025-11-05 10:00"),
                ("2025-11-04 09:00", "2025-11-04 10:30"),
                ("2025-11-04 10:00", "2025-11-04 11:00"),
            ],
            "2025-11-10 11:30",
        ),
        # half an hour was left on Friday, so half an hour is left on Monday
        ([("2025-11-07 17:00", "2025-11-10 09:00")], "2025-11-10 09:30"),
        # the deadline falls exactly at the end of the pause
        ([("2025-11-07 16:30", "2025-11-07 17:30")], "2025-11-10 09:30"),
        # a pause that began before the clock counts from the clock's start
        ([("2025-11-01 09:00", "2025-11-03 10:00")], "2025-11-10 09:30"),
        # late stays late
        ([("2025-11-07 17:30", "2025-11-12 09:00")], DUE),
        ([("2025-11-10 09:00", None)], DUE),
        # a second pause inside the time given back
        (
            [
                ("2025-11-07 17:00", "2025-11-10 09:00"),
                ("2025-11-10 09:10", "2025-11-10 10:10"),
            ],
            "2025-11-10 10:30",
        ),
        # standing still now
        ([("2025-11-04 09:00", None)], None),
        ([("2025-11-04 09:00", "2025-11-04 10:00"), ("2025-11-04 09:30", None)], None),
    ],
)
def test_pauses_give_back_the_open_minutes_they_took(
    pauses: list[tuple[str, str | None]], due: str | None
) -> None:
    history = [(at(begins), at(ends) if ends else None) for begins, ends in pauses]
    found = shift_for_pauses(at(START), Due(at(DUE)), history, WEEK, CALENDAR)
    assert found == (Due(at(due)) if due else None)


def test_a_pause_over_the_holiday_keeps_the_remaining_hours() -> None:
    # 14:30 on 30 September: three hours left. Resumed on the make-up Saturday at 14:30.
    pauses = [(at("2025-09-30 14:30"), at("2025-10-11 14:30"))]
    found = shift_for_pauses(at("2025-09-29 09:00"), at("2025-09-30 17:30"), pauses, WEEK, CALENDAR)
    assert found == Due(at("2025-10-11 17:30"))


def test_a_deadline_outside_opening_hours_does_not_pass_inside_a_pause() -> None:
    pauses = [(at("2025-11-03 19:00"), at("2025-11-03 21:00"))]
    found = shift_for_pauses(at(START), at("2025-11-03 20:00"), pauses, WEEK, CALENDAR)
    assert found == Due(at("2025-11-03 21:00"))


def test_urgent_clocks_get_wall_minutes_back() -> None:
    pauses = [(at("2025-11-03 22:00"), at("2025-11-04 01:00"))]
    found = shift_for_pauses(at(START), at("2025-11-03 23:00"), pauses, None, CALENDAR)
    assert found == Due(at("2025-11-04 02:00"))


def test_a_pause_into_an_unknown_year_makes_the_deadline_provisional() -> None:
    pauses = [(at("2026-12-30 16:30"), at("2027-01-04 08:30"))]
    found = shift_for_pauses(at("2026-12-28 09:00"), at("2026-12-30 17:30"), pauses, WEEK, CALENDAR)
    assert found == Due(at("2027-01-04 09:30"), provisional=True)


def test_warning_comes_when_four_fifths_of_the_open_time_are_gone() -> None:
    # Monday 8:30 to Friday 17:30 is five days of seven hours; four days are used up on Thursday.
    due = Due(at(DUE))
    assert warn_at(at("2025-11-03 08:30"), due, 80, WEEK, CALENDAR) == at("2025-11-06 17:30")
    assert warn_at(at("2025-11-03 08:00"), at("2025-11-03 18:00"), 80, None, CALENDAR) == at(
        "2025-11-03 16:00"
    )
    assert warn_at(at("2025-11-08 08:30"), at("2025-11-08 09:00"), 80, WEEK, CALENDAR) == at(
        "2025-11-08 08:30"
    )


def test_working_days_between_counts_the_last_day_and_not_the_first() -> None:
    assert working_days_between(date(2025, 9, 30), date(2025, 10, 13), CALENDAR) == 4
    assert working_days_between(date(2025, 9, 30), date(2025, 9, 30), CALENDAR) == 0


def test_a_week_that_is_never_open_ends_in_an_error_and_not_in_an_endless_walk() -> None:
    closed = OpenWeek({})
    assert open_minutes(at(START), at(DUE), closed, CALENDAR) == 0
    assert warn_at(at(START), at(DUE), 80, closed, CALENDAR) == at(START)


FIRST = datetime(2025, 9, 1, tzinfo=SHANGHAI)
moments = st.integers(0, 90 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
spans = st.tuples(moments, st.integers(0, 15 * 24 * 60)).map(
    lambda span: (span[0], span[0] + timedelta(minutes=span[1]))
)


@given(st.lists(moments, min_size=3, max_size=3).map(sorted))
def test_open_minutes_of_a_stretch_are_those_of_its_parts(stretch: list[datetime]) -> None:
    a, b, c = stretch
    whole = open_minutes(a, c, WEEK, CALENDAR)
    assert whole == open_minutes(a, b, WEEK, CALENDAR) + open_minutes(b, c, WEEK, CALENDAR)


@given(moments, st.integers(0, 12), st.lists(spans, max_size=4), spans)
def test_more_pause_never_makes_a_deadline_earlier(
    start: datetime, working_days: int, pauses: list, another: tuple
) -> None:
    due = due_after_working_days(start, working_days, WEEK, CALENDAR)
    before = shift_for_pauses(start, due, pauses, WEEK, CALENDAR)
    after = shift_for_pauses(start, due, [*pauses, another], WEEK, CALENDAR)
    assert before is not None
    assert after is not None
    assert after.at >= before.at >= due.at


@given(moments, st.integers(1, 12), spans)
def test_what_was_left_when_a_pause_began_is_left_when_it_ends(
    start: datetime, working_days: int, pause: tuple
) -> None:
    due = due_after_working_days(start, working_days, WEEK, CALENDAR)
    begins, ends = max(pause[0], start), pause[1]
    shifted = shift_for_pauses(start, due, [pause], WEEK, CALENDAR)
    assert shifted is not None
    if begins < due.at and begins < ends:
        assert open_minutes(ends, shifted.at, WEEK, CALENDAR) == open_minutes(
            begins, due.at, WEEK, CALENDAR
        )


@given(st.lists(spans, max_size=6))
def test_merged_pauses_stand_apart_and_in_order(pauses: list) -> None:
    merged = merged_pauses(pauses)
    assert all(ends is not None and ends < begins for (_, ends), (begins, _) in pairwise(merged))
