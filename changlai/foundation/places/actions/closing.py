"""Close a room for a time: who held it is displaced and told by its own app."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.foundation.places import policies
from changlai.foundation.places.actions.holding import Holder, RoomTaken, reserve
from changlai.foundation.places.events import (
    ClosureLifted,
    OccupancyDisplaced,
    RoomClosedForTime,
)
from changlai.foundation.places.models import Closure, Occupancy, Room
from changlai.foundation.places.states import HolderKind
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def close_room(
    *,
    centre: Any,
    room_id: UUID,
    starts: datetime,
    ends: datetime,
    reason: str,
    actor: Actor,
    at: datetime,
    part_ids: Iterable[UUID] | None = None,
) -> Closure:
    """Take a room, or some parts, out of use for a time, with the reason the door will show.

    Uses in that time lose the room, whole and at once; each holder's app hears of it and tells
    its people, with other places to go. Raises NotAllowed without the power; BadInput for a
    time that is over or has no reason; RoomTaken when it is closed then already.
    """
    room = Room.objects.of(centre).select_for_update().get(pk=room_id)
    require(policies.may_manage, actor, centre)
    reason = reason.strip()
    if not reason:
        raise BadInput("请写明暂停使用的原因，门口会写出来。")
    if ends <= starts or ends <= at:
        raise BadInput("暂停的时间已经过去，或者结束早于开始。")
    parts = None if part_ids is None else list(part_ids)
    displaced = displace(
        centre=centre, room=room, starts=starts, ends=ends, at=at, actor=actor, part_ids=parts
    )
    closure = Closure(
        centre_id=room.centre_id,
        room=room,
        starts=starts,
        ends=ends,
        reason=reason[:80],
        closed_by_id=actor.account_id,
        closed_at=at,
    )
    closure.save(force_insert=True)
    reserve(
        centre=centre,
        room_id=room.pk,
        starts=starts,
        ends=ends,
        holder=Holder(HolderKind.CLOSURE, closure.pk, reason),
        at=at,
        part_ids=parts,
        ignore_hours=True,
        actor_id=actor.account_id,
    )
    publish(
        RoomClosedForTime(
            centre_id=room.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=closure.pk,
            room_id=room.pk,
            starts=starts,
            ends=ends,
            displaced=displaced,
        )
    )
    return closure


@transaction.atomic
def displace(
    *,
    centre: Any,
    room: Room,
    starts: datetime,
    ends: datetime,
    at: datetime,
    actor: Actor,
    part_ids: Iterable[UUID] | None = None,
) -> int:
    """Take the room from whoever uses it in a time; return how many holders lost it.

    The caller has locked the room and asked whether the actor may. A closure is not displaced:
    raises RoomTaken.
    """
    rows = Occupancy.objects.of(centre).live().filter(room=room)
    if part_ids is not None:
        rows = rows.filter(part_id__in=list(part_ids))
    touched = list(rows.filter(use_starts__lt=ends, use_ends__gt=starts).order_by("use_starts"))
    if any(row.holder_kind == HolderKind.CLOSURE for row in touched):
        raise RoomTaken("这段时间里已经登记了暂停使用，请先看看是不是同一件事。")
    holders = {row.holder_id: row for row in reversed(touched)}
    # A holder that loses one part has lost the place it was promised: all its parts come free.
    Occupancy.objects.of(centre).live().filter(room=room, holder_id__in=list(holders)).update(
        is_live=False, ended_at=at
    )
    for holder_id, row in holders.items():
        publish(
            OccupancyDisplaced(
                centre_id=row.centre_id,
                at=at,
                actor_id=actor.account_id,
                subject_id=holder_id,
                room_id=room.pk,
                holder_kind=row.holder_kind,
                starts=row.use_starts,
            )
        )
    return len(holders)


@transaction.atomic
def lift_closure(*, centre: Any, closure_id: UUID, actor: Actor, at: datetime) -> Closure:
    """Open a closed room again before its time; whoever was displaced is not put back.

    Raises NotAllowed without the power. One lifted already stays as it is.
    """
    closure = Closure.objects.of(centre).select_for_update().get(pk=closure_id)
    require(policies.may_manage, actor, centre)
    if closure.lifted_at is not None or closure.ends <= at:
        return closure
    closure.lifted_at = at
    closure.save(update_fields=["lifted_at"])
    for row in Occupancy.objects.of(centre).live().filter(holder_id=closure.pk):
        if row.use_starts < at:
            row.use_ends = row.ends = at
            row.save(update_fields=["use_ends", "ends"])
        else:
            row.is_live, row.ended_at = False, at
            row.save(update_fields=["is_live", "ended_at"])
    publish(
        ClosureLifted(
            centre_id=closure.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=closure.pk,
            room_id=closure.room_id,
        )
    )
    return closure
