"""The numbers of the open door and of the roster, against days set up one by one."""

from datetime import date, time, timedelta

import pytest

from changlai.foundation.areas.models import OpeningHours
from changlai.foundation.people.public import set_duty
from changlai.kernel.registry.public import measure
from tests.cast import NOW, Village

pytestmark = pytest.mark.django_db


def value(village: Village, code: str) -> object:
    one = measure(code)
    assert one is not None
    return one.value(village.centre, NOW)


def test_days_with_published_hours_count_once_each(village: Village) -> None:
    assert value(village, "areas.days_open") == 0
    for weekday, opens in ((1, 8), (1, 14), (3, 8)):
        OpeningHours.objects.create(
            centre=village.centre, weekday=weekday, opens=time(opens), closes=time(opens + 3)
        )
    OpeningHours.objects.create(
        centre=village.centre,
        weekday=5,
        opens=time(8),
        closes=time(9),
        until=date(2026, 1, 1),
    )
    assert value(village, "areas.days_open") == 2


def test_days_of_this_week_on_which_somebody_is_on_the_roster(village: Village) -> None:
    # The cast's now is a Wednesday: Monday and Sunday are of its week, next Monday is not.
    for ahead in (-2, 4, 5):
        set_duty(
            centre=village.centre,
            day=NOW.date() + timedelta(days=ahead),
            part="morning",
            kind="here",
            account_ids=[village.duty.pk],
            actor=village.actor(village.secretary),
            at=NOW,
        )
    assert value(village, "people.duty_days") == 2
