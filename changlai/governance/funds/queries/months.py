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
from changlai.governance.funds.models import FundEntry, FundSource, OpenMonth, PublishedMonth
from changlai.governance.funds.states import PUBLISH_WITHIN, SourceKind, month_after, month_of
from changlai.kernel.records.public import Record


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


def month_sums(centre: Any, month: date) -> tuple[int, list[SourceMonth]]:
    """Return how many lines a month has, and its sums by source; two statements."""
    before: dict[UUID, Sums] = {}
    within: dict[UUID, Sums] = {}
    rows = FundEntry.objects.of(centre).filter(month__lte=month)
    for (source, of), sums in sums_by(rows, "source_id", "month", path="entry__").items():
        if of == month:
            within[source] = sums
        else:
            before[source] = before.get(source, Sums()) + sums
    count = rows.filter(month=month).count()
    found = [
        SourceMonth(
            source.title,
            source.get_kind_display(),
            before.get(source.pk, Sums()).balance,
            within.get(source.pk, Sums()),
        )
        for source in FundSource.objects.of(centre).order_by("made_at", "id")
        if source.pk in before or source.pk in within
    ]
    return count, found


def lines_of(centre: Any, rows: Any) -> list[Line]:
    """Return lines as everyone reads them, with the questions answered in public."""
    return shown_lines(centre, rows.select_related("entry", "source", "project", "voucher__source"))


def shown_lines(centre: Any, rows: Iterable[FundEntry]) -> list[Line]:
    """Return the same of lines that were read already."""
    found = list(rows)
    asked = answers_about(centre, [row.pk for row in found])
    decisions = decision_titles(centre, found)
    return [
        Line(
            row,
            row.voucher.shown_party,
            len(asked.get(row.pk, [])),
            decisions.get(row.decision_id, "") if row.decision_id else "",
        )
        for row in found
    ]


def month_view(centre: Any, month: date) -> MonthView:
    """Return a month with its sums and its lines, in the order of the days."""
    _, sources = month_sums(centre, month)
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


def decision_titles(centre: Any, rows: Iterable[FundEntry]) -> dict[UUID, str]:
    """Return the titles of the decisions behind lines; no statement where there is none."""
    keys = {row.decision_id for row in rows if row.decision_id}
    if not keys:
        return {}
    found = Record.objects.of(centre).filter(pk__in=keys)
    return dict(found.values_list("pk", "title"))


def published(centre: Any, month: date) -> PublishedMonth | None:
    """Return a month as it was published, if it was."""
    return PublishedMonth.objects.of(centre).filter(month=month).first()


def is_gift_line(row: FundEntry) -> bool:
    """Say whether a line is what somebody gave."""
    return row.source.kind == SourceKind.DONATION and row.entry.side == "in"
