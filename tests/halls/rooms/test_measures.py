"""The numbers of rooms and signs, against rows set up one by one."""

from datetime import date, time

import pytest

from changlai.foundation.places.public import RoomHours, put_facility
from changlai.halls.rooms.actions.things import put_sign, set_sign_limit
from changlai.kernel.registry.public import measure
from tests.cast import NOW, Village
from tests.halls.rooms.conftest import Rooms

pytestmark = pytest.mark.django_db


def value(rooms: Rooms, code: str) -> object:
    one = measure(code)
    assert one is not None
    return one.value(rooms.centre, NOW)


def test_rooms_count_as_open_by_hours_of_their_own(rooms: Rooms) -> None:
    assert value(rooms, "rooms.to_book") == 2
    assert value(rooms, "rooms.without_hours") == 0
    RoomHours.objects.of(rooms.centre).filter(room=rooms.books).update(until=date(2026, 1, 1))
    assert value(rooms, "rooms.without_hours") == 1
    RoomHours.objects.create(
        centre=rooms.centre, room=rooms.books, day=1, opens=time(9), closes=time(12)
    )
    assert value(rooms, "rooms.without_hours") == 0


def test_without_a_room_there_is_nothing_to_count(village: Village) -> None:
    one, checks = measure("rooms.without_hours"), measure("rooms.checks_due")
    assert one is not None
    assert checks is not None
    assert one.value(village.centre, NOW) is None
    assert checks.value(village.centre, NOW) is None


def test_signs_count_above_the_limit_and_without_a_basis(rooms: Rooms) -> None:
    for name in ("一", "二", "三"):
        put_sign(centre=rooms.centre, actor=rooms.staff, text=name, position="outside")
    assert value(rooms, "rooms.signs_too_many") == 0
    assert value(rooms, "rooms.signs_without_basis") == 3
    set_sign_limit(
        centre=rooms.centre,
        actor=rooms.village.actor(rooms.village.secretary),
        position="outside",
        most=1,
        source="县里的规定",
        valid_from=date(2026, 1, 1),
    )
    assert value(rooms, "rooms.signs_too_many") == 2


def test_a_check_that_is_due_counts(rooms: Rooms) -> None:
    put_facility(
        centre=rooms.centre,
        actor=rooms.village.actor(rooms.village.secretary),
        name="灭火器",
        condition="good",
        check_due=date(2026, 3, 1),
    )
    assert value(rooms, "rooms.checks_due") == 1
