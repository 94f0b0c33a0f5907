"""Put parcels on the shelf by their waybill numbers, and find out for whom they are."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.foundation.people.public import Actor
from changlai.halls.parcels import policies, queries
from changlai.halls.parcels.events import ParcelTakenIn, RecipientFound
from changlai.halls.parcels.models import Parcel
from changlai.halls.parcels.scans import plain_waybill, recipient_in
from changlai.halls.parcels.states import Carrier, ParcelState
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Visibility

DRAWN = 12
"""How many pickup codes are thrown at once, to take the first that is free."""


@dataclass(frozen=True)
class TakenIn:
    """The parcel on the shelf, and whether this scan put it there."""

    parcel: Parcel
    is_new: bool


@transaction.atomic
def take_in(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    waybill: str,
    recipient: str = "",
    person: Any = None,
    carrier: str = "",
    shelf: str = "",
) -> TakenIn:
    """Put a parcel on the shelf under a pickup code of its own; scanned twice it is one parcel.

    `recipient` is what was typed behind the number: a telephone or its last four figures, and
    perhaps a name. Whom it cannot mean for certain is left open and found later. Without `shelf`
    the one with the most room is taken.

    Raises NotAllowed for whoever keeps no parcels here; BadInput for a number, a telephone, a
    carrier or a shelf that is none.
    """
    require(policies.may_keep, actor, centre)
    waybill = plain_waybill(waybill)
    phone, tail, name = recipient_in(recipient)
    if carrier and carrier not in Carrier.values:
        raise BadInput("没有这家快递公司，请从列表里选。")
    # No look at the shelf first: a number scanned twice is rare, and the database refuses it.
    person = person or queries.person_of(centre, phone, tail, name)
    parcel = Parcel(
        centre=centre,
        waybill=waybill,
        waybill_key=queries.waybill_key(waybill),
        waybill_tail=waybill[-6:],
        carrier=carrier,
        shelf=_shelf(centre, shelf),
        person=person,
        name="" if person else name,
        phone="" if person else phone,
        tail=tail,
        state=ParcelState.WAITING,
        in_at=at,
        in_by_id=actor.account_id,
    )
    known = put_on_shelf(parcel)
    if known is not None:
        return TakenIn(known, is_new=False)
    keep_record(parcel, is_new=True)
    publish(
        ParcelTakenIn(
            centre_id=parcel.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=parcel.pk,
            carrier=carrier or None,
            is_matched=parcel.is_matched,
        )
    )
    return TakenIn(parcel, is_new=True)


def put_on_shelf(parcel: Parcel, *, is_new: bool = True) -> Parcel | None:
    """Write a parcel under four figures that no other one has; return who was there first.

    Two clerks may scan one parcel, or two parcels draw one code, at the same moment: the database
    lets one of them be, and the other one asks again.
    """
    for tries in range(DRAWN):
        # Of ten thousand codes a shelf has a few dozen: most often the first one is free.
        parcel.digits = _free_digits(parcel.centre_id) if tries else _draw()
        try:
            with transaction.atomic():
                parcel.save(force_insert=is_new, force_update=not is_new)
        except IntegrityError:
            known = queries.live_by_waybill(parcel.centre_id, parcel.waybill_key or "")
            if known is not None:
                return known
        else:
            return None
    raise BadInput("货架上的件太多，取件码排不开了，请先把放久的退回去。")


def _draw() -> str:
    return f"{secrets.randbelow(10_000):04d}"


def _free_digits(centre_id: UUID) -> str:
    drawn = [_draw() for _ in range(DRAWN)]
    rows = Parcel.objects.of(centre_id).live().filter(digits__in=drawn)
    taken = set(rows.values_list("digits", flat=True))
    return next((digits for digits in drawn if digits not in taken), drawn[0])


def _shelf(centre: Any, shelf: str) -> str:
    shelves = queries.rules_of(centre).shelf_list
    if not shelf:
        return queries.next_shelf(centre, shelves)
    if shelf not in shelves:
        raise BadInput(f"没有“{shelf[:8]}”这个货架，请从列表里选。")
    return shelf


@transaction.atomic
def find_recipient(
    *,
    centre: Any,
    parcel_id: UUID,
    actor: Actor,
    at: datetime,
    person: Any = None,
    name: str = "",
    phone: str = "",
) -> Parcel:
    """Say for whom a parcel is: a villager, or a name with a number for whom the centre knows not.

    Whoever was told of it before is not told again; a new recipient is. Raises NotAllowed;
    WrongStep once the parcel left; BadInput without anybody, or for a wrong number.
    """
    parcel = Parcel.objects.of(centre).select_for_update().get(pk=parcel_id)
    require(policies.may_keep, actor, centre)
    if parcel.state != ParcelState.WAITING:
        raise WrongStep("这件已经不在架上了，收件人不用再填。")
    name, phone = " ".join(name.split())[:40], normalise_cn(phone) if phone.strip() else ""
    if person is None and not (name or phone):
        raise BadInput("请选一位村民，或者写上称呼、电话。")
    if person is None and phone:
        person = queries.person_of(centre, phone, "", "")
    parcel.person = person
    parcel.name, parcel.phone = ("", "") if person else (name, phone)
    parcel.tail = phone[-4:] or ("" if person else parcel.tail)
    parcel.told_at = parcel.notice = parcel.reminded_at = parcel.reminder = None
    parcel.proxy_name = parcel.proxy_channel = ""
    parcel.save()
    keep_record(parcel)
    publish(
        RecipientFound(
            centre_id=parcel.centre_id, at=at, actor_id=actor.account_id, subject_id=parcel.pk
        )
    )
    return parcel


def keep_record(parcel: Parcel, *, is_new: bool = False) -> None:
    """Put a villager's parcel among their matters; one for nobody known is in nobody's."""
    if parcel.person_id is not None:
        records.put(
            parcel.centre_id,
            parcel.pk,
            "parcel",
            parcel.title,
            parcel.in_at,
            Visibility.PERSON,
            parcel.person_id,
            "parcels:parcel",
            is_new=is_new,
        )
    elif not is_new:
        records.drop(parcel.centre_id, parcel.pk)
