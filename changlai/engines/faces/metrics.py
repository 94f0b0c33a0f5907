"""Figures per day of the service: how many were asked, and which faces came back."""

from datetime import date
from typing import Any

from django.utils import timezone

from changlai.engines.faces.models import Asked
from changlai.engines.faces.states import COUNT_ANSWERED, COUNT_ASKED, spelled
from changlai.kernel.metrics.declarations import Metric

ALL = (COUNT_ASKED, COUNT_ANSWERED)

Counts = dict[tuple[date, tuple[str, ...]], int]


def _count(rows: Any, first: date, last: date) -> Counts:
    found: Counts = {}
    for moment, *dims in rows.iterator():
        day = timezone.localdate(moment)
        if first <= day <= last:
            key = (day, tuple(spelled(one) if isinstance(one, int) else one for one in dims))
            found[key] = found.get(key, 0) + 1
    return found


def _asked(centre: Any, first: date, last: date) -> Counts:
    return _count(Asked.objects.of(centre).values_list("asked_at", "kind"), first, last)


def _answered(centre: Any, first: date, last: date) -> Counts:
    rows = Asked.objects.of(centre).filter(face__isnull=False)
    return _count(rows.values_list("asked_at", "kind", "face"), first, last)


METRICS = [
    Metric(COUNT_ASKED, "问了办得怎么样", "次", ("kind",), _asked),
    Metric(COUNT_ANSWERED, "评价了", "次", ("kind", "face"), _answered),
]
