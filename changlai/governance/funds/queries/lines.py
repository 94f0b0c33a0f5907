"""Which lines everyone may read: those of the months that are published."""

from typing import Any

from django.db.models import OuterRef, Subquery

from changlai.governance.funds.models import FundEntry, OpenMonth
from changlai.kernel.records.public import Record


def with_all(rows: Any) -> Any:
    """Return lines with all that a page says of them, in the one statement that reads them."""
    decision = Record.objects.filter(centre_id=OuterRef("centre_id"), pk=OuterRef("decision_id"))
    return rows.select_related("entry", "source", "project", "voucher__source").annotate(
        decision_title=Subquery(decision.values("title")[:1])
    )


def public_entries(centre: Any) -> Any:
    """Return the lines of published months."""
    first = OpenMonth.objects.of(centre).filter(first__isnull=False).values("first")[:1]
    return FundEntry.objects.of(centre).filter(month__lt=first)
