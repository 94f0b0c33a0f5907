"""One village with kinds of its own, and shortcuts for what tests of the engine begin with."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from changlai.engines.cases.public import (
    Case,
    KindDefinition,
    Level,
    OpenedCase,
    Secrecy,
    Span,
    Urgency,
    accept_case,
    adopt_kind,
    answer_case,
    open_case,
    standard_workflow,
)
from changlai.foundation.people.public import Actor, Person
from tests.cast import SHANGHAI, Village, make_village


def when(text: str) -> dt.datetime:
    """Return a local moment: "2026-03-18 10:00"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MORNING = when("2026-03-18 10:00")
"""A Wednesday."""
URGENT = Level(
    urgency=Urgency.URGENT,
    first_contact=Span(minutes=120, same_day=True),
    resolution=Span(working_days=3),
)


def kind(code: str = "help", **more: Any) -> KindDefinition:
    """Return a kind of the family "voices" that goes the standard way."""
    values: dict[str, Any] = {
        "code": code,
        "title": "求助",
        "family": "voices",
        "workflow": standard_workflow(),
        "levels": (Level(resolution=Span(working_days=3)), URGENT),
    }
    return KindDefinition(**values | more)


@dataclass(frozen=True)
class Desk:
    """The village's desk: people as actors, and the way to a case in any state."""

    village: Village

    @property
    def centre(self) -> Any:
        """The village's centre."""
        return self.village.centre

    def actor(self, name: str) -> Actor:
        """Return someone of the cast as an actor at this centre; also "system" and "stranger"."""
        if name == "system":
            return Actor.system(self.centre.pk)
        if name == "stranger":
            return self.village.stranger
        return self.village.actor(getattr(self.village, name))

    def open(self, **more: Any) -> OpenedCase:
        """Open a case of the resident."""
        values: dict[str, Any] = {
            "centre": self.centre,
            "kind": "help",
            "text": "村口的路灯坏了三天，晚上看不见路。",
            "channel": "online",
            "at": MORNING,
            "actor": self.actor("resident"),
            "person": self.village.resident_person,
        }
        return open_case(**values | more)

    def case(self, **more: Any) -> Case:
        """Open a case and return it."""
        return self.open(**more).case

    def on(self, case: Case, actor: str, at: dt.datetime = MORNING, **more: Any) -> dict[str, Any]:
        """Return what every verb wants: centre, case, actor and time."""
        return {
            "centre": self.centre,
            "case_id": case.pk,
            "actor": self.actor(actor),
            "at": at,
        } | more

    def accepted(self, at: dt.datetime = MORNING, **more: Any) -> Case:
        """Return a case that the handler accepted."""
        return accept_case(**self.on(self.case(at=at, **more), "handler", at))

    def answered(self, at: dt.datetime = MORNING, **more: Any) -> Case:
        """Return a case that the handler answered."""
        return answer_case(
            **self.on(self.accepted(at, **more), "handler", at), text="路灯已经修好。"
        )

    def newcomer(self, name: str) -> Person:
        """Return one more person of the village, without telephone."""
        return Person.objects.create(centre=self.centre, name=name, added_at=MORNING)


def make_desk() -> Desk:
    """Make the cast's village with two kinds: an ordinary one, and one for handlers only."""
    desk = Desk(make_village())
    for definition in (
        kind(),
        kind("inside", title="内部事项", secrecy=Secrecy.HANDLERS_ONLY, may_publish=False),
    ):
        adopt_kind(
            centre=desk.centre, definition=definition, at=MORNING, actor=desk.actor("system")
        )
    return desk


@pytest.fixture
def desk(db: None) -> Desk:
    """The village's desk."""
    return make_desk()
