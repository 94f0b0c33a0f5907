"""Forget what is past its time, and whoever asked to be forgotten; follow those who merged."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.halls.canteen.actions.orders import drop_order
from changlai.halls.canteen.events import PurchasesPurged
from changlai.halls.canteen.models import (
    DietMark,
    EaterTier,
    MealOrder,
    PurchaseCheck,
    SettlementLine,
    StandingOrder,
)
from changlai.halls.canteen.states import Diet, OrderState
from changlai.kernel.events.public import publish


def purge(at: datetime) -> int:
    """Destroy purchase records whose time is over; return how many.

    A centre a transaction, with a fact that says how many as the proof.
    """
    today = timezone.localdate(at)
    due = PurchaseCheck.objects.filter(keep_until__lt=today)
    centres = sorted(set(due.order_by().values_list("centre_id", flat=True)))
    return sum(_purge(centre_id, at) for centre_id in centres)


@transaction.atomic
def _purge(centre_id: UUID, at: datetime) -> int:
    today = timezone.localdate(at)
    gone, _ = PurchaseCheck.objects.of(centre_id).filter(keep_until__lt=today).delete()
    if gone:
        publish(PurchasesPurged(centre_id=centre_id, at=at, purchases=gone))
    return int(gone)


@transaction.atomic
def forget_eater(*, centre_id: UUID, person_id: UUID | None, at: datetime) -> None:
    """Take a person out of the canteen: what they ordered falls, what they ate stays a count."""
    orders = MealOrder.objects.of(centre_id).filter(person_id=person_id)
    for key in orders.waiting().values_list("pk", flat=True):
        drop_order(centre_id=centre_id, order_id=key, at=at)
    orders.update(person=None, place="")
    for model in (DietMark, EaterTier, StandingOrder):
        rows: Any = model
        rows.objects.of(centre_id).filter(person_id=person_id).delete()
    SettlementLine.objects.of(centre_id).filter(person_id=person_id).update(person=None, tier="")


@transaction.atomic
def merge_eaters(
    *, centre_id: UUID, kept_id: UUID | None, merged_id: UUID | None, at: datetime
) -> None:
    """Move what a person has to the entry they turned out to be; a meal had twice is had once."""
    orders = MealOrder.objects.of(centre_id)
    eaten = orders.filter(person_id=merged_id, state=OrderState.SERVED).values("menu_id")
    waits = orders.waiting().filter(person_id=kept_id, menu_id__in=eaten)
    for key in list(waits.values_list("pk", flat=True)):
        drop_order(centre_id=centre_id, order_id=key, at=at)
    has = orders.live().filter(person_id=kept_id).values("menu_id")
    double = orders.live().filter(person_id=merged_id, menu_id__in=has)
    for key in list(double.waiting().values_list("pk", flat=True)):
        drop_order(centre_id=centre_id, order_id=key, at=at)
    # Both entries ate of one meal: the second plate stays counted, and is nobody's.
    double.filter(state=OrderState.SERVED).update(person=None)
    orders.filter(person_id=merged_id).update(person_id=kept_id)
    _merge_diets(centre_id, kept_id, merged_id)
    standing = StandingOrder.objects.of(centre_id).filter(person_id=merged_id)
    own = StandingOrder.objects.of(centre_id).filter(person_id=kept_id, ended_at__isnull=True)
    standing.filter(ended_at__isnull=True, meal__in=own.values("meal")).update(ended_at=at)
    standing.update(person_id=kept_id)
    tiers = EaterTier.objects.of(centre_id)
    tiers.filter(
        person_id=merged_id, since__in=tiers.filter(person_id=kept_id).values("since")
    ).delete()
    tiers.filter(person_id=merged_id).update(person_id=kept_id)
    SettlementLine.objects.of(centre_id).filter(person_id=merged_id).update(person_id=kept_id)


def _merge_diets(centre_id: UUID, kept_id: UUID | None, merged_id: UUID | None) -> None:
    """Keep what either entry must not eat: a mark too many harms nobody."""
    rows = DietMark.objects.of(centre_id)
    other = rows.filter(person_id=merged_id).first()
    if other is None:
        return
    own = rows.filter(person_id=kept_id).first()
    if own is None:
        other.person_id = kept_id
        other.save(update_fields=["person"])
        return
    said = {*own.codes, *other.codes}
    own.marks = ",".join(one for one in Diet.values if one in said)
    own.save(update_fields=["marks"])
    other.delete()
