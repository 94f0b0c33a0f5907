"""Figures of parcels per day: how many came in, and how many were fetched, and by whom."""

from datetime import date
from typing import Any

from django.utils import timezone

from changlai.halls.parcels.models import Parcel
from changlai.halls.parcels.queries import between, handed
from changlai.kernel.metrics.declarations import Metric

TAKEN_IN = "parcels.taken_in"
HANDED_OUT = "parcels.handed_out"
ALL = (TAKEN_IN, HANDED_OUT)

Counts = dict[tuple[date, tuple[str, ...]], int]


def day_of(said: str) -> date:
    """Return the day a fact spells out."""
    return date.fromisoformat(said)


def _taken_in(centre: Any, first: date, last: date) -> Counts:
    found: Counts = {}
    rows = between(Parcel.objects.of(centre), "in_at", first, last)
    for moment in rows.values_list("in_at", flat=True).iterator():
        key = (timezone.localdate(moment), ())
        found[key] = found.get(key, 0) + 1
    return found


def _handed_out(centre: Any, first: date, last: date) -> Counts:
    found: Counts = {}
    rows = handed(centre, first, last)
    for moment, taker in rows.values_list("out_at", "taker").iterator():
        key = (timezone.localdate(moment), (taker,))
        found[key] = found.get(key, 0) + 1
    return found


METRICS = [
    Metric(TAKEN_IN, "快递到件", "件", (), _taken_in),
    Metric(HANDED_OUT, "快递取件", "件", ("taker",), _handed_out),
]
