"""A crowd signed in on its own telephones, and what it wants: seats of one evening, free rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import count, islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.engines.activities.public import (
    Activity,
    Preset,
    QuotaPlan,
    SessionPlan,
    SignUpPlan,
    SignUpRule,
    announce_activity,
    make_activity,
)
from changlai.foundation.areas.public import Centre
from changlai.foundation.people.backends import RESIDENT
from changlai.foundation.people.models import Account, Person
from changlai.foundation.people.public import Actor, actor_of, staff_of
from changlai.foundation.places.models import RoomPart
from changlai.foundation.places.public import Room, make_room, set_room_hours
from tools.bench.fill import signed_in

NUMBERS = count(9000)
"""Telephone numbers of a range that nobody has, behind those of the demo."""
ROOMS = 8
CLOCKS = (8, 10, 14, 16)
"""Each booked for two hours, so that a room has four uses a day."""
EVERY_DAY = range(1, 9)


@dataclass(frozen=True)
class One:
    """A person of the crowd and the cookie line of the person's browser."""

    person: Person
    cookie: str


@dataclass(frozen=True)
class Slot:
    """Two hours of a room that nobody has yet."""

    room: Room
    part_id: UUID
    starts: datetime

    @property
    def ends(self) -> datetime:
        """Return when they are over."""
        return self.starts + timedelta(hours=2)


def people(centre: Centre, how_many: int) -> list[One]:
    """Add residents with accounts, each with a session of its own."""
    found = []
    with transaction.atomic():
        for number in islice(NUMBERS, how_many):
            name, phone, now = f"来人{number}", f"1990000{number:04d}", timezone.now()
            account = Account.objects.create_user(name=name, phone=phone, joined_at=now)
            person = Person.objects.create(
                centre=centre, name=name, phone=phone, account=account, added_at=now
            )
            found.append(One(person, signed_in(account, RESIDENT)))
    return found


def actor(centre: Centre, person: Person) -> Actor:
    """Return a person of the crowd as the actor it is."""
    account = person.account
    if account is None:
        raise AssertionError(f"{person.name} has no account")
    return actor_of(account=account, centre=centre, at=timezone.now(), with_roles=False)


def _boss(centre: Centre, power: str) -> Actor:
    now = timezone.now()
    return actor_of(account=next(iter(staff_of(centre, power, at=now))), centre=centre, at=now)


def evening(centre: Centre, seats: int) -> Activity:
    """Announce an evening that so many may come to, first come first served, without a queue."""
    boss, now = _boss(centre, "gatherings.manage"), timezone.now()
    starts = now + timedelta(days=20)
    activity = make_activity(
        centre=centre,
        actor=boss,
        at=now,
        preset=Preset.objects.of(centre).get(code="show"),
        title="老樟树下唱大戏",
        sessions=[SessionPlan(starts, starts + timedelta(hours=2), place_text="文化小广场")],
        sign_up=SignUpPlan(
            rule=SignUpRule.FIRST, quotas=(QuotaPlan("座位", seats),), has_waiting_list=False
        ),
    )
    return announce_activity(centre=centre, activity_id=activity.pk, actor=boss, at=now)


def rooms(centre: Centre) -> list[Room]:
    """Make rooms that are open every day and confirm by themselves."""
    boss = _boss(centre, "rooms.manage")
    found = []
    for number in range(ROOMS):
        room = make_room(
            centre=centre,
            actor=boss,
            at=timezone.now(),
            name=f"测房{number}",
            kind="service",
            area_m2=Decimal(40),
            capacity=40,
        )
        hours = [(day, time(8), time(21)) for day in EVERY_DAY]
        set_room_hours(centre=centre, room_id=room.pk, actor=boss, hours=hours)
        found.append(room)
    return found


def slots(those: Sequence[Room], days_ahead: int, how_many: int) -> list[Slot]:
    """Return free hours from so many days ahead on: room after room, then the next hours."""
    part_of = {
        part.room_id: part.pk
        for room in those
        for part in RoomPart.objects.of(room.centre_id).filter(room=room)
    }
    first, zone = timezone.localdate() + timedelta(days=days_ahead), timezone.get_default_timezone()
    found: list[Slot] = []
    day = first
    while len(found) < how_many:
        for hour in CLOCKS:
            starts = datetime.combine(day, time(hour), zone)
            found += [Slot(room, part_of[room.pk], starts) for room in those]
        day += timedelta(days=1)
    return found[:how_many]


def answers(slot: Slot) -> dict[str, str]:
    """Return what a resident writes into the form of a room for these hours."""
    local = timezone.localtime(slot.starts)
    return {
        "day": local.date().isoformat(),
        "start": f"{local:%H:%M}",
        "length": "120",
        "headcount": "12",
        "purpose": "舞蹈队排练",
    }
