"""When a case's promises fall due; the one place that writes its deadlines.

Pauses are rebuilt from the history each time, never kept as a running sum: what was waited
for can then be read and checked by anyone.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from changlai.engines.cases.kinds import Span
from changlai.engines.cases.lookups import level_of, week_of
from changlai.engines.cases.models import Case, CaseStep, ServiceLevel
from changlai.engines.cases.states import RUNNING, AlarmLevel, Channel, DeadlineKind, StateType
from changlai.kernel.workcalendar.clocks import (
    Due,
    OpenWeek,
    Pause,
    due_after_wall_minutes,
    due_after_working_days,
    open_minutes,
    shift_for_pauses,
    warn_at,
)

DEADLINE_FIELDS = (
    "accept_due",
    "first_contact_due",
    "resolution_due",
    "call_back_due",
    "next_deadline_at",
    "next_deadline_kind",
    "deadline_provisional",
    "deadlines_set_at",
    "alarm_at",
    "alarm_level",
)


@dataclass(frozen=True)
class Promise:
    """One open promise: what, until when, and when to warn."""

    kind: DeadlineKind
    due: Due
    warn: dt.datetime


def pauses_from(history: Iterable[tuple[dt.datetime, str]]) -> list[Pause]:
    """Rebuild the pauses from history lines (time, type of the new state), in order of time.

    A pause begins with the step into a waiting state and ends with the next step into any
    other; the last one may still run.
    """
    pauses: list[Pause] = []
    began: dt.datetime | None = None
    for at, to_type in history:
        waits = to_type == StateType.WAITING
        if waits and began is None:
            began = at
        elif not waits and began is not None:
            pauses.append((began, at))
            began = None
    if began is not None:
        pauses.append((began, None))
    return pauses


def pauses_of(case: Case) -> list[Pause]:
    """Return the pauses of a case; no query where it never paused."""
    if not case.was_paused:
        return []
    rows = CaseStep.objects.of(case.centre_id).filter(case=case).order_by("at", "id")
    return pauses_from(rows.values_list("at", "to_type"))


def due_of(span: Span, start: dt.datetime, week: OpenWeek, more_days: int = 0) -> Due:
    """Return when a promised time that begins at `start` ends."""
    if span.working_days is not None:
        return due_after_working_days(start, span.working_days + more_days, week)
    due = due_after_wall_minutes(start, span.minutes or 0)
    if span.same_day:
        midnight = timezone.localtime(start).replace(hour=0, minute=0, second=0, microsecond=0)
        due = Due(min(due.at, midnight + dt.timedelta(days=1)), due.provisional)
    return due


def used_minutes(case: Case, until: dt.datetime, week: OpenWeek) -> int:
    """Return the minutes of opening time since the answer clock began, pauses left out."""
    total = open_minutes(case.clock_from, until, week)
    for begins, ends in pauses_of(case):
        begins, ends = max(begins, case.clock_from), min(ends or until, until)
        if begins < ends:
            total -= open_minutes(begins, ends, week)
    return max(total, 0)


def promises_of(
    case: Case, level: ServiceLevel, week: OpenWeek, pauses: list[Pause]
) -> dict[DeadlineKind, Promise]:
    """Return the open promises of a case. Pure: reads the case as it stands and the calendar."""
    running = case.state_type in RUNNING
    starts: dict[DeadlineKind, dt.datetime] = {}
    if running and case.accepted_at is None:
        starts[DeadlineKind.ACCEPT] = case.opened_at
    if running and case.first_contact_at is None and case.is_contactable:
        starts[DeadlineKind.FIRST_CONTACT] = case.opened_at
    if running and case.state_type != StateType.WAITING:
        starts[DeadlineKind.RESOLUTION] = case.clock_from
    if case.answered_at is not None and owes_call_back(case):
        starts[DeadlineKind.CALL_BACK] = case.answered_at
    found = {}
    for kind, start in starts.items():
        span = level.span(kind.value)
        if kind is DeadlineKind.RESOLUTION and case.own_days:
            span = Span(working_days=case.own_days)
        by_wall = None if span.minutes else week
        more = case.extension_days if kind is DeadlineKind.RESOLUTION else 0
        due = due_of(span, start, week, more)
        warn = warn_at(start, due, level.warn_percent, by_wall)
        if kind is DeadlineKind.RESOLUTION and pauses:
            shifted = shift_for_pauses(start, due, pauses, by_wall)
            moved = shift_for_pauses(start, warn, pauses, by_wall)
            if shifted is None or moved is None:
                continue
            due, warn = shifted, moved.at
        found[kind] = Promise(kind, due, warn)
    return found


def would_be_later(case: Case, level: ServiceLevel, week: OpenWeek) -> bool:
    """Say whether other promised times would move the answer that the requester was told to later.

    Before acceptance nobody was told a day; while the clock stands still none can be worked out,
    so the old promise stays.
    """
    if case.accepted_at is None:
        return False
    if case.resolution_due is None:
        return True
    found = promises_of(case, level, week, pauses_of(case)).get(DeadlineKind.RESOLUTION)
    return found is None or found.due.at > case.resolution_due


def owes_call_back(case: Case) -> bool:
    """Say whether somebody must still ask the requester how it went.

    Imported cases were answered elsewhere, before this centre kept its own record.
    """
    return (
        case.state_type == StateType.RESOLVED
        and case.closed_at is None
        and case.rules.needs_call_back
        and case.is_contactable
        and not case.call_back_outcome
        and case.channel != Channel.IMPORT
    )


def set_deadlines(case: Case, *, centre: Any, at: dt.datetime) -> tuple[str, ...]:
    """Work out all deadlines of a case, its earliest open one and the next alarm.

    Returns the changed fields.

    The caller holds the lock and saves. A promise that was kept or ended keeps the date it had,
    so that "in time" can still be read years later.
    """
    level, week = level_of(case), week_of(centre)
    promises = promises_of(case, level, week, pauses_of(case))
    for kind, column in _COLUMNS.items():
        if kind in promises:
            setattr(case, column, promises[kind].due.at)
    if case.state_type == StateType.WAITING:
        case.resolution_due = None
    if case.state_type in RUNNING:
        case.call_back_due = None
    first = min(promises.values(), key=lambda promise: promise.due.at, default=None)
    was = (case.next_deadline_kind, case.next_deadline_at)
    case.next_deadline_at = first.due.at if first else None
    case.next_deadline_kind = first.kind.value if first else ""
    case.deadline_provisional = any(promise.due.provisional for promise in promises.values())
    case.deadlines_set_at = at
    if was != (case.next_deadline_kind, case.next_deadline_at):
        case.alarm_level = AlarmLevel.NONE
    case.alarm_at = next_alarm(case, first, level, week)
    return DEADLINE_FIELDS


_COLUMNS = {
    DeadlineKind.ACCEPT: "accept_due",
    DeadlineKind.FIRST_CONTACT: "first_contact_due",
    DeadlineKind.RESOLUTION: "resolution_due",
    DeadlineKind.CALL_BACK: "call_back_due",
}


def next_alarm(
    case: Case, first: Promise | None, level: ServiceLevel, week: OpenWeek
) -> dt.datetime | None:
    """Return when the earliest open promise is next made known, one level higher than so far."""
    if first is None:
        return None
    if case.alarm_level == AlarmLevel.NONE:
        return first.warn
    if case.alarm_level == AlarmLevel.NEAR:
        return first.due.at
    if case.alarm_level == AlarmLevel.OVERDUE:
        return township_at(first.due.at, level, week)
    return None


def township_at(due: dt.datetime, level: ServiceLevel, week: OpenWeek) -> dt.datetime:
    """Return when an overdue promise becomes known to the township."""
    return due_after_working_days(due, level.township_after, week).at


def alarm_for(case: Case, *, centre: Any, at: dt.datetime) -> AlarmLevel:
    """Return how far up the earliest open promise belongs at a moment.

    Steps that were missed are skipped.
    """
    due = case.next_deadline_at
    if due is None:
        return AlarmLevel.NONE
    if at < due:
        return AlarmLevel.NEAR
    if at < township_at(due, level_of(case), week_of(centre)):
        return AlarmLevel.OVERDUE
    return AlarmLevel.TOWNSHIP
