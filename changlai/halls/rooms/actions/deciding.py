"""Staff decide on wishes: one gets the room, the others hear at once where else there is space."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import RoomNotOpen, RoomTaken
from changlai.halls.rooms import policies
from changlai.halls.rooms.actions.holding import hold, locked, refuse, turn_away
from changlai.halls.rooms.events import DateConfirmed
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.states import DateState
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def confirm_date(
    *, centre: Any, date_id: UUID, actor: Actor, at: datetime, ignore_hours: bool = False
) -> BookingDate:
    """Give a wish its room, and turn the other wishes for that hour away.

    The order of wishes (the village, groups, private; then who asked first) is shown to staff and
    binds nobody: a village knows reasons that no rule knows. Raises NotAllowed; WrongStep when it
    is decided already; RoomTaken and RoomNotOpen, when the wish goes on waiting.
    """
    row = locked(centre, date_id)
    require(policies.may_decide, actor, row.booking)
    row.move_to(DateState.CONFIRMED)
    hold(row, actor=actor, at=at, ignore_hours=ignore_hours)
    row.reason, row.decided_at, row.decided_by_id = "", at, actor.account_id
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    turn_away(row, actor=actor, at=at)
    publish(
        DateConfirmed(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            booking_id=row.booking_id,
        )
    )
    return row


@transaction.atomic
def confirm_booking(
    *, centre: Any, booking_id: UUID, actor: Actor, at: datetime
) -> tuple[int, int]:
    """Confirm all waiting dates of a series; return how many got the room and how many did not.

    A date that is taken meanwhile goes on waiting, so that staff may move or refuse it by hand.
    """
    rows = BookingDate.objects.of(centre).waiting().filter(booking_id=booking_id)
    given = left = 0
    for date_id in list(rows.order_by("starts", "id").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                confirm_date(centre=centre, date_id=date_id, actor=actor, at=at)
        except (RoomTaken, RoomNotOpen):
            left += 1
        else:
            given += 1
    return given, left


@transaction.atomic
def refuse_date(
    *, centre: Any, date_id: UUID, actor: Actor, at: datetime, reason: str
) -> BookingDate:
    """Say no to a wish, with a reason that the asker reads word for word.

    Raises NotAllowed; WrongStep; BadInput without a reason.
    """
    row = locked(centre, date_id)
    require(policies.may_decide, actor, row.booking)
    words = " ".join(reason.split())
    if not words:
        raise BadInput("请写一句原因，对方会看到。")
    refuse(row, actor=actor, at=at, reason=words, why="staff")
    return row
