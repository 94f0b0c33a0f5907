"""Figures of the telephone per day; those of the voices themselves are kept by the cases engine."""

from datetime import date
from typing import Any

from django.utils import timezone

from changlai.halls.voices.models import CallLog
from changlai.halls.voices.queries import between
from changlai.halls.voices.states import CallState
from changlai.kernel.metrics.declarations import Metric

CALLS = "voices.calls"
RETURNED = "voices.calls_returned"
ALL = (CALLS, RETURNED)


def _first_state(call: CallLog) -> str:
    """Return how a call began: one that somebody rang back about was missed."""
    if call.settled_at is None:
        return call.state
    return CallState.MISSED


def _calls(centre: Any, first: date, last: date) -> dict[tuple[date, tuple[str, ...]], int]:
    found: dict[tuple[date, tuple[str, ...]], int] = {}
    for call in between(CallLog.objects.of(centre), "at", first, last).iterator():
        key = (timezone.localdate(call.at), (_first_state(call),))
        found[key] = found.get(key, 0) + 1
    return found


def _returned(centre: Any, first: date, last: date) -> dict[tuple[date, tuple[str, ...]], int]:
    found: dict[tuple[date, tuple[str, ...]], int] = {}
    for call in between(CallLog.objects.of(centre), "settled_at", first, last).iterator():
        assert call.settled_at is not None  # noqa: S101 -- the filter says so
        key = (timezone.localdate(call.settled_at), (call.state,))
        found[key] = found.get(key, 0) + 1
    return found


METRICS = [
    Metric(CALLS, "来电", "个", ("state",), _calls),
    Metric(RETURNED, "回电", "个", ("state",), _returned),
]
