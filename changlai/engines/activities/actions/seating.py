"""Seats: laid out by a plan, taken and given back by conditional updates, released, counted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from changlai.engines.activities.models import (
    Activity,
    HouseholdSeats,
    Quota,
    SeatPool,
    SignUp,
    TicketKind,
)
from changlai.engines.activities.plans import QuotaPlan, SignUpPlan
from changlai.engines.activities.states import KeptFor
from changlai.kernel.errors import BadInput, RuleBroken


class SeatsFull(RuleBroken):
    """No seat is left for so many."""

    sentence = "名额已经满了。"


def lay_seats(activity: Activity, plan: SignUpPlan) -> None:
    """Write the quotas, pools and tickets of a plan, keeping what is taken.

    Raises BadInput for fewer seats than are taken, or a quota left out that people use.
    """
    there = {
        row.name: row for row in Quota.objects.of(activity.centre_id).filter(activity=activity)
    }
    for order, wish in enumerate(plan.quotas):
        quota = there.pop(wish.name, None) or Quota(
            centre_id=activity.centre_id, activity=activity, name=wish.name
        )
        quota.order = order
        quota.save()
        _lay_pools(quota, wish)
        for place, name in enumerate(wish.tickets):
            TicketKind.objects.update_or_create(
                centre_id=activity.centre_id,
                activity=activity,
                name=name,
                defaults={"quota": quota, "order": order * 100 + place, "is_retired": False},
            )
    _retire_tickets(activity, {name for wish in plan.quotas for name in wish.tickets})
    for quota in there.values():
        _drop(quota)


def _retire_tickets(activity: Activity, named: set[str]) -> None:
    """Take kinds of ticket that a plan no longer names off the form; used ones stay as rows."""
    rows = TicketKind.objects.of(activity.centre_id).filter(activity=activity)
    for ticket in rows.exclude(name__in=named):
        if SignUp.objects.of(activity.centre_id).filter(ticket=ticket).exists():
            ticket.is_retired = True
            ticket.save(update_fields=["is_retired"])
        else:
            ticket.delete()


def _drop(quota: Quota) -> None:
    """Take a quota away that a plan no longer has; raises BadInput where people used it."""
    if TicketKind.objects.of(quota.centre_id).filter(quota=quota).exists():
        raise BadInput("已经用着的名额不能去掉，可以把数字改小。")
    pools = SeatPool.objects.of(quota.centre_id).filter(quota=quota)
    if SignUp.objects.of(quota.centre_id).filter(pool__in=pools).exists():
        raise BadInput("已经用着的名额不能去掉，可以把数字改小。")
    pools.delete()
    quota.delete()


def _lay_pools(quota: Quota, wish: QuotaPlan) -> None:
    pools = {
        row.kept_for: row
        for row in SeatPool.objects.of(quota.centre_id)
        .select_for_update()
        .filter(quota=quota)
        .order_by("pk")
    }
    kept = {one.kept_for: one for one in wish.kept}
    sizes: dict[str, tuple[int, datetime | None]] = {
        one.kept_for: (one.seats, one.release_at) for one in wish.kept
    }
    for kept_for, pool in pools.items():
        # What was released already belongs to everyone and stays there.
        if kept_for != KeptFor.EVERYONE and (pool.released_at or kept_for not in kept):
            sizes[kept_for] = (pool.taken, pool.release_at)
    open_seats = wish.seats - sum(size for size, _ in sizes.values())
    sizes[KeptFor.EVERYONE] = (open_seats, None)
    for kept_for, (size, release_at) in sizes.items():
        pool = pools.get(kept_for) or SeatPool(
            centre_id=quota.centre_id, quota=quota, kept_for=kept_for
        )
        if size < pool.taken:
            raise BadInput(f"已经有{pool.taken}人占了名额，不能改成{size}。")
        pool.seats, pool.release_at = size, release_at
        pool.save()


def take(pool: SeatPool, heads: int) -> bool:
    """Take seats of a pool if so many are left, in one statement; say whether it did."""
    return bool(
        SeatPool.objects.of(pool.centre_id)
        .filter(pk=pool.pk, taken__lte=F("seats") - heads)
        .update(taken=F("taken") + heads)
    )


def give_back(pool_id: UUID, centre_id: UUID, heads: int) -> UUID:
    """Give seats back, those of a pool that was released to everyone; return their quota."""
    rows = SeatPool.objects.of(centre_id)
    pool = rows.get(pk=pool_id)
    if pool.released_at is None:
        rows.filter(pk=pool_id).update(taken=F("taken") - heads)
        return pool.quota_id
    rows.filter(pk=pool_id).update(taken=F("taken") - heads, seats=F("seats") - heads)
    rows.filter(quota_id=pool.quota_id, kept_for=KeptFor.EVERYONE).update(seats=F("seats") + heads)
    return pool.quota_id


def join_household(activity: Activity, household_id: Any, heads: int) -> None:
    """Count heads against the household's limit; raises BadInput beyond it."""
    limit = activity.household_limit
    if limit is None or household_id is None:
        return
    rows = HouseholdSeats.objects.of(activity.centre_id).filter(
        activity=activity, household_id=household_id
    )
    if heads <= limit:
        for _ in range(2):
            if rows.filter(heads__lte=limit - heads).update(heads=F("heads") + heads):
                return
            if rows.exists():
                break
            try:
                with transaction.atomic():
                    HouseholdSeats(
                        centre_id=activity.centre_id,
                        activity=activity,
                        household_id=household_id,
                        heads=heads,
                    ).save(force_insert=True)
            except IntegrityError:
                continue  # someone of the household came at the same moment
            return
    raise BadInput(f"这个活动一户最多{limit}人，您家已经报满了。")


def leave_household(sign_up: SignUp, heads: int | None = None) -> None:
    """Take the heads of a sign-up, or some of them, off its household's count."""
    heads = sign_up.heads if heads is None else heads
    if sign_up.household_id is not None:
        HouseholdSeats.objects.of(sign_up.centre_id).filter(
            activity_id=sign_up.activity_id,
            household_id=sign_up.household_id,
            heads__gte=heads,
        ).update(heads=F("heads") - heads)
