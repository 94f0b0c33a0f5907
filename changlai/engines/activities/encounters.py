"""Encounters of activities: who is in the log, and how many came whose names nobody took."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.engines.activities.events import (
    Came,
    GuestsCounted,
    GuestsUncounted,
    NotCame,
    SessionHeld,
)
from changlai.engines.activities.models import Mark, Session
from changlai.engines.activities.policies import ROLL
from changlai.engines.activities.states import MarkKind, MarkOutcome, SessionState
from changlai.kernel.events.public import StoredEvent
from changlai.kernel.metrics.public import EncounterLine, EncounterSource, Met, day_of


def _marks(centre: Any, first: date, last: date) -> Iterator[Met]:
    """Count each head of a session once, by the first line that still holds."""
    rows = list(Mark.objects.of(centre).select_related("session", "sign_up"))
    wrong = {row.voids_id for row in rows if row.voids_id}
    seen: set[tuple[Any, ...]] = set()
    for row in sorted(rows, key=lambda row: (row.received_at, row.pk)):
        holds = row.kind == MarkKind.IN and row.outcome == MarkOutcome.TAKEN
        day = timezone.localdate(row.session.starts)
        who = (row.session_id, row.person_id or row.sign_up_id or row.account_id or row.alias)
        if not holds or row.pk in wrong or who in seen:
            continue
        seen.add(who)
        if first <= day <= last:
            yield Met(row.pk, day, row.person_id, row.sign_up.heads if row.sign_up else 1)


def _mark_lines(actor: Any, centre: Any, ids: Collection[UUID]) -> dict[UUID, EncounterLine]:
    if not actor.can(ROLL):
        return {}
    rows = Mark.objects.of(centre).filter(pk__in=list(ids))
    rows = rows.select_related("session__activity")
    return {row.pk: EncounterLine(row.session.activity.title) for row in rows}


def _guests_of(event: StoredEvent) -> Met | None:
    guests = int(event.payload["guests"])
    if not guests or event.subject_id is None:
        return None
    return Met(event.subject_id, day_of(event), None, guests)


def _guests(centre: Any, first: date, last: date) -> Iterator[Met]:
    for row in Session.objects.of(centre):
        if row.state != SessionState.HELD or not row.guests:
            continue
        if first <= (day := timezone.localdate(row.starts)) <= last:
            yield Met(row.pk, day, None, row.guests)


def _guest_lines(actor: Any, centre: Any, ids: Collection[UUID]) -> dict[UUID, EncounterLine]:
    if not actor.is_staff:
        return {}
    rows = Session.objects.of(centre).filter(pk__in=list(ids)).select_related("activity")
    return {row.pk: EncounterLine(row.activity.title) for row in rows}


ENCOUNTERS = [
    EncounterSource(
        "marks",
        "参加活动(记了名的)",
        "每人每场算一次；签没签到由自己，没签的不算在这里。",
        30,
        (Came.name,),
        _marks,
        _mark_lines,
        takes_back=(NotCame.name,),
    ),
    EncounterSource(
        "guests",
        "参加活动(没留名的)",
        "活动结束登记时数的人数，不知道是谁，所以只算人次。",
        35,
        (SessionHeld.name, GuestsCounted.name),
        _guests,
        _guest_lines,
        takes_back=(GuestsUncounted.name,),
        read=_guests_of,
    ),
]
