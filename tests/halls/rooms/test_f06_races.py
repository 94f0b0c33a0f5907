"""F06: of sixteen who press at once exactly one has the room, on both databases."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import Occupancy, RoomTaken
from changlai.halls.rooms.actions import confirm_date
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.states import DateState
from changlai.kernel.errors import RuleBroken
from changlai.kernel.ids import uuid7
from tests.cast import NOW, make_resident, make_village
from tests.flows.at_once import at_once, shared_rows
from tests.halls.rooms.conftest import Rooms, make_rooms

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def people(rooms: Rooms) -> list[Actor]:
    made = [make_resident(rooms.centre, f"村民{one}", 500 + one) for one in range(PROCESSES)]
    return [rooms.village.actor(person.account) for person in made if person.account]


def test_f06_two_requests_for_one_slot_are_one_booking(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    rooms = make_rooms(make_village())
    actors = people(rooms)
    with shared_rows(tmp_path):

        def want(number: int) -> str:
            try:
                rooms.book(actor=actors[number])
            except RoomTaken:
                return "taken"
            return "booked"

        said = Counter(at_once(PROCESSES, want))
        assert said == {"booked": 1, "taken": PROCESSES - 1}, said
        assert Booking.objects.of(rooms.centre).count() == 1
        assert BookingDate.objects.of(rooms.centre).holding().count() == 1
        assert Occupancy.objects.of(rooms.centre).live().count() == 1


def test_a_form_sent_sixteen_times_is_one_booking(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    rooms = make_rooms(make_village())
    form = uuid7()
    with shared_rows(tmp_path):
        said = Counter(at_once(PROCESSES, lambda _: str(rooms.book(form_id=form).pk)))
        assert list(said.values()) == [PROCESSES], said
        assert BookingDate.objects.of(rooms.centre).count() == 1


def test_of_sixteen_wishes_confirmed_at_once_one_gets_the_room(
    settings: Any, tmp_path: Path
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    rooms = make_rooms(make_village())
    keys = [rooms.date(rooms.book(room=rooms.hall, actor=one)).pk for one in people(rooms)]
    staff = rooms.staff
    with shared_rows(tmp_path):

        def give(number: int) -> str:
            try:
                confirm_date(centre=rooms.centre, date_id=keys[number], actor=staff, at=NOW)
            except RuleBroken:
                return "no"
            return "given"

        said = Counter(at_once(PROCESSES, give))
        assert said == {"given": 1, "no": PROCESSES - 1}, said
        states = Counter(BookingDate.objects.of(rooms.centre).values_list("state", flat=True))
        assert states == {DateState.CONFIRMED: 1, DateState.REFUSED: PROCESSES - 1}
