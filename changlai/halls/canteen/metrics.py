"""Figures of the canteen per day: how many portions reached their eaters, and where."""

from datetime import date
from typing import Any

from django.utils import timezone

from changlai.halls.canteen.queries.menus import midnight
from changlai.halls.canteen.queries.orders import served
from changlai.kernel.metrics.declarations import Metric

SERVED = "canteen.served"
ALL = (SERVED,)

Counts = dict[tuple[date, tuple[str, ...]], int]


def _served(centre: Any, first: date, last: date) -> Counts:
    found: Counts = {}
    rows = served(centre, midnight(first), midnight(date.fromordinal(last.toordinal() + 1)))
    for moment, kind, many in rows.values_list("served_at", "kind", "portions").iterator():
        key = (timezone.localdate(moment), (kind,))
        found[key] = found.get(key, 0) + many
    return found


METRICS = [Metric(SERVED, "食堂用餐", "份", ("kind",), _served)]
