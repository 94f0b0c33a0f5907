"""Figures of parcels per day: how many came in, and how many were fetched, and by whom."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from changlai.halls.parcels.models import Parcel
from changlai.halls.parcels.states import ParcelState
from changlai.kernel.metrics.declarations import Metric

TAKEN_IN = "parcels.taken_in"
HANDED_OUT = "parcels.handed_out"
ALL = (TAKEN_IN, HANDED_OUT)

Counts = dict[tuple[date, tuple[str, ...]], int]


def day_of(said: str) -> date:
    """Return the day a fact spells out."""
    return date.fromisoformat(said)


def between(rows: Any, field: str, first: date | None, last: date | None) -> Any:
    """Narrow rows to some days of the village, both included; None is without end."""
    zone = timezone.get_default_timezone()
    if first:
        rows = rows.filter(**{f"{field}__gte": datetime.combine(first, time(0), zone)})
    if last:
        until = datetime.combine(last + timedelta(days=1), time(0), zone)
        rows = rows.filter(**{f"{field}__lt": until})
    return rows


def handed(centre: Any, first: date, last: date) -> Any:
    """Return the parcels that were fetched on some days, both included."""
    rows = Parcel.objects.of(centre).filter(state=ParcelState.HANDED)
    return between(rows, "out_at", first, last)


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
