"""What every verb of a date begins and ends with: locked rows, a held room, wishes turned away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import (
    Holder,
    HolderKind,
    Layout,
    Room,
    RoomPart,
    reserve,
    seats_of,
)
from changlai.halls.rooms import policies
from changlai.halls.rooms.events import DateRefused
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.states import DateState
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish

TAKEN_BY_OTHER = "这个时间安排给了别人"


def locked(centre: Any, date_id: UUID, *more_rooms: UUID) -> BookingDate:
    """Return a date with its room locked first: the order of whoever reserves.

    Two colleagues who confirm two wishes for one hour would otherwise wait for each other.
    """
    room_id = BookingDate.objects.of(centre).values_list("room_id", flat=True).get(pk=date_id)
    rooms = sorted({room_id, *more_rooms})
    list(Room.objects.of(centre).filter(pk__in=rooms).order_by("pk").select_for_update())
    row: BookingDate = BookingDate.objects.of(centre).select_for_update().get(pk=date_id)
    return row


def decider(actor: Actor, row: BookingDate) -> UUID | None:
    """Return the colleague who decides; nobody, where the room confirms by itself."""
    staff = policies.may_decide(actor, row.booking) and actor.acting_for is None
    return actor.account_id if staff else None


def require_seats(room: Room, layout_id: UUID | None, part_id: UUID | None, headcount: int) -> None:
    """Raise BadInput for more people than the room, or its part, seats when set up like that.

    A layout or part of another room is refused as well.
    """
    layout = part = None
    if layout_id is not None:
        layout = Layout.objects.of(room.centre_id).filter(room=room, pk=layout_id).first()
    if part_id is not None:
        part = RoomPart.objects.of(room.centre_id).filter(room=room, pk=part_id).first()
    if (layout is None) != (layout_id is None) or (part is None) != (part_id is None):
        raise BadInput("没有这种布置或分区，请重新选。")
    seats = seats_of(room, layout, part)
    if seats is not None and headcount > seats:
        where = f"{room.name}({part.name})" if part else room.name
        raise BadInput(f"“{where}”这样最多坐{seats}人，请换个大一点的场所或摆法。")


def hold(row: BookingDate, *, actor: Actor, at: datetime, ignore_hours: bool = False) -> None:
    """Hold the room for a date; raises RoomTaken or RoomNotOpen, and then nothing is held."""
    reserve(
        centre=row.centre_id,
        room_id=row.room_id,
        starts=row.starts,
        ends=row.ends,
        holder=Holder(HolderKind.BOOKING, row.pk, row.booking.door_title),
        at=at,
        layout_id=row.layout_id,
        part_ids=[row.part_id] if row.part_id else None,
        ignore_hours=ignore_hours,
        actor_id=actor.account_id,
    )


@transaction.atomic(savepoint=False)
def turn_away(row: BookingDate, *, actor: Actor, at: datetime) -> int:
    """Refuse the other wishes for what `row` holds now; each is told with other places to go."""
    rows = BookingDate.objects.of(row.centre_id).waiting().filter(room_id=row.room_id)
    rows = rows.touching(row.starts, row.ends).exclude(pk=row.pk)
    lost = [
        one
        for one in rows.select_for_update().order_by("pk")
        if not (one.part_id and row.part_id and one.part_id != row.part_id)
    ]
    for one in lost:
        refuse(one, actor=actor, at=at, reason=TAKEN_BY_OTHER, why="other")
    return len(lost)


def refuse(row: BookingDate, *, actor: Actor, at: datetime, reason: str, why: str) -> None:
    """Say no to a wish, with the reason, and make it known.

    `why` is "staff", "other" (another wish had it), "closed" or "late".
    """
    row.move_to(DateState.REFUSED)
    row.reason, row.decided_at = reason[:120], at
    row.decided_by_id = decider(actor, row)
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    publish(
        DateRefused(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            booking_id=row.booking_id,
            why=why,
        )
    )
