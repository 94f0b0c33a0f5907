"""A hall to divide, a reading corner one may simply take, and short words for booking them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from changlai.foundation.people.public import Account, Actor
from changlai.foundation.places.public import (
    Layout,
    Room,
    RoomPart,
    make_room,
    put_function,
    put_layout,
    set_room_hours,
)
from changlai.halls.rooms.actions import Wish, book_room
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.kernel.ids import uuid7
from tests.cast import NOW, Village

SHANGHAI = ZoneInfo("Asia/Shanghai")
RESIDENT = "changlai.foundation.people.backends.ResidentBackend"
STAFF = "changlai.foundation.people.backends.StaffBackend"


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@dataclass
class Rooms:
    """The rooms of the cast's village."""

    village: Village
    hall: Room
    books: Room

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Actor:
        return self.village.actor(self.village.handler)

    @property
    def resident(self) -> Actor:
        return self.village.actor(self.village.resident)

    @property
    def second(self) -> Actor:
        return self.village.actor(self.village.second)

    def layout(self, name: str) -> Layout:
        return Layout.objects.of(self.centre).get(room=self.hall, name=name)

    def part(self, name: str) -> RoomPart:
        return RoomPart.objects.of(self.centre).get(room=self.hall, name=name)

    def book(
        self,
        starts: str = "2026-03-20 15:00",
        ends: str = "2026-03-20 17:00",
        *,
        room: Room | None = None,
        actor: Actor | None = None,
        now: datetime = NOW,
        **more: Any,
    ) -> Booking:
        words = {"purpose": "舞蹈队排练", "headcount": 10, "agrees": True}
        names = {
            *("layout_id", "part_id", "group_name", "priority", "contact_name"),
            *("contact_phone", "purpose", "headcount", "agrees", "needs"),
        }
        words |= {name: more.pop(name) for name in names & set(more)}
        return book_room(
            centre=self.centre,
            room_id=(room or self.books).pk,
            actor=actor or self.resident,
            at=now,
            starts=at(starts),
            ends=at(ends),
            wish=Wish(**words),  # type: ignore[arg-type]
            form_id=more.pop("form_id", None) or uuid7(),
            **more,
        )

    def date(self, booking: Booking) -> BookingDate:
        rows: Any = BookingDate.objects.of(self.centre).with_booking()
        found: BookingDate = rows.filter(booking=booking).order_by("starts").first()
        return found

    def dates(self, booking: Booking) -> list[BookingDate]:
        return list(BookingDate.objects.of(self.centre).filter(booking=booking).order_by("starts"))

    def client(self, account: Account, *, staff: bool = False) -> Client:
        client = Client()
        client.force_login(account, backend=STAFF if staff else RESIDENT)
        return client

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"rooms:{name}", kwargs={"code": self.centre.code, **kwargs})


def make_rooms(village: Village) -> Rooms:
    centre, actor = village.centre, village.actor(village.secretary)
    began = NOW - timedelta(days=300)
    functions = [
        put_function(centre=centre, actor=actor, name=name)
        for name in ("文艺排练", "开会", "放电影", "看书")
    ]
    hall = make_room(
        centre=centre,
        actor=actor,
        at=began,
        name="大礼堂",
        kind="shared",
        area_m2=Decimal(120),
        functions=functions[:3],
        parts=["东半", "西半"],
        capacity=120,
        booking_rule="ask",
        conditions="用完关灯关窗，地扫一扫。",
        key_note="窗口抽屉",
    )
    books = make_room(
        centre=centre,
        actor=actor,
        at=began,
        name="书吧",
        kind="service",
        area_m2=Decimal(40),
        functions=[functions[3], functions[1]],
        capacity=20,
    )
    for name, seats, minutes, default in (("空场", 120, 0, True), ("课桌", 60, 30, False)):
        put_layout(
            centre=centre,
            room_id=hall.pk,
            actor=actor,
            name=name,
            capacity=seats,
            set_up_minutes=minutes,
            is_default=default,
            checklist="" if default else "搬20张课桌\n摆40把椅子",
        )
    for room in (hall, books):
        set_room_hours(
            centre=centre,
            room_id=room.pk,
            actor=actor,
            at=began,
            hours=[(day, time(8), time(21)) for day in range(1, 8)],
        )
    return Rooms(village, hall, books)


@pytest.fixture
def rooms(village: Village) -> Rooms:
    return make_rooms(village)
