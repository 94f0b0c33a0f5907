"""What stands in a calendar: entries of any hall, and the sources that give them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Entry:
    """One thing at one time. Its `uid` stays when its time, place or state changes.

    `made_at` is when it was first said; `about` names the things whose later facts count as
    changes of it (the session and its activity). `record_id` is the record whose page it leads
    to; the door turns it into `url`, a path of this site. An entry of the same uid from a later
    source says more, and stands for it.
    """

    uid: UUID
    title: str
    starts: datetime
    ends: datetime
    made_at: datetime
    place: str = ""
    text: str = ""
    record_id: UUID | None = None
    url: str = ""
    is_cancelled: bool = False
    is_certain: bool = True
    about: tuple[UUID, ...] = ()


Span = tuple[datetime, datetime]
OfCentre = Callable[[Any, datetime, datetime], Iterable[Entry]]
OfThing = Callable[[Any, UUID, datetime, datetime], Iterable[Entry]]


def nothing(*_: Any) -> Iterable[Entry]:
    """Answer for a source that has nothing of the kind."""
    return ()


@dataclass(frozen=True)
class AgendaSource:
    """What one app puts into calendars; listed in its `agenda.AGENDA`.

    `public(centre, since, until)` is what anyone may know; `of_person(centre, person_id, …)` a
    person's own; `of_room(centre, room_id, …)` what happens in a room, without anybody's private
    matters. `changes` names the facts that change an entry, by their subject. Each answers in a
    number of statements that does not grow with its rows.
    """

    code: str
    order: int
    public: OfCentre = nothing
    of_person: OfThing = nothing
    of_room: OfThing = nothing
    changes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Revision:
    """How often an entry was changed after it was first said, and when last."""

    number: int = 0
    at: datetime | None = None
