"""Encounters: each time the centre served somebody, read from what the halls wrote anyway.

An app lists its own in `encounters.ENCOUNTERS`. A source names the facts that add an encounter
and those that take it back, and counts the same again from its rows, so that two ways to one
number can be compared.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.kernel.events.facts import CODE, StoredEvent


@dataclass(frozen=True, order=True)
class Met:
    """One encounter: what it is read from, the day, how many heads, and whom if they are known."""

    subject_id: UUID
    day: date
    person_id: UUID | None = None
    heads: int = 1


@dataclass(frozen=True)
class EncounterLine:
    """How one encounter reads in a list, for those who may open what it is read from."""

    title: str
    url: str = ""


def met_in(event: StoredEvent) -> Met | None:
    """Read an encounter from a fact: subject, `person_id`, `heads` and the day `on`, if it says so.

    A fact without `on` counts on the day on which it was written.
    """
    if event.subject_id is None:
        return None
    person = event.payload.get("person_id")
    heads = int(event.payload.get("heads", 1))
    return Met(event.subject_id, day_of(event), UUID(person) if person else None, heads)


def day_of(event: StoredEvent) -> date:
    """Return the village's day of a fact: `on` if it says so, else when it was written."""
    said = event.payload.get("on")
    if not said:
        return timezone.localdate(event.at)
    return date.fromisoformat(said) if len(said) == 10 else local_day(said)


def local_day(moment: str) -> date:
    """Return the village's day of a moment as the book spells it."""
    return timezone.localdate(datetime.fromisoformat(moment))


Read = Callable[[StoredEvent], Met | None]
Recount = Callable[[Any, date, date], Iterable[Met]]
Lines = Callable[[Any, Any, Collection[UUID]], Mapping[UUID, EncounterLine]]


@dataclass(frozen=True)
class EncounterSource:
    """A kind of encounter of one app.

    `adds` and `takes_back` are names of facts; a fact that takes back has the subject of the one
    that added. `read` may answer None for a fact that is no encounter. `recount(centre, first,
    last)` reads rows alone, never the book. `lines(actor, centre,
    subject_ids)` leaves out what the
    actor may not open. `note` says in plain words what counts.
    """

    code: str
    title: str
    note: str
    order: int
    adds: tuple[str, ...]
    recount: Recount
    lines: Lines
    takes_back: tuple[str, ...] = ()
    read: Read = met_in

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code) or len(self.code) > 30:
            raise ValueError(f"{self.code!r} is not a code.")
        if not self.adds:
            raise ValueError(f"{self.code} is added by nothing.")
