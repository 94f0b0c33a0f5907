"""活动常办: completed activities, by kind and month."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from changlai.engines.activities.public import (
    ActivityState,
    Preset,
    visible_activities,
)
from changlai.foundation.people.public import Actor
from changlai.insights.figures.spans import Span
from changlai.kernel.metrics.public import by_month, total

ENDED = "activities.ended"


@dataclass(frozen=True)
class KindRow:
    """One kind of activity, how many of it were completed in each month of a quarter, in all."""

    preset: Preset
    months: tuple[int, ...]

    @property
    def whole(self) -> int:
        """How many in the quarter."""
        return sum(self.months)


def held(centre: Any, first: date, last: date) -> int:
    """Return how many activities were completed in a time."""
    return total(centre, ENDED, first, last)


@dataclass(frozen=True)
class Kinds:
    """The table of a quarter: kinds of activity down, months across."""

    months: tuple[Span, ...]
    rows: tuple[KindRow, ...]

    def of(self, span: Span) -> dict[str, int]:
        """Return how many of each kind were completed in the quarter, or in one of its months."""
        if span not in self.months:
            return {row.preset.code: row.whole for row in self.rows}
        place = self.months.index(span)
        return {row.preset.code: row.months[place] for row in self.rows}

    @property
    def sums(self) -> tuple[int, ...]:
        """How many of all kinds in each month, and in the quarter."""
        by_month = [sum(column) for column in zip(*(row.months for row in self.rows), strict=True)]
        return (*by_month, sum(by_month))


def by_kind(centre: Any, span: Span) -> Kinds:
    """Return the kinds of which something was completed in a span's quarter: two statements."""
    months, quarter = tuple(span.months), span.quarter
    found = by_month(centre, ENDED, "preset", quarter.first, quarter.last)
    rows = []
    for preset in Preset.objects.of(centre).filter(code__in=found):
        numbers = tuple(found[preset.code].get(month.first.month, 0) for month in months)
        if any(numbers):
            rows.append(KindRow(preset, numbers))
    return Kinds(months, tuple(rows))


def activities_between(actor: Actor, centre: Any, first: date, last: date) -> Any:
    """Return the completed activities of a time that an actor may see, the latest first."""
    zone = timezone.get_default_timezone()
    since = datetime.combine(first, time(), zone)
    until = datetime.combine(last + timedelta(days=1), time(), zone)
    rows: Any = visible_activities(actor, centre).filter(state=ActivityState.DONE)
    return (
        rows.filter(last_ends__gte=since, last_ends__lt=until)
        .select_related("preset")
        .order_by("-last_ends", "-id")
    )
