"""A village with a shared hall of two halves, open a hundred hours in March 2026."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changlai.engines.activities.public import (
    Activity,
    Preset,
    SessionPlan,
    announce_activity,
    end_activity,
    make_activity,
    put_preset,
)
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.foundation.people.public import Account, Actor
from changlai.foundation.places.public import (
    Holder,
    HolderKind,
    Room,
    RoomPart,
    make_room,
    reserve,
    set_room_hours,
)
from changlai.halls.voices.pack import PACK as VOICES
from changlai.kernel.events.public import deliver
from changlai.kernel.ids import uuid7
from tests.cast import NOW, SHANGHAI, Village


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


BEGAN = at("2025-06-01 08:00")
APRIL = at("2026-04-02 09:00")


@dataclass
class Place:
    """The village, its hall, a kind of activity, and short words."""

    village: Village
    hall: Room
    preset: Preset

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Actor:
        return self.village.actor(self.village.secretary)

    def part(self, name: str) -> RoomPart:
        return RoomPart.objects.of(self.centre).get(room=self.hall, name=name)

    def book(self, starts: str, ends: str, *parts: str) -> None:
        reserve(
            centre=self.centre,
            room_id=self.hall.pk,
            starts=at(starts),
            ends=at(ends),
            holder=Holder(HolderKind.BOOKING, uuid7(), "村民议事"),
            at=BEGAN,
            part_ids=[self.part(name).pk for name in parts] or None,
        )

    def activity(self, starts: str, ends: str, *parts: str, done: str = "") -> Activity:
        activity = make_activity(
            centre=self.centre,
            actor=self.staff,
            at=BEGAN,
            preset=self.preset,
            title="坝坝电影",
            sessions=(
                SessionPlan(
                    at(starts),
                    at(ends),
                    room_id=self.hall.pk if parts else None,
                    part_ids=tuple(self.part(name).pk for name in parts) or None,
                ),
            ),
        )
        announce_activity(centre=self.centre, activity_id=activity.pk, actor=self.staff, at=BEGAN)
        if done:
            end_activity(centre=self.centre, activity_id=activity.pk, actor=self.staff, at=at(done))
        return activity

    def deliver(self) -> None:
        deliver(self.centre.pk)

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"figures:{name}", kwargs={"code": self.centre.code, **kwargs})


def make_place(village: Village) -> Place:
    centre, actor = village.centre, village.actor(village.secretary)
    for pack in VOICES:
        pack.unpack(centre, NOW)
    hall = make_room(
        centre=centre,
        actor=actor,
        at=BEGAN,
        name="大礼堂",
        kind="shared",
        area_m2=Decimal(120),
        parts=["东半", "西半"],
    )
    # Five Mondays and five Tuesdays of ten hours: a hundred hours.
    hours = [(day, time(10), time(20)) for day in (1, 2)]
    set_room_hours(centre=centre, room_id=hall.pk, actor=actor, at=BEGAN, hours=hours)
    preset = put_preset(centre=centre, actor=actor, at=BEGAN, title="电影夜")
    return Place(village, hall, preset)


@pytest.fixture
def place(village: Village) -> Place:
    return make_place(village)


@pytest.fixture
def signed_in() -> Callable[[Account], Client]:
    def browser(account: Account) -> Client:
        client = Client()
        backend = STAFF if account.username else RESIDENT
        client.force_login(account, backend=backend)
        return client

    return browser
