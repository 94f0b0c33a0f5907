"""Figures of bookings per day: how many were asked for, and how many were used."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.states import DateState
from changlai.kernel.metrics.declarations import Metric

BOOKED = "rooms.booked"
USED = "rooms.used"
ALL = (BOOKED, USED)

Counts = dict[tuple[date, tuple[str, ...]], int]


def _between(rows: Any, field: str, first: date, last: date) -> Any:
    zone = timezone.get_default_timezone()
    since = datetime.combine(first, time(0), zone)
    until = datetime.combine(last + timedelta(days=1), time(0), zone)
    return rows.filter(**{f"{field}__gte": since, f"{field}__lt": until})


def _booked(centre: Any, first: date, last: date) -> Counts:
    found: Counts = {}
    rows = _between(Booking.objects.of(centre), "booked_at", first, last)
    for moment, channel in rows.values_list("booked_at", "channel").iterator():
        key = (timezone.localdate(moment), (channel,))
        found[key] = found.get(key, 0) + 1
    return found


def _used(centre: Any, first: date, last: date) -> Counts:
    found: Counts = {}
    rows = BookingDate.objects.of(centre).filter(state=DateState.DONE)
    for (moment,) in _between(rows, "starts", first, last).values_list("starts").iterator():
        key = (timezone.localdate(moment), ())
        found[key] = found.get(key, 0) + 1
    return found


METRICS = [
    Metric(BOOKED, "场地预约", "个", ("channel",), _booked),
    Metric(USED, "场地使用", "场", (), _used),
]
