"""The demo houses live: rooms of many uses, half a year of bookings, nothing in the future."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from changlai.foundation.areas.stage import DemoVillage, chance, set_stage
from changlai.foundation.people.public import Role
from changlai.foundation.places.public import Room
from changlai.halls.rooms.demo import DEMO
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.states import HOLDING, DateState
from changlai.kernel.events.public import deliver
from changlai.kernel.metrics.public import recount
from tests.cast import SHANGHAI, make_person, make_resident, make_staff

UNTIL = date(2026, 3, 18)
MORNING = datetime(2026, 3, 18, 10, 30, tzinfo=SHANGHAI)


def play() -> DemoVillage:
    village = set_stage(seed=7, months=1, until=UNTIL, now=MORNING)
    number = 0
    for centre in (village.centre, village.neighbour):
        since: dict[str, Any] = {"centre": centre, "starts_on": village.since}
        make_staff(f"s-{centre.code}", Role.SECRETARY, name="林书记", **since)
        make_staff(f"h-{centre.code}", Role.HANDLER, name="小陈", **since)
        for _ in range(6):
            number += 1
            make_resident(centre, f"村民{number}", number)
            make_person(centre, f"老人{number}", number=number + 100)
    for act in DEMO:
        village.rng = chance(7, act.code)
        act.play(village)
        for centre in (village.centre, village.neighbour):
            deliver(centre.pk)
    return village


@pytest.mark.slow
@pytest.mark.django_db
def test_the_house_looks_alive() -> None:
    village = play()
    assert Room.objects.of(village.centre).count() == 8
    dates = list(BookingDate.objects.of(village.centre))
    states = Counter(row.state for row in dates)
    assert states[DateState.DONE] > 30, states
    assert states[DateState.REQUESTED] >= 2, states
    assert len(set(states) & {"cancelled", "no_show", "refused"}) >= 1, states
    assert states[DateState.CONFIRMED] > 5, states
    assert max(Booking.objects.of(village.centre).values_list("booked_at", flat=True)) <= MORNING
    assert not [row for row in dates if row.state in HOLDING and row.ends <= MORNING]
    assert BookingDate.objects.of(village.neighbour).exists()
    assert Booking.objects.of(village.centre).filter(channel="phone").exists()
    for centre in (village.centre, village.neighbour):
        wrong = [one for one in recount(centre, village.since, UNTIL) if "rooms" in one.metric]
        assert wrong == []
