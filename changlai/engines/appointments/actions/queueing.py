"""The queue of a sitting: who is here, who is called to where, who did not come; and its end."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.engines.appointments import policies
from changlai.engines.appointments.actions.steps import (
    GAP,
    end_cancelled,
    end_done,
    end_missed,
    give_number,
)
from changlai.engines.appointments.actions.windows import require_at_window
from changlai.engines.appointments.events import SittingEnded
from changlai.engines.appointments.models import Appointment, AtWindow, Sitting, Window
from changlai.engines.appointments.queries import goes_first, in_turn
from changlai.engines.appointments.states import (
    COMING,
    FAIR_WAY,
    MOST_CALLS,
    AppointmentState,
    Purpose,
    SittingState,
)
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

NOT_REACHED: Final = "人来了，没有轮到"
EARLIEST_HERE: Final = timedelta(hours=6)
A_MOMENT: Final = timedelta(seconds=2)
"""Two taps within it are one call."""


@transaction.atomic
def arrive(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Note that somebody is here, and give the next number of the queue.

    Whoever was thought not to come and comes late is welcome: if the time went to somebody else
    meanwhile, they stand in the queue without one. Whoever was called and had stepped out keeps
    the number and stands behind the next two, which is fair to them and to those who waited.

    Raises NotAllowed, WrongStep; BadInput long before the sitting, after it, or when they stand
    in its queue already.
    """
    row, sitting = _locked(centre, appointment_id, actor)
    if sitting.state != SittingState.PLANNED:
        raise BadInput("这一场已经结束了。")
    if at < sitting.starts - EARLIEST_HERE:
        raise BadInput("还没到那一天，到时候再登记。")
    if row.state == AppointmentState.CALLED:
        raise WrongStep
    row.move_to(AppointmentState.HERE)
    row.here_at, row.ended_at = row.here_at or at, None
    if row.queue_number is None:
        give_number(row, sitting)
    elif row.calls:
        row.place, row.is_behind, row.calls = _fair_place(row, at), True, 0
        row.window = row.sent_to = None
    fields = ["state", "here_at", "ended_at", "queue_number", "place", "is_behind", "calls"]
    fields += ["window", "sent_to"]
    if _is_here_otherwise(row):
        raise BadInput("这一位已经另外约了这一场。")
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError:
        row.slot = None
        row.save(update_fields=[*fields, "slot"])
    return row


def _is_here_otherwise(row: Appointment) -> bool:
    others = Appointment.objects.of(row.centre_id).exclude(pk=row.pk)
    mine = others.filter(sitting_id=row.sitting_id, person_id=row.person_id)
    states = [*COMING]
    if row.sitting.purpose == Purpose.CLINIC:
        states.append(AppointmentState.DONE)
    return row.person_id is not None and mine.filter(state__in=states).exists()


def _fair_place(row: Appointment, at: datetime) -> int:
    """Return the place behind those who are called next."""
    rows = Appointment.objects.of(row.centre_id).filter(
        sitting_id=row.sitting_id, state=AppointmentState.HERE
    )
    waiting = in_turn(rows.exclude(pk=row.pk).select_related("slot"), at)
    # Who goes first whatever their place counts among the two; behind whom is by place.
    plain = [one for one in waiting if not goes_first(one, at)]
    between = max(0, FAIR_WAY - (len(waiting) - len(plain)))
    if len(plain) <= between:
        last = max((one.place or 0 for one in plain), default=0)
        return max(last, row.place or 0) + 1
    places = sorted(one.place or 0 for one in plain)
    behind = plain[between].place or 0
    before = max((place for place in places if place < behind), default=behind - 2 * GAP)
    return (before + behind) // 2


@transaction.atomic
def call_next(
    *,
    centre: Any,
    sitting_id: UUID,
    actor: Actor,
    at: datetime,
    window_id: UUID | None = None,
    instead_of: UUID | None = None,
    once: bool = False,
) -> Appointment | None:
    """Call whoever is next: a booked person whose slot has come, else the first in the queue.

    Whoever was being seen is done: at this window where there are several, and nobody is ever
    called to two. With `once`, `instead_of` is who the caller saw at the window: if it is somebody
    else by now, the same button was pressed twice, and that one is returned. Returns None when
    nobody waits. Raises NotAllowed; WrongStep at a window where the actor is not.
    """
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    require(policies.may_call, actor, centre)
    if window_id is not None:
        require_at_window(sitting, window_id, actor)
    rows = Appointment.objects.of(centre).filter(sitting=sitting)
    called = rows.filter(state=AppointmentState.CALLED, window_id=window_id)
    for row in called.select_for_update().order_by("pk"):
        if once and row.pk != instead_of:
            return row
        row.sitting = sitting
        end_done(row, actor, at)
    waiting = rows.filter(state=AppointmentState.HERE).select_for_update(of=("self",))
    ours = [
        row
        for row in in_turn(waiting.select_related("slot"), at)
        if row.sent_to_id in {None, window_id}
    ]
    if not ours:
        return None
    found = ours[0]
    found.sitting = sitting
    found.move_to(AppointmentState.CALLED)
    found.called_at, found.calls, found.window_id = at, found.calls + 1, window_id
    found.first_called_at = found.first_called_at or at
    fields = ["state", "called_at", "first_called_at", "calls", "window"]
    found.save(update_fields=fields)
    return found


@transaction.atomic
def call_again(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Call out whoever was called once more; two taps are one. Raises NotAllowed, WrongStep."""
    row, _ = _locked(centre, appointment_id, actor)
    if row.state != AppointmentState.CALLED:
        raise WrongStep
    if row.called_at is None or at - row.called_at >= A_MOMENT:
        row.called_at, row.calls = at, row.calls + 1
        row.save(update_fields=["called_at", "calls"])
    return row


@transaction.atomic
def pass_over(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Pass over somebody who was called and is not there; after three calls they did not come.

    Whoever comes back is welcome (`arrive`). Raises NotAllowed, WrongStep.
    """
    row, _ = _locked(centre, appointment_id, actor)
    if row.state != AppointmentState.CALLED:
        raise WrongStep
    if row.calls >= MOST_CALLS:
        end_missed(row, actor, at)
        return row
    row.move_to(AppointmentState.SKIPPED)
    row.save(update_fields=["state"])
    return row


@transaction.atomic
def send_to(
    *, centre: Any, appointment_id: UUID, actor: Actor, at: datetime, window_id: UUID
) -> Appointment:
    """Send whoever is at one window on to another, where they are the next to be called.

    Raises NotAllowed, WrongStep; BadInput for a window at which nobody is.
    """
    row, sitting = _locked(centre, appointment_id, actor)
    if row.state != AppointmentState.CALLED or row.window_id == window_id:
        raise WrongStep
    turns = AtWindow.objects.of(centre).filter(sitting=sitting, until__isnull=True)
    if not turns.filter(window_id=window_id).exists():
        raise BadInput("那个窗口现在没有人，请选别的窗口。")
    row.move_to(AppointmentState.HERE)
    row.sent_to = Window.objects.of(centre).get(pk=window_id)
    row.window, row.calls = None, 0
    row.save(update_fields=["state", "sent_to", "window", "calls"])
    return row


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
    if row.state != AppointmentState.CALLED:
        raise WrongStep
    row.move_to(AppointmentState.HERE)
    row.called_at = row.first_called_at = None
    give_number(row, sitting)
    row.save(
        update_fields=["state", "called_at", "first_called_at", "queue_number", "place"],
    )
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
    turns = AtWindow.objects.of(centre).filter(sitting=sitting, until__isnull=True)
    clerks = dict(turns.values_list("window_id", "account_id"))
    rows = Appointment.objects.of(centre).select_for_update(of=("self",)).filter(sitting=sitting)
    for row in rows.filter(state__in=COMING).select_related("slot").order_by("pk"):
        row.sitting = sitting
        if row.state == AppointmentState.CALLED:
            # A sitting that is ended at night was not served all evening, nor by whoever ends it.
            over = min(at, max(sitting.ends, row.called_at or at))
            end_done(row, actor, over, by=clerks.get(row.window_id))
        elif row.state == AppointmentState.HERE:
            end_cancelled(row, actor, at, NOT_REACHED)
        else:
            end_missed(row, actor, at)
    turns.update(until=at)
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
    row.sitting = sitting
    return row, sitting
