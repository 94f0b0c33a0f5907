"""What happened to rooms and their uses, as facts: ids, codes and minutes."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class RoomMade(Event):
    """A room was registered; `subject_id` is the room."""

    name: ClassVar[str] = "places.room.made"
    kind: str


@dataclass(frozen=True, kw_only=True)
class RoomChanged(Event):
    """A room's words, kind, area or rules changed; `kind_was` differs when its kind did."""

    name: ClassVar[str] = "places.room.changed"
    kind: str
    kind_was: str


@dataclass(frozen=True, kw_only=True)
class RoomRetired(Event):
    """A room is no longer in use, or is again."""

    name: ClassVar[str] = "places.room.retired"
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class RoomClosedForTime(Event):
    """A room, or parts of it, cannot be used for a time; `subject_id` is the closure."""

    name: ClassVar[str] = "places.room.closed"
    room_id: UUID
    starts: datetime
    ends: datetime
    displaced: int


@dataclass(frozen=True, kw_only=True)
class ClosureLifted(Event):
    """A closed room may be used again before the time that was said."""

    name: ClassVar[str] = "places.room.reopened"
    room_id: UUID


@dataclass(frozen=True, kw_only=True)
class OccupancyTaken(Event):
    """A holder has parts of a room; `subject_id` is the holder."""

    name: ClassVar[str] = "places.occupancy.taken"
    room_id: UUID
    holder_kind: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class OccupancyReleased(Event):
    """A holder gave its room up, wholly or from a moment on; `subject_id` is the holder."""

    name: ClassVar[str] = "places.occupancy.released"
    room_id: UUID
    holder_kind: str


@dataclass(frozen=True, kw_only=True)
class OccupancyDisplaced(Event):
    """A holder lost its room to a closure or to something more pressing.

    `subject_id` is the holder; its own app tells the people and looks for another place.
    """

    name: ClassVar[str] = "places.occupancy.displaced"
    room_id: UUID
    holder_kind: str
    starts: datetime
