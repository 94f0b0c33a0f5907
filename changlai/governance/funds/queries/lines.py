"""Which lines everyone may read: those of the months that are published."""

from typing import Any

from changlai.governance.funds.models import FundEntry, OpenMonth


def public_entries(centre: Any) -> Any:
    """Return the lines of published months with all that a page says of them."""
    first = OpenMonth.objects.of(centre).filter(first__isnull=False).values("first")[:1]
    rows = FundEntry.objects.of(centre).filter(month__lt=first)
    return rows.select_related("entry", "source", "project", "voucher__source")
