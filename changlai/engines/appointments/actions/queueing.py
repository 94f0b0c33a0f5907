"""The queue of a sitting: who is here, who is called, who did not come; and its end."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.engines.appointments import policies
from changlai.engines.appointments.actions.steps import (
    end_cancelled,
    end_done,
    end_missed,
    next_number,
)
from changlai.engines.appointments.events import SittingEnded
from changlai.engines.appointments.models import Appointment, Sitting
from changlai.engines.appointments.states import AppointmentState, SittingState
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

NOT_REACHED = "人来了，没有轮到"
EARLIEST_HERE = timedelta(hours=6)


@transaction.atomic
def arrive(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Note that somebody with an appointment is here, and give the next number of the queue.

    Whoever was thought not to come and comes late is welcome: if the time went to somebody else
    meanwhile, they stand in the queue without one.

    Raises NotAllowed, WrongStep; BadInput long before the sitting, after it, or when they stand
    in its queue already.
    """
    row, sitting = _locked(centre, appointment_id, actor)
    if sitting.state != SittingState.PLANNED:
        raise BadInput("这一场已经结束了。")
    if at < sitting.starts - EARLIEST_HERE:
        raise BadInput("还没到那一天，到时候再登记。")
    row.move_to(AppointmentState.HERE)
    row.here_at, row.ended_at = at, None
    if row.queue_number is None:
        row.queue_number = next_number(sitting)
    fields = ["state", "here_at", "ended_at", "queue_number"]
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError:
        others = Appointment.objects.of(centre).live().exclude(pk=row.pk)
        if row.person_id and others.filter(sitting=sitting, person_id=row.person_id).exists():
            raise BadInput("这一位已经另外约了这一场。") from None
        row.slot = None
        row.save(update_fields=[*fields, "slot"])
    return row


@transaction.atomic
def call_next(*, centre: Any, sitting_id: UUID, actor: Actor, at: datetime) -> Appointment | None:
    """Call whoever is next: a booked person whose slot has come, else the first in the queue.

    Whoever was being seen is done. Returns None when nobody waits. Raises NotAllowed.
    """
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    require(policies.may_call, actor, centre)
    rows = Appointment.objects.of(centre).filter(sitting=sitting)
    for row in rows.filter(state=AppointmentState.CALLED).select_for_update():
        end_done(row, actor, at)
    waiting = rows.select_for_update(of=("self",)).filter(state=AppointmentState.HERE)
    booked = waiting.filter(slot__isnull=False, slot__starts__lte=at).order_by("slot__starts")
    found = booked.first() or waiting.order_by("queue_number").first()
    if found is None:
        return None
    found.move_to(AppointmentState.CALLED)
    found.called_at = at
    found.save(update_fields=["state", "called_at"])
    return found


@transaction.atomic
def finish(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Note that a talk is over; raises NotAllowed, WrongStep."""
    row, _ = _locked(centre, appointment_id, actor)
    end_done(row, actor, at)
    return row


@transaction.atomic
def put_back(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Send somebody who was called but not in the room back into the queue, at its end.

    Raises NotAllowed, WrongStep.
    """
    row, sitting = _locked(centre, appointment_id, actor)
    row.move_to(AppointmentState.HERE)
    row.called_at, row.queue_number = None, next_number(sitting)
    row.save(update_fields=["state", "called_at", "queue_number"])
    return row


@transaction.atomic
def note_missed(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Note that somebody did not come; the slot may be taken by another.

    Raises NotAllowed, WrongStep.
    """
    row, _ = _locked(centre, appointment_id, actor)
    end_missed(row, actor, at)
    return row


@transaction.atomic
def end_sitting(*, centre: Any, sitting_id: UUID, actor: Actor, at: datetime) -> Sitting:
    """Close a sitting: who is in the room is done, who is not there did not come.

    Whoever waited and was not seen did come: that appointment is cancelled, with the reason.

    Raises NotAllowed, WrongStep; BadInput before it began.
    """
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    require(policies.may_call, actor, centre)
    if at < sitting.starts:
        raise BadInput("还没有开始，等开始以后再结束。")
    sitting.move_to(SittingState.DONE)
    sitting.save(update_fields=["state"])
    rows = Appointment.objects.of(centre).select_for_update().filter(sitting=sitting)
    for row in rows.filter(state=AppointmentState.CALLED).order_by("pk"):
        end_done(row, actor, at)
    for row in rows.filter(state=AppointmentState.HERE).order_by("pk"):
        end_cancelled(row, actor, at, NOT_REACHED)
    for row in rows.filter(state=AppointmentState.BOOKED).order_by("pk"):
        end_missed(row, actor, at)
    ended = Appointment.objects.of(centre).filter(sitting=sitting)
    publish(
        SittingEnded(
            centre_id=sitting.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=sitting.pk,
            seen=ended.filter(state=AppointmentState.DONE).count(),
            no_shows=ended.filter(state=AppointmentState.NO_SHOW).count(),
        )
    )
    return sitting


def _locked(centre: Any, appointment_id: UUID, actor: Actor) -> tuple[Appointment, Sitting]:
    sitting_id = (
        Appointment.objects.of(centre).values_list("sitting_id", flat=True).get(pk=appointment_id)
    )
    # The sitting first, as whoever calls the next one locks it.
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    row = Appointment.objects.of(centre).select_for_update().get(pk=appointment_id)
    require(policies.may_call, actor, centre)
    return row, sitting
