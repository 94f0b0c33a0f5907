"""The draw: its seed is bound before the sign-up closes, and anyone can repeat it afterwards.

Seats are given in the order of seeds.order_of; who is not drawn waits in the same order.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.activities import policies
from changlai.engines.activities.actions.fitting import Seating, is_open
from changlai.engines.activities.actions.locks import lock_pools
from changlai.engines.activities.actions.seating import leave_household, take
from changlai.engines.activities.actions.seeds import order_of
from changlai.engines.activities.events import DrawDone, SignUpDecided
from changlai.engines.activities.models import Activity, Draw, SeatPool, SignUp
from changlai.engines.activities.states import ActivityState, SignUpState
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def draw(*, centre: Any, activity_id: UUID, actor: Actor, at: datetime) -> Draw:
    """Draw once, after the sign-up closed; who is not drawn waits, or is told that it was not.

    Raises NotAllowed; BadInput before the sign-up has closed, when it was drawn already, or when
    the activity has no draw.
    """
    activity = Activity.objects.of(centre).select_for_update().get(pk=activity_id)
    require(policies.may_plan, actor, centre)
    row = Draw.objects.of(centre).select_for_update().filter(activity=activity).first()
    if row is None:
        raise BadInput("这个活动不抽签。")
    if row.drawn_at is not None:
        raise BadInput("已经抽过签了，结果就在下面。")
    closes = activity.closes_at or activity.first_starts
    if activity.state != ActivityState.ANNOUNCED or (closes is not None and at < closes):
        raise BadInput("报名截止以后才能抽签。")
    pools = lock_pools(activity.centre_id, activity.pk)
    applied = {
        one.code: one
        for one in SignUp.objects.of(centre)
        # Of the sign-ups alone: a row that may be missing, as a walk-in's person, takes no lock.
        .select_for_update(of=("self",))
        .select_related("ticket", "person")
        .filter(activity=activity, state=SignUpState.APPLIED)
        .order_by("pk")
    }
    seatings = _seatings(activity, pools, applied.values())
    free = _free_of(pools)
    lines = []
    for rank, code in enumerate(order_of(row.seed, applied)):
        sign_up = applied[code]
        sign_up.activity = activity
        fitting = seatings[sign_up.ticket.quota_id].pools_of(sign_up)
        _decide(sign_up, activity, fitting, actor, at, rank)
        lines.append(_line(sign_up, fitting))
    won = sum(bool(line["pool"]) for line in lines)
    lost = len(lines) - won
    row.drawn_at, row.result = at, {"free": free, "lines": lines}
    row.save(update_fields=["drawn_at", "result"])
    publish(
        DrawDone(
            centre_id=activity.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=activity.pk,
            won=won,
            lost=lost,
        )
    )
    return row


def _seatings(
    activity: Activity, pools: Iterable[SeatPool], sign_ups: Collection[SignUp]
) -> dict[UUID, Seating]:
    """Return the seats of each quota, asking once who came before."""
    by_quota: dict[UUID, list[SeatPool]] = {}
    for pool in pools:
        by_quota.setdefault(pool.quota_id, []).append(pool)
    return {key: Seating(activity, found, sign_ups) for key, found in by_quota.items()}


def _free_of(pools: Iterable[SeatPool]) -> list[dict[str, Any]]:
    """Return what the draw had to give, as it is shown: pools that were released have nothing."""
    return [
        {"pool": str(pool.pk), "kept_for": pool.kept_for, "free": pool.seats - pool.taken}
        for pool in pools
        if is_open(pool)
    ]


def _line(sign_up: SignUp, fitting: Iterable[SeatPool]) -> dict[str, Any]:
    """Return what is needed to repeat one line of the draw, without anybody's name."""
    return {
        "code": sign_up.code,
        "heads": sign_up.heads,
        "may": [str(pool.pk) for pool in fitting],
        "pool": str(sign_up.pool_id) if sign_up.pool_id else "",
    }


def _decide(
    sign_up: SignUp,
    activity: Activity,
    fitting: Iterable[SeatPool],
    actor: Actor,
    at: datetime,
    rank: int,
) -> None:
    sign_up.pool = next((pool for pool in fitting if take(pool, sign_up.heads)), None)
    if sign_up.pool is not None:
        sign_up.move_to(SignUpState.CONFIRMED)
        sign_up.decided_at = at
    elif activity.has_waiting_list:
        sign_up.move_to(SignUpState.WAITING)
        # The order drawn is the order of waiting.
        sign_up.queued_at = at + timedelta(microseconds=rank)
    else:
        sign_up.move_to(SignUpState.LOST)
        sign_up.ended_at = at
        leave_household(sign_up)
    sign_up.save(update_fields=["state", "pool", "decided_at", "queued_at", "ended_at"])
    publish(
        SignUpDecided(
            centre_id=sign_up.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=sign_up.pk,
            activity_id=activity.pk,
            person_id=sign_up.person_id,
            heads=sign_up.heads,
            state=sign_up.state,
        )
    )
