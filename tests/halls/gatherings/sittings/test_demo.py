"""The demo village sees doctors and lawyers: people come, some do not, one sits just now."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from changlai.engines.appointments.public import Appointment, Sitting
from changlai.foundation.areas.stage import chance, set_stage
from changlai.halls.gatherings.demo.sittings import play_signups
from tests.cast import SHANGHAI
from tests.halls.voices.test_demo import people_of

UNTIL = date(2026, 3, 18)
MORNING = datetime(2026, 3, 18, 10, 30, tzinfo=SHANGHAI)


def played(seed: int) -> list[tuple[Any, ...]]:
    village = set_stage(seed=seed, months=2, until=UNTIL, now=MORNING)
    people_of(village)
    village.rng = chance(seed, "gatherings_signups")
    play_signups(village)
    rows = Appointment.objects.of(village.centre).select_related("person", "sitting")
    return [
        (row.sitting.starts, row.person.name if row.person else row.alias, row.state)
        for row in rows.order_by("sitting__starts", "booked_at", "person__name", "alias")
    ]


@pytest.mark.slow
@pytest.mark.django_db
def test_people_see_who_sits_and_nothing_lies_in_the_future() -> None:
    lines = played(7)
    states = Counter(state for _, _, state in lines)
    assert states["done"] > states["no_show"] > 0
    rows = Appointment.objects.all()
    assert max(row.booked_at for row in rows) <= MORNING
    assert all(row.ended_at is None or row.ended_at <= MORNING for row in rows)
    sitting = Sitting.objects.get(starts__lt=MORNING, ends__gt=MORNING)
    assert sitting.state == "planned"
    assert Sitting.objects.filter(state="done").count() >= 4
