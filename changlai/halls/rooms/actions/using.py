"""How a date went: somebody came, it ended, or the room stood empty.

Nobody has to check in. A confirmed date whose time has passed counts as used, unless a colleague
saw the room empty and said so; no clock and no telephone decides that somebody did not come.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import release
from changlai.halls.rooms import policies
from changlai.halls.rooms.actions.holding import hold, locked, refuse
from changlai.halls.rooms.events import NobodyCame, NoShowTakenBack, UseBegun, UseEnded
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.states import HOLDING, DateState
from changlai.kernel.errors import RuleBroken, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

EARLY = timedelta(minutes=30)
MANY = 200


@transaction.atomic
def begin_use(*, centre: Any, date_id: UUID, actor: Actor, at: datetime) -> BookingDate:
    """Say that somebody is there: the booker on the room's own page, or staff. Never required.

    Raises NotAllowed; WrongStep earlier than half an hour before, or after the end.
    """
    row = locked(centre, date_id)
    require(policies.may_change, actor, row.booking)
    if row.state == DateState.IN_USE:
        return row
    if not row.starts - EARLY <= at < row.ends:
        raise WrongStep("开始前半小时到结束之间才用得着说“到了”。")
    row.move_to(DateState.IN_USE)
    row.came_at = at
    row.save(update_fields=["state", "came_at"])
    publish(
        UseBegun(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            booking_id=row.booking_id,
            by_staff=not policies.is_own(actor, row.booking),
        )
    )
    return row


@transaction.atomic
def end_use(*, centre: Any, date_id: UUID, actor: Actor, at: datetime) -> BookingDate:
    """End a date: at its end by the clock, earlier when people leave and the room comes free.

    Raises NotAllowed; WrongStep before it began.
    """
    row = locked(centre, date_id)
    require(policies.may_change, actor, row.booking)
    if at <= row.starts:
        raise WrongStep("这一场还没开始；不来了的话，请取消。")
    row.move_to(DateState.DONE)
    row.ended_at = min(at, row.ends)
    row.save(update_fields=["state", "ended_at"])
    if at < row.ends:
        release(
            centre=row.centre_id,
            holder_id=row.pk,
            at=at,
            from_moment=at,
            actor_id=actor.account_id,
        )
    publish(
        UseEnded(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            booking_id=row.booking_id,
            room_id=row.room_id,
            person_id=row.booking.person_id,
            starts=row.starts,
            heads=row.booking.headcount,
        )
    )
    return row


@transaction.atomic
def note_no_show(*, centre: Any, date_id: UUID, actor: Actor, at: datetime) -> BookingDate:
    """Note, as staff, that the room stands empty, and free it for others.

    It takes a colleague who looked, and the minutes the room gives to whoever is late. Nothing
    follows for the person: no mark, no count. Raises NotAllowed; WrongStep too early.
    """
    row = locked(centre, date_id)
    require(policies.may_decide, actor, row.booking)
    late = row.starts + timedelta(minutes=row.room.free_after_minutes)
    if at < min(late, row.ends):
        raise WrongStep(f"开始{row.room.free_after_minutes}分钟后还没人，才能放开。")
    row.move_to(DateState.NO_SHOW)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    release(centre=row.centre_id, holder_id=row.pk, at=at, actor_id=actor.account_id)
    publish(
        NobodyCame(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            booking_id=row.booking_id,
        )
    )
    return row


@transaction.atomic
def put_back(*, centre: Any, date_id: UUID, actor: Actor, at: datetime) -> BookingDate:
    """Take a no-show back: they came after all, or were in the other half of the hall.

    Raises NotAllowed; WrongStep; RoomTaken when somebody else has the room by now.
    """
    row = locked(centre, date_id)
    require(policies.may_decide, actor, row.booking)
    row.move_to(DateState.CONFIRMED)
    hold(row, actor=actor, at=at, ignore_hours=True)
    row.ended_at = None
    row.save(update_fields=["state", "ended_at"])
    publish(
        NoShowTakenBack(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            booking_id=row.booking_id,
        )
    )
    return row


def finish_past(at: datetime) -> int:
    """End what is over, and answer wishes whose hour came undecided; return how many.

    One short transaction for each date, so that one that cannot is in nobody's way.
    """
    over = BookingDate.objects.filter(state__in=HOLDING, ends__lte=at)
    late = BookingDate.objects.waiting().filter(ends__gt=at - timedelta(days=400), starts__lte=at)
    rows = [
        *over.order_by("ends", "id").values_list("centre_id", "pk", "state")[:MANY],
        *late.order_by("ends", "id").values_list("centre_id", "pk", "state")[:MANY],
    ]
    done = 0
    for centre_id, date_id, state in rows:
        actor = Actor.system(centre_id)
        try:
            if state == DateState.REQUESTED:
                _answer_late(centre_id, date_id, actor, at)
            else:
                end_use(centre=centre_id, date_id=date_id, actor=actor, at=at)
        except RuleBroken:
            # Somebody was quicker at the desk.
            continue
        done += 1
    return done


@transaction.atomic
def _answer_late(centre_id: UUID, date_id: UUID, actor: Actor, at: datetime) -> None:
    row = locked(centre_id, date_id)
    refuse(row, actor=actor, at=at, reason="工作人员没来得及确认，对不起", why="late")
