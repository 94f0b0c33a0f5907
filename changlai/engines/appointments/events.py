"""What happened to sittings and appointments, as facts; nothing of what is said in a talk."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class SittingMade(Event):
    """A provider will sit; `subject_id` is the sitting."""

    name: ClassVar[str] = "appointments.sitting.made"
    slots: int


@dataclass(frozen=True, kw_only=True)
class SittingCancelled(Event):
    """A sitting will not be; whoever had a slot is told."""

    name: ClassVar[str] = "appointments.sitting.cancelled"


@dataclass(frozen=True, kw_only=True)
class SittingMoved(Event):
    """A sitting begins at another time or is elsewhere; whoever has a slot is told."""

    name: ClassVar[str] = "appointments.sitting.moved"
    starts_was: datetime


@dataclass(frozen=True, kw_only=True)
class SlotChanged(Event):
    """A slot was closed, or may be booked again; `subject_id` is the slot."""

    name: ClassVar[str] = "appointments.slot.changed"
    sitting_id: UUID
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class SittingEnded(Event):
    """A sitting is over; who did not come is noted."""

    name: ClassVar[str] = "appointments.sitting.ended"
    seen: int
    no_shows: int


@dataclass(frozen=True, kw_only=True)
class AppointmentEvent(Event):
    """Base: `subject_id` is the appointment; an opaque sitting names no person."""

    name: ClassVar[str] = "appointments.appointment"
    sitting_id: UUID
    person_id: UUID | None = None
    purpose: str = "clinic"


@dataclass(frozen=True, kw_only=True)
class AppointmentBooked(AppointmentEvent):
    """Somebody has a slot, or stands in the queue as a walk-in."""

    name: ClassVar[str] = "appointments.appointment.booked"
    channel: str
    walk_in: bool


@dataclass(frozen=True, kw_only=True)
class AppointmentCancelled(AppointmentEvent):
    """A slot came free."""

    name: ClassVar[str] = "appointments.appointment.cancelled"


@dataclass(frozen=True, kw_only=True)
class AppointmentMoved(AppointmentEvent):
    """Somebody comes at another time; `slot_was` came free."""

    name: ClassVar[str] = "appointments.appointment.moved"
    slot_was: UUID | None


@dataclass(frozen=True, kw_only=True)
class AppointmentDone(AppointmentEvent):
    """A talk took place; how many minutes were waited for it, and how many it took."""

    name: ClassVar[str] = "appointments.appointment.done"
    waited: int | None = None
    served: int | None = None


@dataclass(frozen=True, kw_only=True)
class AppointmentMissed(AppointmentEvent):
    """Somebody did not come; the slot may be given to another."""

    name: ClassVar[str] = "appointments.appointment.missed"
