"""Facts of the gatherings hall: themes, decisions of review meetings, exhibited works."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ThemeMade(Event):
    """A theme was begun; `subject_id` is the theme."""

    name: ClassVar[str] = "gatherings.theme.made"


@dataclass(frozen=True, kw_only=True)
class ThemeEnded(Event):
    """A theme is over and its summary was kept; `records` says how many things were in it."""

    name: ClassVar[str] = "gatherings.theme.ended"
    records: int


@dataclass(frozen=True, kw_only=True)
class DecisionNoted(Event):
    """A review meeting decided something; `subject_id` is the decision."""

    name: ClassVar[str] = "gatherings.decision.noted"
    activity_id: UUID


@dataclass(frozen=True, kw_only=True)
class DecisionDone(Event):
    """What a review meeting decided was done; `subject_id` is the decision."""

    name: ClassVar[str] = "gatherings.decision.done"
    activity_id: UUID


@dataclass(frozen=True, kw_only=True)
class WorkChanged(Event):
    """A work was registered, changed or taken down; `subject_id` is the work."""

    name: ClassVar[str] = "gatherings.work.changed"
    activity_id: UUID
    has_consent: bool


@dataclass(frozen=True, kw_only=True)
class WorkRemoved(Event):
    """A work and its picture were deleted for good; `subject_id` is the work."""

    name: ClassVar[str] = "gatherings.work.removed"
    activity_id: UUID
