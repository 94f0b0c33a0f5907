"""Work of the clock: make near and overdue promises known, finish what rests, renew deadlines."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from changlai.engines.cases import clocks
from changlai.engines.cases.actions.answering import close_case
from changlai.engines.cases.actions.taking import Taking, locked
from changlai.engines.cases.events import CaseEscalated
from changlai.engines.cases.models import Case
from changlai.engines.cases.states import RUNNING, AlarmLevel, StateType, Verb
from changlai.foundation.areas.public import Centre
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import RuleBroken

BATCH = 200
ALARM_NOTES = {
    AlarmLevel.NEAR: "快到期",
    AlarmLevel.OVERDUE: "已到期",
    AlarmLevel.TOWNSHIP: "到期多日",
}


@transaction.atomic
def escalate_case(*, centre: Any, case_id: UUID, actor: Actor, at: dt.datetime) -> Case:
    """Make a case's earliest open promise known one level up, by an ordinary step.

    Does nothing when somebody kept the promise in the meantime.
    Raises NotAllowed for anyone but the system.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.ESCALATE)
    case = taking.case
    if case.alarm_at is None or case.alarm_at > at:
        return case
    if case.rules.workflow.step(Verb.ESCALATE, case.state) is None:
        case.alarm_at = None
        case.save(update_fields=["alarm_at"])
        return case
    level = clocks.alarm_for(case, centre=centre, at=at)
    note = f"{case.get_next_deadline_kind_display()}{ALARM_NOTES[level]}"
    taking.take(Verb.ESCALATE, note, alarm=level.value)
    taking.set(alarm_level=level.value)
    taking.say(
        CaseEscalated,
        deadline=case.next_deadline_kind,
        alarm=level.value,
        handler_id=case.handler_id,
    )
    return taking.done()


def escalate_due(at: dt.datetime) -> int:
    """Escalate every case whose alarm rang, in batches, each in its own short transaction.

    Returns how many.

    A case that cannot be escalated is left for the next round and does not stop the others.
    """
    done = 0
    rows = Case.objects.filter(alarm_at__lte=at).order_by("alarm_at", "id")
    for centre, case_id in _in_batches(rows):
        actor = Actor.system(centre.pk)
        try:
            escalate_case(centre=centre, case_id=case_id, actor=actor, at=at)
        except (RuleBroken, Case.DoesNotExist):
            continue
        done += 1
    return done


def close_rested(at: dt.datetime) -> int:
    """Finish answered cases that rest: the days to reopen are over, and nothing more is owed.

    Returns how many.
    """
    done = 0
    rows = Case.objects.filter(
        state_type=StateType.RESOLVED,
        closed_at__isnull=True,
        next_deadline_at__isnull=True,
        answered_at__lte=at - dt.timedelta(days=1),
    ).order_by("answered_at", "id")
    for centre, case_id in _in_batches(rows):
        case = Case.objects.of(centre).get(pk=case_id)
        if case.answered_at is None or at < case.answered_at + dt.timedelta(
            days=case.rules.reopen_days
        ):
            continue
        try:
            close_case(centre=centre, case_id=case_id, actor=Actor.system(centre.pk), at=at)
        except RuleBroken:
            continue
        done += 1
    return done


def _in_batches(rows: Any) -> Iterator[tuple[Centre, UUID]]:
    """Yield (centre, case id) of one batch at most: a job must not run away with the night."""
    pairs = list(rows.values_list("centre_id", "pk")[:BATCH])
    centres = Centre.objects.in_bulk({centre_id for centre_id, _ in pairs})
    for centre_id, case_id in pairs:
        yield centres[centre_id], case_id


def recompute_deadlines(centre: Any, at: dt.datetime, since: dt.datetime | None = None) -> int:
    """Work out the deadlines of a centre's open promises anew, as after a calendar notice.

    Returns how many changed.

    With `since`, only those that were worked out before that moment. Each case has its own
    short transaction: a person may be writing to one of them just now.
    """
    rows = Case.objects.of(centre).filter(
        Q(state_type__in=RUNNING) | Q(next_deadline_at__isnull=False)
    )
    if since is not None:
        rows = rows.filter(deadlines_set_at__lt=since)
    changed = 0
    for case_id in rows.order_by("id").values_list("pk", flat=True):
        with transaction.atomic():
            case = locked(centre, case_id)
            before = [getattr(case, name) for name in _DATES]
            fields = clocks.set_deadlines(case, centre=centre, at=at)
            case.save(update_fields=fields)
            changed += before != [getattr(case, name) for name in _DATES]
    return changed


_DATES = (
    "accept_due",
    "first_contact_due",
    "resolution_due",
    "call_back_due",
    "deadline_provisional",
)
