"""One hall with two halves, a meeting room, and the clock of an ordinary Wednesday."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import (
    Holder,
    HolderKind,
    Layout,
    Occupancy,
    Room,
    RoomPart,
    close_room,
    make_room,
    put_function,
    put_layout,
    put_part,
    reserve,
    set_room_hours,
)
from changlai.kernel.ids import uuid7
from tests.cast import NOW, Village

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@dataclass
class House:
    """The centre's rooms, and short words for holding them."""

    village: Village
    hall: Room
    meeting: Room

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def actor(self) -> Actor:
        return self.village.actor(self.village.secretary)

    def part(self, name: str) -> RoomPart:
        return RoomPart.objects.of(self.centre).get(room=self.hall, name=name)

    def layout(self, name: str) -> Layout:
        return Layout.objects.of(self.centre).get(room=self.hall, name=name)

    def hold(
        self,
        starts: str,
        ends: str,
        *,
        room: Room | None = None,
        parts: list[str] | None = None,
        layout: str = "",
        kind: HolderKind = HolderKind.BOOKING,
        ignore_hours: bool = True,
    ) -> list[Occupancy]:
        return reserve(
            centre=self.centre,
            room_id=(room or self.hall).pk,
            starts=at(starts),
            ends=at(ends),
            holder=Holder(kind, uuid7(), "排练"),
            at=NOW,
            layout_id=self.layout(layout).pk if layout else None,
            part_ids=None if parts is None else [self.part(name).pk for name in parts],
            ignore_hours=ignore_hours,
        )

    def count(self, part: str, seats: int) -> None:
        put_part(
            centre=self.centre,
            room_id=self.hall.pk,
            actor=self.actor,
            at=NOW,
            name=part,
            capacity=seats,
            part_id=self.part(part).pk,
        )

    def close(self, starts: str, ends: str, *, parts: list[str] | None = None) -> None:
        close_room(
            centre=self.centre,
            room_id=self.hall.pk,
            starts=at(starts),
            ends=at(ends),
            reason="换灯",
            actor=self.actor,
            at=NOW,
            part_ids=None if parts is None else [self.part(name).pk for name in parts],
        )


def make_house(village: Village) -> House:
    centre, actor = village.centre, village.actor(village.secretary)
    play = put_function(centre=centre, actor=actor, name="文艺排练")
    meet = put_function(centre=centre, actor=actor, name="开会")
    began = NOW - timedelta(days=300)
    hall = make_room(
        centre=centre,
        actor=actor,
        at=began,
        name="大礼堂",
        kind="shared",
        area_m2=Decimal(120),
        functions=[play, meet],
        parts=["东半", "西半"],
        capacity=120,
        access=["step_free"],
    )
    meeting = make_room(
        centre=centre,
        actor=actor,
        at=began,
        name="小会议室",
        kind="office",
        area_m2=Decimal(30),
        functions=[meet],
        capacity=12,
    )
    for name, seats, up, down, default in (
        ("空场", 120, 0, 0, True),
        ("课桌", 60, 30, 20, False),
        ("围坐", 40, 15, 10, False),
    ):
        put_layout(
            centre=centre,
            room_id=hall.pk,
            actor=actor,
            name=name,
            capacity=seats,
            set_up_minutes=up,
            clean_up_minutes=down,
            is_default=default,
        )
    set_room_hours(
        centre=centre,
        room_id=hall.pk,
        actor=actor,
        at=began,
        hours=[
            *((day, time(8), time(12)) for day in range(1, 6)),
            *((day, time(14), time(21)) for day in range(1, 7)),
            (8, time(9), time(11)),
        ],
    )
    return House(village, hall, meeting)


@pytest.fixture
def house(village: Village) -> House:
    return make_house(village)
