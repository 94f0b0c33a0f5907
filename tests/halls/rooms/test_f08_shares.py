"""F08: a room turned from office to service moves both shares, and what it was stays."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changlai.foundation.people.backends import STAFF
from changlai.foundation.places.public import (
    Holder,
    HolderKind,
    RoomKind,
    area_shares,
    change_room,
    make_room,
    reserve,
    share_history,
)
from changlai.halls.rooms.queries.shares import weighted_shares
from changlai.halls.rooms.states import Priority
from changlai.kernel.ids import uuid7
from tests.cast import NOW
from tests.halls.rooms.conftest import Rooms, at

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def office(rooms: Rooms, area: int = 40) -> Any:
    return make_room(
        centre=rooms.centre,
        actor=rooms.staff,
        at=NOW - timedelta(days=200),
        name=f"办公室{area}",
        kind="office",
        area_m2=Decimal(area),
    )


def test_f08_from_office_to_service_moves_both_shares_and_keeps_the_former(rooms: Rooms) -> None:
    room = office(rooms)
    before = area_shares(rooms.centre, TODAY - timedelta(days=1))
    assert (before.share(RoomKind.OFFICE), before.share(RoomKind.SERVICE)) == (
        Decimal("20.0"),
        Decimal("20.0"),
    )
    change_room(centre=rooms.centre, room_id=room.pk, actor=rooms.staff, at=NOW, kind="service")
    after = area_shares(rooms.centre, TODAY)
    assert (after.share(RoomKind.OFFICE), after.share(RoomKind.SERVICE)) == (
        Decimal("0.0"),
        Decimal("40.0"),
    )
    assert area_shares(rooms.centre, TODAY - timedelta(days=1)) == before
    assert share_history(rooms.centre)[0] == after
    client = Client()
    client.force_login(rooms.village.secretary, backend=STAFF)
    with time_machine.travel(NOW, tick=False):
        page = client.get(rooms.page("desk_shares")).content.decode()
    assert all(word in page for word in ("40.0", "20.0%", TODAY.isoformat()))
    assert "<input" not in page.split("<main")[1], "no form of its own"


def test_f08_a_shared_room_counts_by_what_it_was_used_for(rooms: Rooms) -> None:
    """大礼堂 120 m², used three hours by a group and one by the village: 90 and 30."""
    for hour in (9, 10, 11):
        _use(rooms, f"2026-03-16 {hour:02}:00", f"2026-03-16 {hour + 1:02}:00")
    own = rooms.book(
        "2026-03-17 09:00",
        "2026-03-17 10:00",
        room=rooms.books,
        actor=rooms.resident,
        now=at("2026-03-16 08:00"),
    )
    date = rooms.date(own)
    date.room, date.priority = rooms.hall, Priority.CENTRE
    date.save(update_fields=["room", "priority"])
    _use(rooms, "2026-03-17 09:00", "2026-03-17 10:00", holder=date.pk)
    # What is still to come counts for nothing.
    _use(rooms, "2026-03-19 09:00", "2026-03-19 21:00")
    found = weighted_shares(rooms.centre, TODAY, NOW)
    hall = found.rooms[0]
    assert (hall.service, hall.office) == (180, 60)
    assert (hall.service_area, hall.office_area) == (Decimal("90.00"), Decimal("30.00"))
    assert (found.service, found.office, found.unused) == (Decimal(130), Decimal(30), Decimal(0))
    assert found.service_percent == Decimal("81.3")


def _use(rooms: Rooms, starts: str, ends: str, holder: Any = None) -> None:
    reserve(
        centre=rooms.centre,
        room_id=rooms.hall.pk,
        starts=at(starts),
        ends=at(ends),
        holder=Holder(HolderKind.BOOKING, holder or uuid7(), "排练"),
        at=NOW,
    )


def test_f08_a_shared_room_that_nobody_used_is_neither(rooms: Rooms) -> None:
    found = weighted_shares(rooms.centre, TODAY, NOW)
    assert (found.unused, found.service) == (Decimal(120), Decimal(40))
    assert found.rooms[0].said == "没有人用过"


def test_the_page_costs_no_more_with_more_rooms_and_changes(rooms: Rooms) -> None:
    client = Client()
    client.force_login(rooms.village.secretary, backend=STAFF)

    def cost() -> int:
        client.get(rooms.page("desk_shares"))
        with CaptureQueriesContext(connection) as said:
            assert client.get(rooms.page("desk_shares")).status_code == 200
        return len(said)

    with time_machine.travel(NOW, tick=False):
        few = cost()
        for number in range(12):
            room = office(rooms, 10 + number)
            change_room(
                centre=rooms.centre,
                room_id=room.pk,
                actor=rooms.staff,
                at=NOW - timedelta(days=number),
                kind="service",
            )
        assert cost() == few
