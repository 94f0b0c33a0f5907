"""A stage for activities: one kind, one activity with few seats, and people who want them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from changlai.engines.activities.public import (
    Activity,
    KeptPlan,
    Preset,
    QuotaPlan,
    SeatPool,
    SessionPlan,
    SignUp,
    SignUpPlan,
    SignUpRule,
    TicketKind,
    announce_activity,
    make_activity,
    put_preset,
    sign_up,
)
from changlai.foundation.people.public import Actor, Person
from tests.cast import NOW, Village, make_person, make_resident

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


EVENING = SessionPlan(at("2026-03-28 19:00"), at("2026-03-28 21:00"), place_text="大榕树下")


@dataclass
class Stage:
    """The village with a kind of activity; short words for planning and signing up."""

    village: Village
    preset: Preset
    people: list[Person] = field(default_factory=list)

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Actor:
        return self.village.actor(self.village.secretary)

    def person(self, name: str = "", **fields: Any) -> Person:
        number = 500 + len(self.people)
        if fields:
            found = make_person(self.centre, name or f"来人{number}", **fields)
        else:
            found = make_resident(self.centre, name or f"来人{number}", number)
        self.people.append(found)
        return found

    def actor(self, person: Person) -> Actor:
        assert person.account is not None
        return self.village.actor(person.account)

    def plan(
        self,
        seats: int = 2,
        *,
        rule: SignUpRule = SignUpRule.FIRST,
        kept: tuple[KeptPlan, ...] = (),
        tickets: tuple[str, ...] = ("报名",),
        sessions: tuple[SessionPlan, ...] = (EVENING,),
        announced: bool = True,
        now: datetime = NOW,
        **more: Any,
    ) -> Activity:
        activity = make_activity(
            centre=self.centre,
            actor=self.staff,
            at=now,
            preset=self.preset,
            title="剪纸课",
            sessions=sessions,
            sign_up=SignUpPlan(
                rule=rule,
                quotas=(QuotaPlan("座位", seats, tickets=tickets, kept=kept),),
                **more,
            )
            if rule != SignUpRule.NONE
            else SignUpPlan(),
        )
        if announced:
            announce_activity(centre=self.centre, activity_id=activity.pk, actor=self.staff, at=now)
            activity.refresh_from_db()
        return activity

    def come(
        self,
        activity: Activity,
        person: Person | None = None,
        *,
        now: datetime = NOW,
        ticket: str = "",
        **more: Any,
    ) -> SignUp:
        tickets = TicketKind.objects.of(self.centre).filter(activity=activity).order_by("order")
        chosen = tickets.get(name=ticket) if ticket else tickets[0]
        by = self.staff if person is None or person.account is None else self.actor(person)
        return sign_up(
            centre=self.centre,
            activity_id=activity.pk,
            ticket_id=chosen.pk,
            **{"actor": by, "at": now, "channel": "online", "person": person, **more},
        )

    def states(self, activity: Activity) -> list[str]:
        rows = SignUp.objects.of(self.centre).filter(activity=activity)
        return list(rows.in_order().values_list("state", flat=True))

    def pools(self, activity: Activity) -> dict[str, tuple[int, int]]:
        rows = SeatPool.objects.of(self.centre).filter(quota__activity=activity)
        return {row.kept_for: (row.taken, row.seats) for row in rows}


def make_stage(village: Village) -> Stage:
    preset = put_preset(
        centre=village.centre,
        actor=village.actor(village.secretary),
        at=NOW - timedelta(days=30),
        title="培训",
        code="training",
    )
    return Stage(village, preset)


@pytest.fixture
def stage(village: Village) -> Stage:
    return make_stage(village)
