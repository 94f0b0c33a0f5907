"""What happened to brands and plots, as facts: ids and codes, never names."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class BrandMade(Event):
    """A brand was begun; `subject_id` is the brand in all of these."""

    name: ClassVar[str] = "brands.brand.made"


@dataclass(frozen=True, kw_only=True)
class BrandChanged(Event):
    """What a brand says, or what its page offers, was changed."""

    name: ClassVar[str] = "brands.brand.changed"


@dataclass(frozen=True, kw_only=True)
class BrandMoved(Event):
    """A brand was shown or ended."""

    name: ClassVar[str] = "brands.brand.moved"
    state: str


@dataclass(frozen=True, kw_only=True)
class RecordTagged(Event):
    """A record belongs to a brand from now on."""

    name: ClassVar[str] = "brands.brand.tagged"
    record_id: UUID


@dataclass(frozen=True, kw_only=True)
class RecordUntagged(Event):
    """A record belongs to a brand no more."""

    name: ClassVar[str] = "brands.brand.untagged"
    record_id: UUID


@dataclass(frozen=True, kw_only=True)
class DayPlanned(Event):
    """A clean-up day or a table of neighbours was planned for a brand."""

    name: ClassVar[str] = "brands.brand.day_planned"
    activity_id: UUID
    preset: str


@dataclass(frozen=True, kw_only=True)
class StopPut(Event):
    """A stop of a route was added or changed; `subject_id` is the brand."""

    name: ClassVar[str] = "brands.stop.put"
    stop_id: UUID


@dataclass(frozen=True, kw_only=True)
class StopDropped(Event):
    """A stop of a route is gone."""

    name: ClassVar[str] = "brands.stop.dropped"
    stop_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlotPut(Event):
    """A plot was added or changed; `subject_id` is the plot."""

    name: ClassVar[str] = "brands.plot.put"


@dataclass(frozen=True, kw_only=True)
class PlotAdopted(Event):
    """Somebody looks after a plot; `subject_id` is the adoption in all that follow."""

    name: ClassVar[str] = "brands.adoption.made"
    plot_id: UUID
    adopter: str
    channel: str
    months: int


@dataclass(frozen=True, kw_only=True)
class AdoptionRenewed(Event):
    """An adoption goes on for as long again."""

    name: ClassVar[str] = "brands.adoption.renewed"
    plot_id: UUID
    months: int


@dataclass(frozen=True, kw_only=True)
class AdoptionNamed(Event):
    """An adopter agreed to be named, or no longer does."""

    name: ClassVar[str] = "brands.adoption.named"
    is_named: bool


@dataclass(frozen=True, kw_only=True)
class AdoptionEnding(Event):
    """An adoption ends soon; said once for each end."""

    name: ClassVar[str] = "brands.adoption.ending"


@dataclass(frozen=True, kw_only=True)
class AdoptionEnded(Event):
    """An adoption is over: given back, or its time was up."""

    name: ClassVar[str] = "brands.adoption.ended"
    plot_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class SoundKept(Event):
    """A voice was put beside a heritage piece; `subject_id` is the piece."""

    name: ClassVar[str] = "brands.sound.kept"


@dataclass(frozen=True, kw_only=True)
class SoundDropped(Event):
    """The voice beside a heritage piece is gone."""

    name: ClassVar[str] = "brands.sound.dropped"


@dataclass(frozen=True, kw_only=True)
class MonthTold(Event):
    """Somebody told the month of their birthday, or took it back (`is_told` false)."""

    name: ClassVar[str] = "brands.month.told"
    is_told: bool
