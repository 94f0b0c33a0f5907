"""Figures of money per day in cents: what came and what went, of the lines in the ledger."""

from datetime import date
from typing import Any

from changlai.engines.ledger.public import sums_by
from changlai.governance.funds.models import FundEntry
from changlai.governance.funds.states import month_of
from changlai.kernel.metrics.declarations import Metric

CAME = "funds.came"
WENT = "funds.went"
ALL = (CAME, WENT)

Counts = dict[tuple[date, tuple[str, ...]], int]


def _counted(centre: Any, first: date, last: date, *, is_in: bool) -> Counts:
    rows = FundEntry.objects.of(centre).filter(month__range=(month_of(first), month_of(last)))
    found: Counts = {}
    for (month, on, purpose), sums in sums_by(
        rows, "month", "entry__occurred_on", "entry__purpose", path="entry__"
    ).items():
        # A line that came after its month was published counts in the month it is published in.
        day = on if month_of(on) == month else month
        cents = sums.came if is_in else sums.went
        if cents and first <= day <= last:
            found[day, (purpose,)] = found.get((day, (purpose,)), 0) + cents
    return {key: cents for key, cents in found.items() if cents}


def _came(centre: Any, first: date, last: date) -> Counts:
    return _counted(centre, first, last, is_in=True)


def _went(centre: Any, first: date, last: date) -> Counts:
    return _counted(centre, first, last, is_in=False)


METRICS = [
    Metric(CAME, "资金收入", "分", ("purpose",), _came),
    Metric(WENT, "资金支出", "分", ("purpose",), _went),
]
