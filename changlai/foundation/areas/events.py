"""Facts of centres."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class CentreOpened(Event):
    """A centre came onto the platform."""

    name: ClassVar[str] = "areas.centre.opened"


@dataclass(frozen=True, kw_only=True)
class CentreDescribed(Event):
    """A centre changed what it says about itself."""

    name: ClassVar[str] = "areas.centre.described"


@dataclass(frozen=True, kw_only=True)
class PartSwitched(Event):
    """The village began to use a part of the house, or to do without it."""

    name: ClassVar[str] = "areas.centre.part_switched"
    part: str
    is_on: bool


@dataclass(frozen=True, kw_only=True)
class HoursChanged(Event):
    """A centre changed its ordinary week; clocks that run later follow it."""

    name: ClassVar[str] = "areas.hours.changed"
    spans: int


@dataclass(frozen=True, kw_only=True)
class ExceptionSet(Event):
    """A centre announced a day with other hours, or took that back."""

    name: ClassVar[str] = "areas.hours.exception_set"
    day: str
    is_closed: bool
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class HamletChanged(Event):
    """A hamlet was added, renamed, retired or taken back."""

    name: ClassVar[str] = "areas.hamlet.changed"
    hamlet_id: UUID
    is_active: bool
