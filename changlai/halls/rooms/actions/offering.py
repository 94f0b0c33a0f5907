"""Offer hours in which a room stands idle to groups that would use them, chosen by staff."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import Room
from changlai.halls.rooms import policies
from changlai.halls.rooms.actions.things import line
from changlai.halls.rooms.events import IdleHoursOffered
from changlai.halls.rooms.models import IdleOffer, OfferedTo
from changlai.halls.rooms.queries.idle import matching_groups
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def offer_idle_hours(
    *,
    centre: Any,
    room_id: UUID,
    weekday: int,
    opens: time,
    closes: time,
    booking_ids: Iterable[UUID],
    actor: Actor,
    at: datetime,
    words: str = "",
) -> IdleOffer:
    """Tell chosen groups that a room is free on a weekday; nobody else hears of it.

    Only groups that used a room of the same functions can be chosen. Raises NotAllowed;
    BadInput without a group, or when all of them were told of these hours today already.
    """
    room = Room.objects.of(centre).select_for_update().get(pk=room_id)
    require(policies.may_arrange, actor, centre)
    wanted = set(booking_ids)
    groups = [one for one in matching_groups(centre, room, at) if one.booking.pk in wanted]
    if not groups:
        raise BadInput("请至少选一支队伍。")
    today = timezone.localdate(at)
    told = set(
        OfferedTo.objects.of(centre)
        .filter(
            offer__room=room,
            offer__weekday=weekday,
            offer__opens=opens,
            offer__offered_at__date=today,
        )
        .values_list("group_name", flat=True)
    )
    fresh = [one for one in groups if one.name not in told]
    if not fresh:
        raise BadInput("这些队伍今天已经告诉过了。")
    offer = IdleOffer(
        centre=centre,
        room=room,
        weekday=weekday,
        opens=opens,
        closes=closes,
        words=line(words, "", 120),
        offered_by_id=actor.account_id,
        offered_at=at,
    )
    offer.save(force_insert=True)
    OfferedTo.objects.bulk_create(
        OfferedTo(centre=centre, offer=offer, booking=one.booking, group_name=one.name)
        for one in fresh
    )
    publish(
        IdleHoursOffered(
            centre_id=offer.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=offer.pk,
            room_id=room.pk,
            weekday=weekday,
            groups=len(fresh),
        )
    )
    return offer
