"""Figures of activities per day, with a second way to count each, straight from the rows."""

from datetime import date
from typing import Any

from django.utils import timezone

from changlai.engines.activities.attendance import Stay, stays
from changlai.engines.activities.models import Activity, Mark, Session
from changlai.engines.activities.states import ActivityState, SessionState
from changlai.kernel.metrics.declarations import Metric

Counted = dict[tuple[date, tuple[str, ...]], int]

CAME = "activities.came"
ENDED = "activities.ended"


def _came(centre: Any, first: date, last: date) -> Counted:
    """Count heads that came to each session, named or not, on the day of the session."""
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
    held = Session.objects.of(centre).filter(
        starts__date__range=(first, last), state=SessionState.HELD, guests__gt=0
    )
    for starts, preset, guests in held.values_list(
        "starts", "activity__preset__code", "guests"
    ).order_by("starts", "id"):
        key = (timezone.localdate(starts), (preset,))
        found[key] = found.get(key, 0) + guests
    return found


def _heads(stay: Stay) -> int:
    if stay.came_at is None:
        return 0
    sign_up = stay.marks[0].sign_up
    return sign_up.heads if sign_up else 1


def _ended(centre: Any, first: date, last: date) -> Counted:
    """Count completed activities on the day on which their last session ended."""
    ends: dict[Any, Any] = {}
    for session in Session.objects.of(centre).exclude(state=SessionState.CANCELLED):
        so_far = ends.get(session.activity_id)
        if so_far is None or session.starts > so_far.starts:
            ends[session.activity_id] = session
    found: Counted = {}
    for activity in Activity.objects.of(centre).select_related("preset"):
        if activity.state != ActivityState.DONE or activity.pk not in ends:
            continue
        day = timezone.localdate(ends[activity.pk].ends)
        if first <= day <= last:
            key = (day, (activity.preset.code,))
            found[key] = found.get(key, 0) + 1
    return found


METRICS = [
    Metric(CAME, "来参加活动", "人次", ("preset",), _came),
    Metric(ENDED, "办完的活动", "场", ("preset",), _ended),
]
