"""Give a booking up, move it, or lose it to a closed room."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import (
    BookingRule,
    Occupancy,
    Room,
    release,
    retitle,
)
from changlai.halls.rooms import policies
from changlai.halls.rooms.actions.booking import put_record
from changlai.halls.rooms.actions.holding import (
    decider,
    hold,
    locked,
    refuse,
    require_seats,
    turn_away,
)
from changlai.halls.rooms.events import BookingChanged, DateCancelled, DateDisplaced, DateMoved
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.states import HOLDING, DateState
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def cancel_date(
    *, centre: Any, date_id: UUID, actor: Actor, at: datetime, reason: str = ""
) -> BookingDate:
    """Give one date up; the room is free for others at once.

    Staff give a reason, which the booker reads. Raises NotAllowed; WrongStep once it is under way
    or over; BadInput when staff name no reason.
    """
    row = locked(centre, date_id)
    require(policies.may_change, actor, row.booking)
    _cancel(row, actor=actor, at=at, reason=reason)
    return row


@transaction.atomic
def cancel_booking(
    *, centre: Any, booking_id: UUID, actor: Actor, at: datetime, reason: str = ""
) -> int:
    """Give up all coming dates of a booking; return how many. Raises as `cancel_date`."""
    booking = Booking.objects.of(centre).get(pk=booking_id)
    require(policies.may_change, actor, booking)
    rows = BookingDate.objects.of(centre).open().filter(booking=booking, ends__gt=at)
    keys = list(rows.exclude(state=DateState.IN_USE).values_list("pk", flat=True))
    if not keys:
        raise WrongStep("这个预约没有可以取消的日子了。")
    for date_id in keys:
        _cancel(locked(centre, date_id), actor=actor, at=at, reason=reason)
    return len(keys)


def _cancel(row: BookingDate, *, actor: Actor, at: datetime, reason: str) -> None:
    by_staff = not policies.is_own(actor, row.booking)
    words = " ".join(reason.split())[:120]
    if by_staff and not words:
        raise BadInput("请写一句原因，约的人会看到。")
    if row.ends <= at:
        raise WrongStep("这一场已经过去了，不能再取消。")
    row.move_to(DateState.CANCELLED)
    row.reason, row.ended_at = words, at
    row.save(update_fields=["state", "reason", "ended_at"])
    release(centre=row.centre_id, holder_id=row.pk, at=at, actor_id=actor.account_id)
    publish(
        DateCancelled(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            booking_id=row.booking_id,
            by_staff=by_staff,
        )
    )


@transaction.atomic
def change_booking(
    *,
    centre: Any,
    booking_id: UUID,
    actor: Actor,
    at: datetime,
    purpose: str,
    headcount: int,
    needs: str = "",
) -> Booking:
    """Say anew what a booking is for, how many come and what they need; its times stay.

    Raises NotAllowed; WrongStep when nothing of it is to come; BadInput for missing words, or
    for more people than a room of a coming date seats.
    """
    booking = Booking.objects.of(centre).select_for_update().get(pk=booking_id)
    require(policies.may_change, actor, booking)
    rows = BookingDate.objects.of(centre).open().filter(booking=booking, ends__gt=at)
    coming = list(rows.select_related("room"))
    if not coming:
        raise WrongStep("这个预约已经没有要来的日子了。")
    booking.purpose = " ".join(purpose.split())[:60]
    if not booking.purpose:
        raise BadInput("请写一下做什么用，比如“舞蹈队排练”。")
    if headcount < 1:
        raise BadInput("请填大约几个人。")
    for row in coming:
        require_seats(row.room, row.layout_id, row.part_id, headcount)
    booking.headcount, booking.needs = headcount, " ".join(needs.split())[:120]
    booking.save(update_fields=["purpose", "headcount", "needs"])
    put_record(booking)
    retitle(centre=centre, holder_ids=[row.pk for row in coming], title=booking.door_title)
    publish(
        BookingChanged(
            centre_id=booking.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=booking.pk,
            by_staff=not policies.is_own(actor, booking),
        )
    )
    return booking


@transaction.atomic
def lose_room(*, centre: Any, date_id: UUID, at: datetime) -> BookingDate | None:
    """Note that a date has lost its room to a closure or something more pressing.

    None when it holds none any more, or holds one again: the fact came after somebody had
    already moved or cancelled it.
    """
    row = locked(centre, date_id)
    held = Occupancy.objects.of(centre).live().filter(holder_id=row.pk)
    if row.state not in HOLDING or held.exists():
        return None
    row.move_to(DateState.DISPLACED)
    row.save(update_fields=["state"])
    publish(
        DateDisplaced(
            centre_id=row.centre_id,
            at=at,
            subject_id=row.pk,
            booking_id=row.booking_id,
        )
    )
    return row


@transaction.atomic
def turn_away_closed(
    *,
    centre: Any,
    room_id: UUID,
    closure_id: UUID,
    starts: datetime,
    ends: datetime,
    actor: Actor,
    at: datetime,
) -> int:
    """Answer the wishes for a time in which their room is closed now; return how many.

    Left waiting they would be refused on their own day, when no other place is free any more.
    """
    list(Room.objects.of(centre).filter(pk=room_id).select_for_update())
    held = Occupancy.objects.of(centre).live().filter(holder_id=closure_id)
    closed = dict(held.values_list("part_id", "title"))
    rows = BookingDate.objects.of(centre).waiting().filter(room_id=room_id)
    lost = [
        row
        for row in rows.touching(starts, ends).select_for_update().order_by("pk")
        if closed and (row.part_id is None or row.part_id in closed)
    ]
    for row in lost:
        reason = f"那时暂停使用：{next(iter(closed.values()))}"
        refuse(row, actor=actor, at=at, reason=reason, why="closed")
    return len(lost)


@transaction.atomic
def move_date(
    *,
    centre: Any,
    date_id: UUID,
    room_id: UUID,
    starts: datetime,
    ends: datetime,
    actor: Actor,
    at: datetime,
    layout_id: UUID | None = None,
    part_id: UUID | None = None,
    ignore_hours: bool = False,
) -> BookingDate:
    """Give a date another room or time: staff any, a booker one that confirms at once.

    Without `layout_id` and `part_id` it is the whole room as it stands. Where the new place is
    taken, the date keeps what it has. Raises NotAllowed; WrongStep for a
    date that is over; BadInput; RoomTaken; RoomNotOpen.
    """
    row = locked(centre, date_id, room_id)
    require(policies.may_change, actor, row.booking)
    room = Room.objects.of(centre).get(pk=room_id)
    by_staff = policies.may_decide(actor, row.booking)
    if not by_staff and room.booking_rule != BookingRule.AUTO:
        raise NotAllowed(f"“{room.name}”要工作人员安排，请打电话或到窗口说一声。")
    if ends <= starts or starts < at:
        raise BadInput("请选一个还没到的时间，结束要晚于开始。")
    require_seats(room, layout_id, part_id, row.booking.headcount)
    if row.state == DateState.CONFIRMED:
        release(centre=centre, holder_id=row.pk, at=at, actor_id=actor.account_id)
    else:
        row.move_to(DateState.CONFIRMED)
    row.room, row.part_id, row.layout_id = room, part_id, layout_id
    row.starts, row.ends, row.reason = starts, ends, ""
    hold(row, actor=actor, at=at, ignore_hours=by_staff and ignore_hours)
    row.decided_at, row.decided_by_id = at, decider(actor, row)
    row.save(
        update_fields=[
            *("state", "room", "part", "layout", "starts", "ends"),
            *("reason", "decided_at", "decided_by"),
        ]
    )
    turn_away(row, actor=actor, at=at)
    publish(
        DateMoved(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            booking_id=row.booking_id,
            room_id=room.pk,
            starts=starts,
        )
    )
    return row
