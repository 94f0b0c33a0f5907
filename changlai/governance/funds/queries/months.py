"""A month of the village's money: its sums and its lines, as published and as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from changlai.engines.cases.public import PublicAnswer
from changlai.engines.ledger.public import Sums, sums_by
from changlai.governance.funds.models import FundEntry, OpenMonth
from changlai.governance.funds.queries.lines import with_all
from changlai.governance.funds.states import PUBLISH_WITHIN, SourceKind, month_after, month_of


@dataclass(frozen=True)
class SourceMonth:
    """One source in one month: what was there, came, went, and is left."""

    title: str
    kind: str
    opening: int
    sums: Sums

    @property
    def closing(self) -> int:
        """Return what is left at the end of the month."""
        return self.opening + self.sums.balance


@dataclass(frozen=True)
class Line:
    """One line as everyone reads it, with how many asked about it and were answered."""

    row: FundEntry
    party: str
    asked: int = 0
    decision: str = ""


@dataclass(frozen=True)
class MonthView:
    """A month with its sums by source and its lines, newest sums from the ledger itself."""

    month: date
    opening: int
    sums: Sums
    sources: list[SourceMonth]
    lines: list[Line] = field(default_factory=list)

    @property
    def closing(self) -> int:
        """Return what is left at the end of the month."""
        return self.opening + self.sums.balance


def first_open(centre: Any) -> date | None:
    """Return the first month that is not published yet; None where there is no line at all."""
    found = OpenMonth.objects.of(centre).values_list("first", flat=True).first()
    if found is not None:
        return found
    return FundEntry.objects.of(centre).aggregate(first=Min("month"))["first"]


def posted_month(occurred_on: date, first: date | None) -> date:
    """Return the month a line is published in: its own, or the first that is still open."""
    own = month_of(occurred_on)
    return max(own, first) if first is not None else own


def is_over(month: date, today: date) -> bool:
    """Say whether a month has ended, so that it may be published."""
    return month_after(month) <= today


def due_day(month: date) -> date:
    """Return the last day on which a month is published in time."""
    return month_after(month) + PUBLISH_WITHIN - timedelta(days=1)


def months_waiting(centre: Any, at: datetime) -> list[date]:
    """Return the months that ended and are not published, oldest first."""
    month, today = first_open(centre), timezone.localdate(at)
    found: list[date] = []
    while month is not None and is_over(month, today):
        found.append(month)
        month = month_after(month)
    return found


def month_sums(centre: Any, month: date) -> list[SourceMonth]:
    """Return the sums of a month by source, in the order in which sources came; one statement."""
    rows = FundEntry.objects.of(centre).filter(month__lte=month)
    names = ("source__made_at", "source_id", "source__title", "source__kind", "month")
    before: dict[tuple[Any, ...], Sums] = {}
    within: dict[tuple[Any, ...], Sums] = {}
    for (*source, of), sums in sums_by(rows, *names, path="entry__").items():
        place, key = (within, tuple(source)) if of == month else (before, tuple(source))
        place[key] = place.get(key, Sums()) + sums
    return [
        SourceMonth(
            key[2],
            SourceKind(key[3]).label,
            before.get(key, Sums()).balance,
            within.get(key, Sums()),
        )
        for key in sorted({*before, *within})
    ]


def lines_of(centre: Any, rows: Any) -> list[Line]:
    """Return lines as everyone reads them, with the questions answered in public."""
    return shown_lines(centre, with_all(rows))


def shown_lines(centre: Any, rows: Iterable[Any]) -> list[Line]:
    """Return the same of lines that were read with all that is said of them."""
    found = list(rows)
    asked = answers_about(centre, [row.pk for row in found])
    return [
        Line(row, row.voucher.shown_party, len(asked.get(row.pk, [])), row.decision_title or "")
        for row in found
    ]


def month_view(centre: Any, month: date) -> MonthView:
    """Return a month with its sums and its lines, in the order of the days."""
    sources = month_sums(centre, month)
    rows = FundEntry.objects.of(centre).filter(month=month).order_by("entry__occurred_on", "id")
    total = sum((one.sums for one in sources), Sums())
    opening = sum(one.opening for one in sources)
    return MonthView(month, opening, total, sources, lines_of(centre, rows))


def answers_about(centre: Any, entry_ids: Iterable[UUID]) -> dict[UUID, list[Any]]:
    """Return the published questions about each line, oldest first; one statement."""
    rows = PublicAnswer.objects.of(centre).filter(case__origin_record_id__in=list(entry_ids))
    found: dict[UUID, list[Any]] = {}
    for row in rows.select_related("case").order_by("published_at", "id"):
        found.setdefault(row.case.origin_record_id, []).append(row)
    return found
