"""When a room is open: its own hours, the centre's, holidays, make-up days and announced days."""

from datetime import date, time

import pytest

from changlai.foundation.areas.public import set_exception
from changlai.foundation.places.public import open_times
from changlai.foundation.places.queries.hours import minutes, union, without
from tests.cast import NOW
from tests.foundation.places.conftest import House, at

MORNING, LATE = (time(8), time(12)), (time(14), time(21))
HOLIDAY = (time(9), time(11))
USUAL = ((time(8, 30), time(12)), (time(14), time(17, 30)))


@pytest.mark.parametrize(
    ("day", "hall", "meeting"),
    [
        (date(2026, 3, 18), (MORNING, LATE), USUAL),  # an ordinary Wednesday
        (date(2026, 3, 21), (LATE,), ()),  # Saturday: the hall has its evening, the office rests
        (date(2026, 3, 22), (), ()),  # Sunday
        (date(2026, 10, 1), (HOLIDAY,), ()),  # 国庆, a Thursday
        (date(2026, 10, 4), (HOLIDAY,), ()),  # 国庆, a Sunday
        (date(2026, 10, 10), (LATE,), USUAL),  # a make-up Saturday on which the hall has hours
        (date(2026, 9, 20), (MORNING, LATE), USUAL),  # a make-up Sunday: like a Monday
    ],
)
def test_hours_of_a_day(house: House, day: date, hall: tuple, meeting: tuple) -> None:  # type: ignore[type-arg]
    times = open_times(house.centre, date(2026, 3, 1))
    assert (times.hours(house.hall.pk, day), times.hours(house.meeting.pk, day)) == (hall, meeting)


def test_an_announced_day_holds_for_every_room(house: House) -> None:
    for day, opens, closes in ((19, None, None), (20, time(10), time(11))):
        set_exception(
            centre=house.centre,
            actor=house.actor,
            at=NOW,
            day=date(2026, 3, day),
            opens=opens,
            closes=closes,
        )
    times = open_times(house.centre, date(2026, 3, 18))
    assert times.hours(house.hall.pk, date(2026, 3, 19)) == ()
    assert times.hours(house.meeting.pk, date(2026, 3, 20)) == ((time(10), time(11)),)


def test_a_time_over_the_noon_break_is_not_covered(house: House) -> None:
    times = open_times(house.centre, date(2026, 3, 17))
    assert times.covers(house.hall.pk, at("2026-03-18 14:00"), at("2026-03-18 21:00"))
    assert not times.covers(house.hall.pk, at("2026-03-18 11:00"), at("2026-03-18 15:00"))
    assert not times.covers(house.hall.pk, at("2026-03-18 20:00"), at("2026-03-19 01:00"))


def test_spans_are_joined_and_cut() -> None:
    spans = [
        (at("2026-03-18 08:00"), at("2026-03-18 10:00")),
        (at("2026-03-18 09:00"), at("2026-03-18 11:00")),
        (at("2026-03-18 13:00"), at("2026-03-18 14:00")),
    ]
    assert minutes(union(spans)) == 240
    cut = without(spans, [(at("2026-03-18 10:30"), at("2026-03-18 13:30"))])
    assert minutes(cut) == 180
