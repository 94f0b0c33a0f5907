"""Steps of an appointment that several verbs take, each with its fact; rows come locked."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from changlai.engines.appointments.events import (
    AppointmentCancelled,
    AppointmentDone,
    AppointmentMissed,
)
from changlai.engines.appointments.models import Appointment, Sitting
from changlai.engines.appointments.states import AppointmentState
from changlai.foundation.people.public import Actor
from changlai.kernel.events.public import publish

GAP: Final = 2**20
"""How far two numbers stand apart, so that many who come back find room between them."""


def next_number(sitting: Sitting) -> int:
    """Return the next number of a locked sitting's queue."""
    Sitting.objects.of(sitting.centre_id).filter(pk=sitting.pk).update(
        last_number=F("last_number") + 1
    )
    sitting.refresh_from_db(fields=["last_number"])
    return sitting.last_number


def give_number(row: Appointment, sitting: Sitting) -> None:
    """Give the next number of a locked sitting's queue, and its place; the row is not saved."""
    row.queue_number = next_number(sitting)
    row.place = row.queue_number * GAP


def end_done(row: Appointment, actor: Actor, at: datetime, by: UUID | None = None) -> None:
    """Note that a talk is over, held `by` somebody else than who says so; raises WrongStep."""
    row.move_to(AppointmentState.DONE)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    minutes = {"waited": row.waited_minutes, "served": row.served_minutes}
    done = fact(AppointmentDone, row, actor, at, **minutes)
    publish(done if by is None else replace(done, actor_id=by))


def end_cancelled(row: Appointment, actor: Actor, at: datetime, reason: str) -> None:
    """Give a place free, with the words for whoever had it; raises WrongStep."""
    row.move_to(AppointmentState.CANCELLED)
    row.ended_at, row.end_reason = at, " ".join(reason.split())[:120]
    row.save(update_fields=["state", "ended_at", "end_reason"])
    publish(fact(AppointmentCancelled, row, actor, at))


def end_missed(row: Appointment, actor: Actor, at: datetime) -> None:
    """Note that somebody did not come; raises WrongStep."""
    row.move_to(AppointmentState.NO_SHOW)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    publish(fact(AppointmentMissed, row, actor, at))


def fact(kind: Any, row: Appointment, actor: Actor, at: datetime, **more: Any) -> Any:
    """Return the fact of what happened to an appointment."""
    return kind(
        centre_id=row.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=row.pk,
        sitting_id=row.sitting_id,
        person_id=row.person_id,
        purpose=row.sitting.purpose,
        **more,
    )
