"""群众常来: encounters, by source and month, and how many known people they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from changlai.insights.figures.models import Encounter
from changlai.insights.figures.spans import Span
from changlai.kernel.metrics.public import EncounterSource, Met, hide_small
from changlai.kernel.registry.public import collect


@dataclass(frozen=True)
class Coming:
    """Heads served in a time, and how many different known people they were."""

    heads: int
    persons: int


def met_between(centre: Any, first: date, last: date) -> QuerySet[Encounter]:
    """Return the encounters of a time, the latest first."""
    rows = Encounter.objects.of(centre).filter(day__gte=first, day__lte=last)
    return rows.order_by("-day", "-id")


def coming(centre: Any, first: date, last: date) -> Coming:
    """Return how many came: heads, and distinct known people; one who came twice is one."""
    return coming_of(centre, [(first, last)])[0]


def coming_of(centre: Any, times: Sequence[tuple[date, date]]) -> list[Coming]:
    """Return how many came in each of several times, in one statement."""
    sums: dict[str, Any] = {}
    for place, (first, last) in enumerate(times):
        then = Q(day__gte=first, day__lte=last)
        sums[f"heads_{place}"] = Sum("heads", filter=then)
        sums[f"persons_{place}"] = Count("person_id", distinct=True, filter=then)
    days = [day for time in times for day in time]
    found = met_between(centre, min(days), max(days)).order_by().aggregate(**sums)
    return [
        Coming(found[f"heads_{place}"] or 0, found[f"persons_{place}"])
        for place in range(len(times))
    ]


def sources() -> tuple[EncounterSource, ...]:
    """Return the installed sources of encounters in their order."""
    return collect("encounters")


@dataclass(frozen=True)
class SourceRow:
    """One source over the months of a quarter, small groups hidden."""

    source: EncounterSource
    months: tuple[int | str, ...]
    whole: int | str


@dataclass(frozen=True)
class Sources:
    """The table of a quarter: sources down, months across, with sums that give nobody away.

    A month is always read out of its quarter's table, so that what one page hides no other shows.
    """

    months: tuple[Span, ...]
    rows: tuple[SourceRow, ...]
    sums: tuple[int | str, ...]

    def heads(self, span: Span) -> int | str:
        """Return the heads of the quarter, or of one of its months."""
        return self.sums[self._place(span)]

    def of(self, span: Span) -> list[tuple[EncounterSource, int | str]]:
        """Return each source with its heads in the quarter, or in one of its months."""
        place = self._place(span)
        return [(row.source, (*row.months, row.whole)[place]) for row in self.rows]

    def _place(self, span: Span) -> int:
        return self.months.index(span) if span in self.months else len(self.months)


def by_source(centre: Any, span: Span) -> Sources:
    """Return the table of the quarter in which a span lies, in one statement."""
    known = sources()
    months = span.months
    numbers = {source.code: [0] * len(months) for source in known}
    rows = met_between(centre, span.quarter.first, span.quarter.last)
    grouped = rows.order_by().values_list("source", "day__month").annotate(heads=Sum("heads"))
    places = {month.first.month: place for place, month in enumerate(months)}
    for source, month, heads in grouped:
        if source in numbers:
            numbers[source][places[month]] = heads
    table = hide_small([numbers[source.code] for source in known] or [[0] * len(months)])
    return Sources(
        tuple(months),
        tuple(
            SourceRow(source, tuple(row[:-1]), row[-1])
            for source, row in zip(known, table, strict=False)
        ),
        tuple(table[-1]),
    )


def recounted(source: EncounterSource, centre: Any, first: date, last: date) -> Sequence[Met]:
    """Return what a source counts from its own rows, without looking at the book."""
    return sorted(source.recount(centre, first, last))
