"""The cast's village with its kinds of activity and one hall, on a Wednesday morning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from changlai.engines.activities.public import (
    Activity,
    Preset,
    QuotaPlan,
    SessionPlan,
    SignUp,
    SignUpPlan,
    SignUpRule,
    TicketKind,
    announce_activity,
    make_activity,
    sign_up,
)
from changlai.foundation.people.public import Account, Actor, Person
from changlai.foundation.places.public import Room, make_room
from changlai.halls.gatherings.pack import PACK
from changlai.kernel.events.public import deliver
from tests.cast import NOW, SHANGHAI, Village

STAFF = "changlai.foundation.people.backends.StaffBackend"
RESIDENT = "changlai.foundation.people.backends.ResidentBackend"


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@dataclass
class Hall:
    """The village, its desk, and short words for planning."""

    village: Village
    room: Room

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Actor:
        return self.village.actor(self.village.secretary)

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(f"gatherings:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, account: Account | None = None) -> Client:
        client = Client()
        client.force_login(account or self.village.secretary, backend=STAFF)
        return client

    def preset(self, code: str) -> Preset:
        found: Preset = Preset.objects.of(self.centre).get(code=code)
        return found

    def make(
        self,
        *sessions: SessionPlan,
        preset: str = "theme_activity",
        title: str = "大扫除",
        seats: int = 0,
        announced: bool = True,
        **more: Any,
    ) -> Activity:
        plans = sessions or (self.evening(),)
        plan = (
            SignUpPlan(rule=SignUpRule.FIRST, quotas=(QuotaPlan("座位", seats),))
            if seats
            else SignUpPlan()
        )
        activity = make_activity(
            centre=self.centre,
            actor=self.staff,
            at=NOW,
            preset=self.preset(preset),
            title=title,
            sessions=plans,
            sign_up=plan,
            **more,
        )
        if announced:
            announce_activity(centre=self.centre, activity_id=activity.pk, actor=self.staff, at=NOW)
            activity.refresh_from_db()
        return activity

    def evening(self, day: str = "2026-03-20", **more: Any) -> SessionPlan:
        return SessionPlan(
            at(f"{day} 19:00"), at(f"{day} 21:00"), **{"room_id": self.room.pk, **more}
        )

    def come(self, activity: Activity, person: Person | None, **more: Any) -> SignUp:
        ticket = TicketKind.objects.of(self.centre).filter(activity=activity)[0]
        return sign_up(
            centre=self.centre,
            activity_id=activity.pk,
            ticket_id=ticket.pk,
            actor=self.staff,
            at=NOW,
            channel="counter",
            person=person,
            **more,
        )

    def deliver(self) -> None:
        deliver(self.centre.pk)

    def form(self, **more: Any) -> dict[str, Any]:
        """Return what a browser sends for one evening in the hall without sign-up."""
        return {
            "title": "纳凉晚会",
            "visibility": "public",
            "repeat": "once",
            "day": "2026-03-27",
            "starts": "19:00",
            "ends": "21:00",
            "every_weeks": "1",
            "skip_holidays": "on",
            "where": f"{self.room.pk}::",
            "rule": "none",
            "party_limit": "1",
            "offer_hours": "12",
            "keep": "1",
            **more,
        }


@pytest.fixture
def hall(village: Village) -> Iterator[Hall]:
    with time_machine.travel(NOW, tick=False):
        for pack in PACK:
            pack.unpack(village.centre, NOW)
        room = make_room(
            centre=village.centre,
            actor=village.actor(village.secretary),
            at=NOW,
            name="大礼堂",
            kind="shared",
            area_m2=Decimal(120),
            capacity=80,
        )
        yield Hall(village, room)
