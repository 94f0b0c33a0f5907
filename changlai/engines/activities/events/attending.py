"""Facts of attendance: who came and left, and what of it was taken back.

One head counts once a session: `Came` is said when somebody has a first valid line, `NotCame` when
the line it was said for is void. Both carry the session's own day, so that sums meet again.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class MarkEvent(Event):
    """Base; `subject_id` is the line of the log, `on` the day of the session."""

    name: ClassVar[str] = "activities.attendance"
    activity_id: UUID
    session_id: UUID
    preset: str
    person_id: UUID | None = None
    heads: int
    on: date


@dataclass(frozen=True, kw_only=True)
class Came(MarkEvent):
    """Somebody came to a session, for the first time in it."""

    name: ClassVar[str] = "activities.attendance.came"
    source: str


@dataclass(frozen=True, kw_only=True)
class NotCame(MarkEvent):
    """A line that said somebody came was wrong; `subject_id` is that line."""

    name: ClassVar[str] = "activities.attendance.undone"


@dataclass(frozen=True, kw_only=True)
class Marked(Event):
    """A line was written, whatever it says; `subject_id` is the line."""

    name: ClassVar[str] = "activities.attendance.marked"
    session_id: UUID
    kind: str
    source: str
    outcome: str
