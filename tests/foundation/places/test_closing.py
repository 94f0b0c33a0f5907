"""A room closed after it was held: the holders lose it, and hear of it by an event."""

import pytest

from changlai.foundation.places.public import Occupancy, RoomTaken, close_room, lift_closure
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.models import Entry
from tests.cast import NOW
from tests.foundation.places.conftest import House, at


def close(house: House, starts: str, ends: str, **more: object) -> object:
    words = {"reason": "屋顶漏水", "actor": house.actor, "at": NOW, **more}
    return close_room(
        centre=house.centre, room_id=house.hall.pk, starts=at(starts), ends=at(ends), **words
    )


def test_closing_displaces_whoever_held_the_room(house: House) -> None:
    lost = house.hold("2026-03-20 14:00", "2026-03-20 15:00", parts=["东半"])[0]
    kept = house.hold("2026-03-20 19:00", "2026-03-20 20:00")[0]
    close(house, "2026-03-20 08:00", "2026-03-20 18:00")
    assert not Occupancy.objects.live().filter(holder_id=lost.holder_id).exists()
    assert Occupancy.objects.live().filter(holder_id=kept.holder_id).count() == 2
    told = Entry.objects.filter(name="places.occupancy.displaced")
    assert [row.subject_id for row in told] == [lost.holder_id]
    with pytest.raises(RoomTaken, match="暂停使用"):
        house.hold("2026-03-20 14:00", "2026-03-20 15:00")


def test_a_room_is_not_closed_twice_and_not_for_the_past(house: House) -> None:
    close(house, "2026-03-20 08:00", "2026-03-20 18:00")
    with pytest.raises(RoomTaken, match="已经登记了暂停使用"):
        close(house, "2026-03-20 17:00", "2026-03-20 19:00")
    with pytest.raises(BadInput):
        close(house, "2026-03-17 08:00", "2026-03-17 18:00")
    with pytest.raises(BadInput, match="原因"):
        close(house, "2026-03-21 08:00", "2026-03-21 18:00", reason=" ")


def test_only_who_manages_rooms_closes_them(house: House) -> None:
    duty = house.village.actor(house.village.duty)
    with pytest.raises(NotAllowed):
        close(house, "2026-03-20 08:00", "2026-03-20 18:00", actor=duty)


def test_a_closure_lifted_early_gives_the_rest_free(house: House) -> None:
    closure = close(house, "2026-03-20 08:00", "2026-03-20 18:00")
    noon = at("2026-03-20 12:00")
    lift_closure(centre=house.centre, closure_id=closure.pk, actor=house.actor, at=noon)  # type: ignore[attr-defined]
    house.hold("2026-03-20 14:00", "2026-03-20 15:00")
