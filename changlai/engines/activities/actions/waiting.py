"""The waiting list: a seat that comes free is offered in order and held for a time."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from changlai.engines.activities import policies
from changlai.engines.activities.actions.fitting import Seating, is_open
from changlai.engines.activities.actions.locks import hold_still, lock_pools, lock_sign_up
from changlai.engines.activities.actions.seating import give_back, leave_household
from changlai.engines.activities.actions.windows import next_start
from changlai.engines.activities.events import (
    OfferLapsed,
    SeatOffered,
    SeatsReleased,
    SignUpDecided,
)
from changlai.engines.activities.models import Activity, SeatPool, SignUp
from changlai.engines.activities.states import ActivityState, KeptFor, SignUpState
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

AT_ONCE = 200


def offer_free_seats(activity: Activity, quota_id: UUID, at: datetime) -> int:
    """Offer what is free in a quota to those who wait, in order; return how many were offered.

    Whoever waits is offered a seat kept for them before a common one. A party that does not fit
    keeps its place while a smaller one behind it is offered what is left. Where nothing is held
    (0 hours) the seat is theirs at once. Once no session is to come nobody is offered anything.
    """
    if activity.state != ActivityState.ANNOUNCED:
        return 0
    until = next_start(activity, at)
    if until is None:
        return 0
    pools = lock_pools(activity.centre_id, activity.pk, quota_id)
    if not any(is_open(pool) and pool.taken < pool.seats for pool in pools):
        return 0
    waiting = list(
        SignUp.objects.of(activity.centre_id)
        .select_for_update(of=("self",))
        .select_related("person")
        .filter(activity=activity, ticket__quota_id=quota_id, state=SignUpState.WAITING)
        .in_order()
    )
    seating = Seating(activity, pools, waiting)
    offered = 0
    for row in waiting:
        fitting = (pool for pool in seating.pools_of(row) if pool.seats - pool.taken >= row.heads)
        if (pool := next(fitting, None)) is not None:
            _offer(row, pool, activity, at, until)
            pool.taken += row.heads
            offered += 1
    return offered


def _offer(row: SignUp, pool: SeatPool, activity: Activity, at: datetime, latest: datetime) -> None:
    row.pool = pool
    SeatPool.objects.of(pool.centre_id).filter(pk=pool.pk).update(taken=F("taken") + row.heads)
    common: dict[str, Any] = {
        "centre_id": row.centre_id,
        "at": at,
        "subject_id": row.pk,
        "activity_id": activity.pk,
        "person_id": row.person_id,
        "heads": row.heads,
    }
    if activity.offer_hours == 0:
        row.move_to(SignUpState.CONFIRMED)
        row.decided_at = at
        row.save(update_fields=["state", "pool", "decided_at"])
        publish(SignUpDecided(state=row.state, **common))
        return
    until = min(at + timedelta(hours=activity.offer_hours), latest)
    row.move_to(SignUpState.OFFERED)
    row.offered_until = until
    row.save(update_fields=["state", "pool", "offered_until"])
    publish(SeatOffered(until=until, **common))


@transaction.atomic
def accept_offer(*, centre: Any, sign_up_id: UUID, actor: Actor, at: datetime) -> SignUp:
    """Take the seat that is held for somebody.

    Raises NotAllowed for somebody else's; WrongStep when nothing is offered any more; BadInput
    once the time is over, although nobody has given it away yet, or the activity is.
    """
    row = _mine(centre, sign_up_id, actor)
    if row.activity.state != ActivityState.ANNOUNCED:
        raise BadInput("这个活动已经取消或者结束了。")
    if (
        row.state == SignUpState.OFFERED
        and row.offered_until is not None
        and at > row.offered_until
    ):
        raise BadInput("保留的时间已经过了，名额让给了下一位。")
    row.move_to(SignUpState.CONFIRMED)
    row.decided_at = at
    row.save(update_fields=["state", "decided_at"])
    publish(
        SignUpDecided(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            activity_id=row.activity_id,
            person_id=row.person_id,
            heads=row.heads,
            state=row.state,
        )
    )
    return row


@transaction.atomic
def decline_offer(*, centre: Any, sign_up_id: UUID, actor: Actor, at: datetime) -> SignUp:
    """Let an offered seat go to the next; raises NotAllowed, WrongStep."""
    row = _mine(centre, sign_up_id, actor)
    _lapse(row, at, actor_id=actor.account_id, declined=True)
    return row


def end_stale_offers(at: datetime) -> int:
    """Let offers nobody took lapse, and offer their seats on; return how many lapsed (a job)."""
    stale = SignUp.objects.filter(state=SignUpState.OFFERED, offered_until__lt=at)
    keys = list(
        stale.order_by("centre_id", "offered_until", "id").values_list("centre_id", "pk")[:AT_ONCE]
    )
    lapsed = 0
    for centre_id, key in keys:
        with transaction.atomic():
            row = lock_sign_up(centre_id, key)
            is_stale = row.offered_until is not None and row.offered_until < at
            if row.state == SignUpState.OFFERED and is_stale:
                _lapse(row, at, actor_id=None, declined=False)
                lapsed += 1
    return lapsed


def end_offers(activity: Activity, at: datetime, *, actor_id: UUID | None) -> None:
    """Take back what is offered of an activity that will not be; its lock is held by the caller.

    Whoever was offered a seat hears that the activity is off, and of no next one in the line.
    """
    lock_pools(activity.centre_id, activity.pk)
    rows = SignUp.objects.of(activity.centre_id).select_for_update(of=("self",))
    rows = rows.filter(activity=activity, state=SignUpState.OFFERED)
    for row in rows.select_related("ticket").order_by("pk"):
        row.activity = activity
        _lapse(row, at, actor_id=actor_id, declined=False)


def release_kept(at: datetime) -> int:
    """Open kept seats nobody took to everyone, at their time; return how many (a job)."""
    due = SeatPool.objects.filter(release_at__lte=at, released_at__isnull=True).exclude(
        kept_for=KeptFor.EVERYONE
    )
    released = 0
    for centre_id, key in list(
        due.order_by("centre_id", "id").values_list("centre_id", "pk")[:AT_ONCE]
    ):
        with transaction.atomic():
            released += _release(centre_id, key, at)
    return released


def _release(centre_id: UUID, pool_id: UUID, at: datetime) -> int:
    rows = SeatPool.objects.of(centre_id)
    quota_id, activity_id = rows.values_list("quota_id", "quota__activity_id").get(pk=pool_id)
    hold_still(activity_id)
    pools = {row.pk: row for row in lock_pools(centre_id, activity_id, quota_id)}
    pool = pools[pool_id]
    if pool.released_at is not None:
        return 0
    everyone = next(row for row in pools.values() if row.kept_for == KeptFor.EVERYONE)
    left = pool.seats - pool.taken
    pool.seats, pool.released_at = pool.taken, at
    pool.save(update_fields=["seats", "released_at"])
    rows.filter(pk=everyone.pk).update(seats=F("seats") + left)
    activity = Activity.objects.of(centre_id).get(pk=activity_id)
    publish(
        SeatsReleased(
            centre_id=centre_id, at=at, subject_id=pool.pk, activity_id=activity.pk, seats=left
        )
    )
    offer_free_seats(activity, quota_id, at)
    return left


def _lapse(row: SignUp, at: datetime, *, actor_id: UUID | None, declined: bool) -> None:
    row.move_to(SignUpState.LAPSED)
    pool_id, row.pool = row.pool_id, None
    row.ended_at = at
    row.save(update_fields=["state", "ended_at", "pool"])
    publish(
        OfferLapsed(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor_id,
            subject_id=row.pk,
            activity_id=row.activity_id,
            person_id=row.person_id,
            heads=row.heads,
            declined=declined,
        )
    )
    pass_on(row.activity, pool_id, row.heads, at)
    leave_household(row)


def pass_on(activity: Activity, pool_id: UUID | None, heads: int, at: datetime) -> None:
    """Give seats back and offer them to those who wait; whoever held none gives none."""
    if pool_id is not None:
        offer_free_seats(activity, give_back(pool_id, activity.centre_id, heads), at)


def _mine(centre: Any, sign_up_id: UUID, actor: Actor) -> SignUp:
    row = lock_sign_up(centre, sign_up_id)
    require(policies.may_change_sign_up, actor, row)
    return row
