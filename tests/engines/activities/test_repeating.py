"""A series over 国庆 and a make-up Saturday, against days counted by hand."""

from datetime import date

import pytest

from changlai.engines.activities.public import Repeat, dates_of
from changlai.kernel.errors import BadInput
from changlai.kernel.workcalendar.days import Calendar

OFF = [date(2026, 9, 25), date(2026, 9, 26), date(2026, 9, 27)]
OFF += [date(2026, 10, day) for day in range(1, 8)]
WORKED = [date(2026, 9, 20), date(2026, 10, 10)]
CALENDAR = Calendar({**dict.fromkeys(OFF, False), **dict.fromkeys(WORKED, True)}, frozenset({2026}))


def test_every_thursday_skips_the_one_in_national_day() -> None:
    found = dates_of(Repeat((4,), date(2026, 9, 21), date(2026, 10, 20)), CALENDAR)
    assert found.days == (date(2026, 9, 24), date(2026, 10, 8), date(2026, 10, 15))
    assert found.skipped == (date(2026, 10, 1),)


def test_every_saturday_names_the_one_on_which_people_work() -> None:
    found = dates_of(Repeat((6,), date(2026, 9, 19), date(2026, 10, 17)), CALENDAR)
    assert found.days == (date(2026, 9, 19), date(2026, 10, 10), date(2026, 10, 17))
    assert found.skipped == (date(2026, 9, 26), date(2026, 10, 3))
    assert found.made_up == (date(2026, 10, 10),)


def test_holidays_stay_where_the_village_wants_them() -> None:
    rule = Repeat((4,), date(2026, 10, 1), date(2026, 10, 8), skip_holidays=False)
    assert dates_of(rule, CALENDAR).days == (date(2026, 10, 1), date(2026, 10, 8))


def test_every_other_week_on_two_days_counts_weeks_from_the_first() -> None:
    rule = Repeat((2, 5), date(2026, 3, 4), date(2026, 3, 31), every_weeks=2)
    assert dates_of(rule, CALENDAR).days == (
        date(2026, 3, 6),
        date(2026, 3, 17),
        date(2026, 3, 20),
        date(2026, 3, 31),
    )


def test_a_rule_survives_being_stored() -> None:
    rule = Repeat((1, 3), date(2026, 3, 2), date(2026, 6, 30), every_weeks=2, skip_holidays=False)
    assert Repeat.parse(rule.dump()) == rule


@pytest.mark.parametrize(
    ("weekdays", "first", "until", "weeks", "sentence"),
    [
        ((), date(2026, 3, 1), date(2026, 4, 1), 1, "哪几天"),
        ((8,), date(2026, 3, 1), date(2026, 4, 1), 1, "哪几天"),
        ((1,), date(2026, 4, 1), date(2026, 3, 1), 1, "不能早于"),
        ((1,), date(2026, 3, 1), date(2026, 4, 1), 0, "1到12周"),
        ((1, 2, 3, 4, 5), date(2026, 1, 1), date(2027, 1, 1), 1, "最多排120场"),
        ((4,), date(2026, 10, 1), date(2026, 10, 2), 1, "一天也没有"),
    ],
)
def test_what_cannot_be_is_refused(
    weekdays: tuple[int, ...], first: date, until: date, weeks: int, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        dates_of(Repeat(weekdays, first, until, every_weeks=weeks), CALENDAR)
