"""What a recipient may arrange, alone or through the desk: who fetches, and to have it brought."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.foundation.people.public import Actor
from changlai.halls.parcels import policies
from changlai.halls.parcels.actions.handing_out import end, hand_out
from changlai.halls.parcels.events import DeliveryAsked, ProxyNamed
from changlai.halls.parcels.models import Delivery, Parcel
from changlai.halls.parcels.states import DeliveryState, ParcelState, Taker
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

GONE = "这件已经不在架上了，请刷新后再看。"


def _on_shelf(centre: Any, parcel_id: UUID, actor: Actor) -> Parcel:
    parcel: Parcel = Parcel.objects.of(centre).select_for_update().get(pk=parcel_id)
    require(policies.may_arrange, actor, parcel)
    if parcel.state != ParcelState.WAITING:
        raise WrongStep(GONE)
    return parcel


@transaction.atomic
def name_proxy(
    *,
    centre: Any,
    parcel_id: UUID,
    actor: Actor,
    at: datetime,
    name: str,
    channel: str = "online",
) -> Parcel:
    """Say who fetches a parcel in the recipient's place; an empty name takes that back.

    By the recipient on the screen, or told to the desk, with the `channel` by which it was said.
    Raises NotAllowed; WrongStep once the parcel left; BadInput for a name too long.
    """
    parcel = _on_shelf(centre, parcel_id, actor)
    name = " ".join(name.split())
    if len(name) > 40:
        raise BadInput("代取人的名字太长了，最多40个字。")
    parcel.proxy_name, parcel.proxy_channel = name, channel[:10] if name else ""
    parcel.save(update_fields=["proxy_name", "proxy_channel"])
    publish(
        ProxyNamed(
            centre_id=parcel.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=parcel.pk,
            channel=channel[:10],
            is_named=bool(name),
        )
    )
    return parcel


@transaction.atomic
def ask_delivery(
    *,
    centre: Any,
    parcel_id: UUID,
    actor: Actor,
    at: datetime,
    place: str = "",
    channel: str = "online",
) -> Delivery:
    """Ask that a parcel be brought to somebody's door; asked twice it is one wish.

    Raises NotAllowed; WrongStep once the parcel left; BadInput for a place too long.
    """
    parcel = _on_shelf(centre, parcel_id, actor)
    place = " ".join(place.split())
    if len(place) > 120:
        raise BadInput("送到哪里写得太长了，最多120个字。")
    rows = Delivery.objects.of(centre).asked()
    known = rows.filter(parcel=parcel).first()
    if known is not None:
        return _change_place(known, place)
    delivery = Delivery(
        centre=centre,
        parcel=parcel,
        state=DeliveryState.ASKED,
        channel=channel[:10],
        entered_by_id=None if policies.is_own(actor, parcel) else actor.account_id,
        place=place,
        asked_at=at,
    )
    try:
        with transaction.atomic():
            delivery.save(force_insert=True)
    except IntegrityError:
        return _change_place(rows.get(parcel=parcel), place)
    publish(
        DeliveryAsked(
            centre_id=parcel.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=delivery.pk,
            parcel_id=parcel.pk,
            channel=delivery.channel,
        )
    )
    return delivery


def _change_place(delivery: Delivery, place: str) -> Delivery:
    if place and place != delivery.place:
        delivery.place = place
        delivery.save(update_fields=["place"])
    return delivery


@transaction.atomic
def end_delivery(
    *,
    centre: Any,
    delivery_id: UUID,
    actor: Actor,
    at: datetime,
    state: str,
    answer: str = "",
    taker_name: str = "",
) -> Delivery:
    """Close the wish: brought home (which hands the parcel out), not possible, or not wanted.

    Its recipient may take it back; the rest is the keeper's. Raises NotAllowed; WrongStep when
    it has an end already, AlreadyGone when the parcel was fetched; BadInput without a reason.
    """
    parcel_id = Delivery.objects.of(centre).values_list("parcel_id", flat=True).get(pk=delivery_id)
    # The parcel first, as handing out does, so that the two never wait for each other.
    parcel = Parcel.objects.of(centre).select_for_update().get(pk=parcel_id)
    delivery: Delivery = Delivery.objects.of(centre).select_for_update().get(pk=delivery_id)
    if state == DeliveryState.WITHDRAWN:
        require(policies.may_arrange, actor, parcel)
    else:
        require(policies.may_keep, actor, centre)
    answer = " ".join(answer.split())[:120]
    if state == DeliveryState.NOT_POSSIBLE and not answer:
        raise BadInput("请写明为什么送不了，收件人会看到。")
    if state == DeliveryState.DONE and delivery.state == DeliveryState.ASKED:
        hand_out(
            centre=centre,
            parcel_id=parcel_id,
            actor=actor,
            at=at,
            taker=Taker.DOOR,
            taker_name=taker_name,
        )
        delivery.refresh_from_db()
        return delivery
    end(delivery, state, actor, at, answer)
    return delivery
