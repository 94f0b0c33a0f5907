"""Facts of planning; `subject_id` is the activity unless said otherwise."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class PresetPut(Event):
    """A kind of activity was added or got a new version; `subject_id` is the preset."""

    name: ClassVar[str] = "activities.preset.put"
    preset: str
    number: int


@dataclass(frozen=True, kw_only=True)
class ActivityMade(Event):
    """An activity was planned, as a draft."""

    name: ClassVar[str] = "activities.activity.made"
    preset: str
    sessions: int


@dataclass(frozen=True, kw_only=True)
class ActivityChanged(Event):
    """What is said of an activity changed."""

    name: ClassVar[str] = "activities.activity.changed"
    preset: str


@dataclass(frozen=True, kw_only=True)
class ActivityAnnounced(Event):
    """An activity can be found and joined."""

    name: ClassVar[str] = "activities.activity.announced"
    preset: str


@dataclass(frozen=True, kw_only=True)
class ActivityCancelled(Event):
    """An activity will not be; everyone who signed up is told."""

    name: ClassVar[str] = "activities.activity.cancelled"
    preset: str


@dataclass(frozen=True, kw_only=True)
class ActivityEnded(Event):
    """An activity is over and was held; `on` is the moment of its last session."""

    name: ClassVar[str] = "activities.activity.ended"
    preset: str
    on: datetime


@dataclass(frozen=True, kw_only=True)
class SessionAdded(Event):
    """An activity that was planned before has one more session; `subject_id` is the session."""

    name: ClassVar[str] = "activities.session.added"
    activity_id: UUID


@dataclass(frozen=True, kw_only=True)
class SessionMoved(Event):
    """A session has another time or place; `subject_id` is the session.

    `starts_was` is when it was to begin, so that what goes with it can move by as much, also
    where it was moved twice before anybody heard of it.
    """

    name: ClassVar[str] = "activities.session.moved"
    activity_id: UUID
    room_id: UUID | None = None
    starts: datetime | None = None
    starts_was: datetime | None = None
    is_elsewhere: bool = True


@dataclass(frozen=True, kw_only=True)
class SessionCancelled(Event):
    """One session will not be; `subject_id` is the session."""

    name: ClassVar[str] = "activities.session.cancelled"
    activity_id: UUID


@dataclass(frozen=True, kw_only=True)
class SessionHeld(Event):
    """One session took place, on the day `on`; `subject_id` is the session."""

    name: ClassVar[str] = "activities.session.held"
    activity_id: UUID
    preset: str
    guests: int
    on: date


@dataclass(frozen=True, kw_only=True)
class GuestsEvent(Event):
    """Base; `subject_id` is a held session, `on` its day, so that sums meet again."""

    name: ClassVar[str] = "activities.guests"
    activity_id: UUID
    preset: str
    guests: int
    on: date


@dataclass(frozen=True, kw_only=True)
class GuestsUncounted(GuestsEvent):
    """So many people without a name were counted before, and it was wrong."""

    name: ClassVar[str] = "activities.guests.undone"


@dataclass(frozen=True, kw_only=True)
class GuestsCounted(GuestsEvent):
    """So many came without a name, as was found after the session was said to be held."""

    name: ClassVar[str] = "activities.guests.counted"
