"""Figures of the queue per day: how many were served, and how long they had waited."""

from datetime import date
from typing import Any, Final

from django.utils import timezone

from changlai.engines.appointments.public import Appointment, AppointmentState, Purpose
from changlai.kernel.metrics.declarations import Metric

WAITED: Final = "counter.waited"
LONGEST: Final = 240
"""Minutes from which on a wait is only called long."""

Counts = dict[tuple[date, tuple[str, ...]], int]


def minutes_code(minutes: int | None) -> str:
    """Return a wait as the code of its dimension: whole minutes, so that a median can be read."""
    return str(min(minutes or 0, LONGEST))


def _waited(centre: Any, first: date, last: date) -> Counts:
    found: Counts = {}
    rows = Appointment.objects.of(centre).filter(
        sitting__purpose=Purpose.COUNTER,
        state=AppointmentState.DONE,
        ended_at__date__gte=first,
        ended_at__date__lte=last,
    )
    for row in rows.select_related("slot"):
        if row.ended_at is None:
            continue
        key = (timezone.localdate(row.ended_at), (minutes_code(row.waited_minutes),))
        found[key] = found.get(key, 0) + 1
    return found


METRICS = [Metric(WAITED, "窗口接待", "人次", ("minutes",), _waited)]
