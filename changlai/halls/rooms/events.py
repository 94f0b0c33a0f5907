"""What happened to bookings, as facts: ids, codes and numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class BookingMade(Event):
    """Somebody asked for a room; `subject_id` is the booking, the numbers count its dates."""

    name: ClassVar[str] = "rooms.booking.made"
    room_id: UUID
    person_id: UUID | None
    channel: str
    priority: int
    confirmed: int
    waiting: int
    skipped: int


@dataclass(frozen=True, kw_only=True)
class BookingChanged(Event):
    """What is said of a booking changed: its purpose, how many come, what they need."""

    name: ClassVar[str] = "rooms.booking.changed"
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class DateConfirmed(Event):
    """Staff gave a wish its room; `subject_id` is the date."""

    name: ClassVar[str] = "rooms.date.confirmed"
    booking_id: UUID


@dataclass(frozen=True, kw_only=True)
class DateRefused(Event):
    """A wish did not get its room.

    `why` is "staff", "other" (another wish had it), "closed" (the room is) or "late".
    """

    name: ClassVar[str] = "rooms.date.refused"
    booking_id: UUID
    why: str


@dataclass(frozen=True, kw_only=True)
class DateCancelled(Event):
    """A date was given up, by its booker or by staff."""

    name: ClassVar[str] = "rooms.date.cancelled"
    booking_id: UUID
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class DateDisplaced(Event):
    """A confirmed date lost its room; its people need another place."""

    name: ClassVar[str] = "rooms.date.displaced"
    booking_id: UUID


@dataclass(frozen=True, kw_only=True)
class DateMoved(Event):
    """A date has another room or another time."""

    name: ClassVar[str] = "rooms.date.moved"
    booking_id: UUID
    room_id: UUID
    starts: datetime


@dataclass(frozen=True, kw_only=True)
class UseBegun(Event):
    """Somebody said that they are there; nobody has to."""

    name: ClassVar[str] = "rooms.date.begun"
    booking_id: UUID
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class UseEnded(Event):
    """A room was used to the end of a date: one use, `heads` people by what the booker said."""

    name: ClassVar[str] = "rooms.date.used"
    booking_id: UUID
    room_id: UUID
    person_id: UUID | None
    starts: datetime
    heads: int


@dataclass(frozen=True, kw_only=True)
class NobodyCame(Event):
    """Staff saw that nobody came, and the room is free again."""

    name: ClassVar[str] = "rooms.date.no_show"
    booking_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoShowTakenBack(Event):
    """Nobody had come, it was thought; they did."""

    name: ClassVar[str] = "rooms.date.put_back"
    booking_id: UUID


@dataclass(frozen=True, kw_only=True)
class IdleHoursOffered(Event):
    """Groups that staff chose are told of hours in which a room stands idle."""

    name: ClassVar[str] = "rooms.idle.offered"
    room_id: UUID
    weekday: int
    groups: int
