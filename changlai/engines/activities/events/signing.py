"""Facts of sign-ups; `subject_id` is the sign-up unless said otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class SignUpEvent(Event):
    """Base: which activity, whose sign-up, how many heads."""

    name: ClassVar[str] = "activities.signup"
    activity_id: UUID
    person_id: UUID | None = None
    heads: int


@dataclass(frozen=True, kw_only=True)
class SignedUp(SignUpEvent):
    """Somebody wants to come; `state` says what became of it at once."""

    name: ClassVar[str] = "activities.signup.made"
    state: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class SignUpDecided(SignUpEvent):
    """A wish was decided, by staff, by the draw, or by the person taking an offer."""

    name: ClassVar[str] = "activities.signup.decided"
    state: str


@dataclass(frozen=True, kw_only=True)
class SeatOffered(SignUpEvent):
    """A seat came free for the first who waits and is held until a moment."""

    name: ClassVar[str] = "activities.signup.offered"
    until: datetime


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(SignUpEvent):
    """An offered seat was not taken in time, or was declined, and goes to the next."""

    name: ClassVar[str] = "activities.signup.lapsed"
    declined: bool


@dataclass(frozen=True, kw_only=True)
class SignUpEnded(SignUpEvent):
    """A sign-up was cancelled by the person or by staff."""

    name: ClassVar[str] = "activities.signup.cancelled"
    state_was: str


@dataclass(frozen=True, kw_only=True)
class PartyReduced(SignUpEvent):
    """Fewer will come than were signed up; `heads` is how many now."""

    name: ClassVar[str] = "activities.signup.reduced"
    heads_was: int


@dataclass(frozen=True, kw_only=True)
class SeatsReleased(Event):
    """Kept seats nobody took are open to everyone; `subject_id` is the pool."""

    name: ClassVar[str] = "activities.seats.released"
    activity_id: UUID
    seats: int


@dataclass(frozen=True, kw_only=True)
class DrawMade(Event):
    """A draw was bound: the hash of its seed is public; `subject_id` is the activity."""

    name: ClassVar[str] = "activities.draw.made"


@dataclass(frozen=True, kw_only=True)
class DrawDone(Event):
    """A draw was made and its seed is public; `subject_id` is the activity."""

    name: ClassVar[str] = "activities.draw.done"
    won: int
    lost: int
