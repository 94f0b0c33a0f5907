"""Hand parcels out, put back what went to the wrong hands, return what nobody fetched."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.parcels import policies, queries
from changlai.halls.parcels.actions.codes import plain_code
from changlai.halls.parcels.actions.taking_in import put_on_shelf
from changlai.halls.parcels.events import (
    DeliveryEnded,
    ParcelHandedOut,
    ParcelPutBack,
    ParcelReturned,
)
from changlai.halls.parcels.models import Delivery, Parcel
from changlai.halls.parcels.states import DeliveryState, ParcelState, Taker
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.pages.words import spoken_moment
from changlai.kernel.policies import require


class AlreadyGone(WrongStep):
    """The parcel left the centre a moment ago; the sentence says when and to whom."""


def gone_sentence(parcel: Parcel) -> str:
    """Say when a parcel left and to whom, for the colleague who comes second."""
    at = spoken_moment(parcel.out_at, timezone.localdate(parcel.out_at)) if parcel.out_at else ""
    by = f"，{parcel.out_by.shown_name}经手" if parcel.out_by else ""
    if parcel.state == ParcelState.RETURNED:
        return f"这件{at}已经退回快递公司了{by}。"
    to = parcel.get_taker_display() + (f"({parcel.taker_name})" if parcel.taker_name else "")
    return f"这件{at}已经取走了，交给了{to}{by}。"


@transaction.atomic
def hand_out(
    *,
    centre: Any,
    parcel_id: UUID,
    actor: Actor,
    at: datetime,
    taker: str = Taker.SELF,
    taker_name: str = "",
    code: str = "",
) -> Parcel:
    """Hand a parcel out, once: to its recipient, or to a proxy, and keep to whom it went.

    A proxy is one whom the recipient named, who holds the recipient's standing leave, or who
    tells the pickup code. A parcel of which nobody knows whose it is goes to a name.

    Raises NotAllowed; AlreadyGone when a colleague was faster; BadInput for a proxy without a
    name, or whom nobody named and who tells no code.
    """
    # Nothing joined: what hangs on a row that was waited for would be read as it was before.
    parcel: Parcel = Parcel.objects.of(centre).select_for_update().get(pk=parcel_id)
    require(policies.may_keep, actor, centre)
    if parcel.state != ParcelState.WAITING:
        raise AlreadyGone(gone_sentence(parcel))
    name = " ".join(taker_name.split())[:40]
    _check_taker(parcel, Taker(taker), name, code, at)
    parcel.taker = Taker(taker)
    parcel.taker_name = name or (parcel.person.name if parcel.person else parcel.name)
    _leave(parcel, ParcelState.HANDED, actor, at)
    publish(
        ParcelHandedOut(
            centre_id=parcel.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=parcel.pk,
            taker=parcel.taker,
            days=parcel.days(at),
        )
    )
    return parcel


def _check_taker(parcel: Parcel, taker: Taker, name: str, code: str, at: datetime) -> None:
    if taker == Taker.SELF and not (parcel.person_id or parcel.name or name):
        raise BadInput("这件还不知道是谁的，请写上取件人的名字。")
    if taker != Taker.PROXY:
        return
    if not name:
        raise BadInput("请写上代取人的名字。")
    shelf, digits = plain_code(code)
    tells_code = digits == parcel.digits and shelf in {"", parcel.shelf}
    if not tells_code and name not in queries.fetchers(parcel, at):
        raise BadInput("收件人没有说过请这位代取：请报取件码，或者先打电话问收件人，记下代取人。")


def _leave(parcel: Parcel, state: ParcelState, actor: Actor, at: datetime) -> None:
    """Take a parcel off the shelf; in full its number is needed no more, nor bringing it home."""
    parcel.move_to(state)
    parcel.out_at, parcel.out_by_id, parcel.waybill = at, actor.account_id, ""
    parcel.save(
        update_fields=["state", "out_at", "out_by", "waybill", "taker", "taker_name", "reason"]
    )
    is_brought = state == ParcelState.HANDED and parcel.taker == Taker.DOOR
    then = DeliveryState.DONE if is_brought else DeliveryState.WITHDRAWN
    asked = Delivery.objects.of(parcel.centre_id).select_for_update().asked()
    for delivery in asked.filter(parcel=parcel):
        end(delivery, then, actor, at)


def end(delivery: Delivery, state: str, actor: Actor, at: datetime, answer: str = "") -> None:
    """Close the wish to have a parcel brought home. Raises WrongStep when it has an end."""
    delivery.move_to(state)
    delivery.ended_at, delivery.ended_by_id, delivery.answer = at, actor.account_id, answer
    delivery.save(update_fields=["state", "ended_at", "ended_by", "answer"])
    publish(
        DeliveryEnded(
            centre_id=delivery.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=delivery.pk,
            parcel_id=delivery.parcel_id,
            state=delivery.state,
            by_staff=policies.may_keep(actor, delivery.centre_id),
        )
    )


@transaction.atomic
def put_back(*, centre: Any, parcel_id: UUID, actor: Actor, at: datetime, reason: str) -> Parcel:
    """Put a parcel that went to the wrong hands on the shelf again, under a new pickup code.

    Its recipient hears the new code. Raises NotAllowed; BadInput without a reason, or when its
    number was scanned in again meanwhile; WrongStep when it was not handed out.
    """
    parcel = Parcel.objects.of(centre).select_for_update().get(pk=parcel_id)
    require(policies.may_keep, actor, centre)
    if parcel.purged_at is not None:
        raise WrongStep("这件取走满30天，单号和名字都清除了，请重新扫进来。")
    handed_on = timezone.localdate(parcel.out_at or at)
    taker = parcel.taker
    parcel.move_to(ParcelState.WAITING)
    parcel.reason = _reason(reason, "请写明为什么放回来。")
    parcel.out_at = parcel.out_by = None
    parcel.taker = parcel.taker_name = ""
    parcel.told_at = parcel.notice = parcel.reminded_at = parcel.reminder = None
    parcel.put_backs += 1
    if put_on_shelf(parcel, is_new=False) is not None:
        raise BadInput("这个单号后来又扫进来过，架上已经有一件了，请办那一件。")
    publish(
        ParcelPutBack(
            centre_id=parcel.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=parcel.pk,
            taker=taker,
            handed_on=handed_on,
        )
    )
    return parcel


@transaction.atomic
def return_parcel(
    *, centre: Any, parcel_id: UUID, actor: Actor, at: datetime, reason: str
) -> Parcel:
    """Give a parcel back to its carrier, and say why.

    Raises NotAllowed; AlreadyGone when it left before; BadInput without a reason.
    """
    parcel: Parcel = Parcel.objects.of(centre).select_for_update().get(pk=parcel_id)
    require(policies.may_keep, actor, centre)
    if parcel.state != ParcelState.WAITING:
        raise AlreadyGone(gone_sentence(parcel))
    parcel.reason = _reason(reason, "请写明为什么退回，收件人会看到。")
    _leave(parcel, ParcelState.RETURNED, actor, at)
    publish(
        ParcelReturned(
            centre_id=parcel.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=parcel.pk,
            days=parcel.days(at),
        )
    )
    return parcel


def _reason(text: str, missing: str) -> str:
    line = " ".join(text.split())[:120]
    if not line:
        raise BadInput(missing)
    return line
