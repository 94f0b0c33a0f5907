"""Facts of what an activity leaves; `subject_id` is the activity unless said otherwise."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class MinutesKept(Event):
    """What was said and done was written down."""

    name: ClassVar[str] = "activities.minutes.kept"


@dataclass(frozen=True, kw_only=True)
class OpinionEvent(Event):
    """Base; `subject_id` is the opinion."""

    name: ClassVar[str] = "activities.opinion"
    activity_id: UUID
    person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class OpinionNoted(OpinionEvent):
    """Something said at a forum was written down."""

    name: ClassVar[str] = "activities.opinion.noted"


@dataclass(frozen=True, kw_only=True)
class OpinionChanged(OpinionEvent):
    """An opinion was put into the words that were meant."""

    name: ClassVar[str] = "activities.opinion.changed"


@dataclass(frozen=True, kw_only=True)
class OpinionRemoved(OpinionEvent):
    """An opinion that nobody said was deleted."""

    name: ClassVar[str] = "activities.opinion.removed"


@dataclass(frozen=True, kw_only=True)
class OpinionDecided(OpinionEvent):
    """An opinion got its outcome, with words for whoever said it."""

    name: ClassVar[str] = "activities.opinion.decided"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class OpinionHandedOn(OpinionEvent):
    """An opinion became a matter of its own, with its own clock; `record_id` is that matter."""

    name: ClassVar[str] = "activities.opinion.handed_on"
    record_id: UUID


@dataclass(frozen=True, kw_only=True)
class PhotoChanged(Event):
    """A picture was added, published or hidden; `subject_id` is the picture."""

    name: ClassVar[str] = "activities.photo.changed"
    activity_id: UUID
    is_published: bool


@dataclass(frozen=True, kw_only=True)
class PhotoRemoved(Event):
    """A picture and its file were deleted for good; `subject_id` is the picture."""

    name: ClassVar[str] = "activities.photo.removed"
    activity_id: UUID


@dataclass(frozen=True, kw_only=True)
class FeedbackGiven(Event):
    """A participant said what they thought; `subject_id` is the activity, never the person."""

    name: ClassVar[str] = "activities.feedback.given"
    preset: str
    face: str
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Event):
    """A certificate of attended hours was handed out; `subject_id` is the certificate."""

    name: ClassVar[str] = "activities.certificate.issued"
    activity_id: UUID
    person_id: UUID | None = None
    minutes: int
    sessions: int


@dataclass(frozen=True, kw_only=True)
class FollowUpNoted(Event):
    """A trainee said how they fare, or did not want to; `subject_id` is the question."""

    name: ClassVar[str] = "activities.followup.noted"
    activity_id: UUID
    preset: str
    days: int
    outcome: str
