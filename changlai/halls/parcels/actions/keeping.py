"""The centre's own choices about its shelf, and forgetting what is thirty days past."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.halls.parcels import policies
from changlai.halls.parcels.events import ParcelsPurged, RulesPut
from changlai.halls.parcels.models import Delivery, Parcel, ShelfRule
from changlai.halls.parcels.states import KEPT_DAYS
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records

LONGEST_SHELF = 8
MOST_SHELVES = 40


@transaction.atomic
def put_rules(
    *, centre: Any, actor: Actor, at: datetime, overdue_days: int, shelves: str
) -> ShelfRule:
    """Say after how many days a parcel is overdue, and which shelves there are, in their order.

    Raises NotAllowed; BadInput for days out of 1 to 60, for no shelf, or for one of a long name.
    """
    require(policies.may_set_rules, actor, centre)
    if not 1 <= overdue_days <= 60:
        raise BadInput("超期请填1到60天。")
    named = list(dict.fromkeys(shelves.upper().split()))
    if not named or len(named) > MOST_SHELVES:
        raise BadInput("货架请写1到40个，用空格隔开。")
    for shelf in named:
        if len(shelf) > LONGEST_SHELF:
            raise BadInput(f"“{shelf[:8]}…”太长了，货架最多写8个字。")
    rule, _ = ShelfRule.objects.update_or_create(
        centre_id=centre.pk,
        defaults={"overdue_days": overdue_days, "shelves": " ".join(named)},
    )
    publish(
        RulesPut(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=rule.pk,
            overdue_days=overdue_days,
        )
    )
    return rule


def purge(at: datetime) -> int:
    """Wipe number, telephone and names of what left thirty days ago; return how many rows.

    The row stays as a count: when it came and left, by which carrier, and whether it was fetched
    by oneself. A centre a transaction, with a fact that says how many as the proof.
    """
    due = Parcel.objects.filter(purged_at__isnull=True, out_at__lte=at - timedelta(days=KEPT_DAYS))
    centres = sorted(set(due.order_by().values_list("centre_id", flat=True)))
    return sum(_purge(centre_id, at) for centre_id in centres)


@transaction.atomic
def _purge(centre_id: UUID, at: datetime) -> int:
    rows = Parcel.objects.of(centre_id).filter(
        purged_at__isnull=True, out_at__lte=at - timedelta(days=KEPT_DAYS)
    )
    keys = list(rows.select_for_update().order_by("id").values_list("pk", flat=True))
    if not keys:
        return 0
    wipe(centre_id, keys, purged_at=at, waybill_key=None, waybill_tail="", waybill="")
    for key in keys:
        records.drop(centre_id, key)
    publish(ParcelsPurged(centre_id=centre_id, at=at, parcels=len(keys), kept_days=KEPT_DAYS))
    return len(keys)


def wipe(centre_id: UUID, keys: list[UUID], **more: Any) -> None:
    """Take out of parcels, and of the wishes to have them brought, whatever tells of a person."""
    Parcel.objects.of(centre_id).filter(pk__in=keys).update(
        person=None,
        name="",
        phone="",
        phone_index=None,
        tail="",
        proxy_name="",
        taker_name="",
        reason="",
        **more,
    )
    Delivery.objects.of(centre_id).filter(parcel_id__in=keys).update(place="", answer="")
