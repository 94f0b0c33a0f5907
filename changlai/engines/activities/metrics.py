"""Figures of activities per day, with a second way to count each, straight from the rows."""

from datetime import date
from typing import Any

from django.utils import timezone

from changlai.engines.activities.attendance import Stay, stays
from changlai.engines.activities.models import Mark
from changlai.kernel.metrics.declarations import Metric

Counted = dict[tuple[date, tuple[str, ...]], int]

CAME = "activities.came"
ALL = (CAME,)


def _came(centre: Any, first: date, last: date) -> Counted:
    """Count heads that came to each session, on the day of the session."""
    rows = (
        Mark.objects.of(centre)
        .filter(session__starts__date__range=(first, last))
        .select_related("session__activity__preset", "sign_up")
    )
    sessions: dict[Any, list[Mark]] = {}
    for row in rows.iterator():
        sessions.setdefault(row.session_id, []).append(row)
    found: Counted = {}
    for marks in sessions.values():
        session = marks[0].session
        key = (timezone.localdate(session.starts), (session.activity.preset.code,))
        heads = sum(map(_heads, stays(marks).values()))
        if heads:
            found[key] = found.get(key, 0) + heads
    return found


def _heads(stay: Stay) -> int:
    if stay.came_at is None:
        return 0
    sign_up = stay.marks[0].sign_up
    return sign_up.heads if sign_up else 1


METRICS = [Metric(CAME, "来参加活动", "人次", ("preset",), _came)]
