"""Facts of the gatherings hall: themes, decisions of meetings, works, games, notices."""

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
class DecisionChanged(Event):
    """What was decided was put into other words; `subject_id` is the decision."""

    name: ClassVar[str] = "gatherings.decision.changed"
    activity_id: UUID


@dataclass(frozen=True, kw_only=True)
class DecisionReopened(Event):
    """What was said to be done is not done yet; `subject_id` is the decision."""

    name: ClassVar[str] = "gatherings.decision.reopened"
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


@dataclass(frozen=True, kw_only=True)
class FixtureChanged(Event):
    """A game was set down or changed, as when its result is known; `subject_id` is the game."""

    name: ClassVar[str] = "gatherings.fixture.changed"
    activity_id: UUID
    has_result: bool


@dataclass(frozen=True, kw_only=True)
class FixtureRemoved(Event):
    """A game that will not be was taken off the list; `subject_id` is the game."""

    name: ClassVar[str] = "gatherings.fixture.removed"
    activity_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoticeSent(Event):
    """Everyone who signed up is to be told something; `subject_id` is the notice."""

    name: ClassVar[str] = "gatherings.notice.sent"
    activity_id: UUID
