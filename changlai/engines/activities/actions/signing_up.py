"""Sign up, decide and cancel: for oneself, for somebody, at the counter, on paper."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.engines.activities import policies
from changlai.engines.activities.actions.fitting import Seating, pools_for
from changlai.engines.activities.actions.locks import hold_still, lock_pools, lock_sign_up
from changlai.engines.activities.actions.seating import (
    SeatsFull,
    join_household,
    leave_household,
    take,
)
from changlai.engines.activities.actions.waiting import offer_free_seats, pass_on
from changlai.engines.activities.actions.windows import closed_because, may_still_leave
from changlai.engines.activities.events import (
    PartyReduced,
    SignedUp,
    SignUpDecided,
    SignUpEnded,
)
from changlai.engines.activities.models import Activity, Draw, SignUp, TicketKind
from changlai.engines.activities.states import (
    HOLDING,
    LIVE,
    ActivityState,
    SignUpRule,
    SignUpState,
)
from changlai.foundation.people.public import Actor, Person, Scope
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.ids import MOST_TRIES, spoken_code
from changlai.kernel.policies import require

CODE_LENGTH = 8


@transaction.atomic
def sign_up(
    *,
    centre: Any,
    activity_id: UUID,
    ticket_id: UUID,
    actor: Actor,
    at: datetime,
    channel: str,
    person: Person | None = None,
    alias: str = "",
    contact_phone: str = "",
    heads: int = 1,
    note: str = "",
    form_id: UUID | None = None,
) -> SignUp:
    """Take a wish to come, and give it a seat, a place in the queue, or keep it for the draw.

    A resident signs up oneself, or the person acted for; staff of the roll anyone, also a
    walk-in by `alias` after the sign-up closed. Seats kept for a group are used first by who
    belongs to it. Sent twice with one `form_id` it is one.

    Raises NotAllowed for somebody else's person; BadInput when sign-up is not open, the party
    is too large, the household's limit is reached, or the person has signed up already;
    SeatsFull when no seat is left and nobody may wait.
    """
    hold_still(activity_id)
    activity = Activity.objects.of(centre).get(pk=activity_id)
    if not policies.may_see(actor, activity):
        raise NotAllowed
    is_staff = policies.may_roll(actor, centre)
    _require_whose(actor, person, is_staff=is_staff)
    if form_id and (first := SignUp.objects.of(centre).filter(form_id=form_id).first()):
        return first
    _require_open(activity, at, is_staff=is_staff)
    if not 1 <= heads <= activity.party_limit:
        raise BadInput(
            f"一次最多报{activity.party_limit}人。"
            if activity.party_limit > 1
            else "一次只能报一个人。"
        )
    tickets = TicketKind.objects.of(centre).filter(activity=activity, is_retired=False)
    ticket = tickets.filter(pk=ticket_id).first()
    if ticket is None:
        raise BadInput("请选报名的种类。")
    waits = _is_decided_later(activity, person, is_staff=is_staff)
    row = SignUp(
        centre_id=activity.centre_id,
        activity=activity,
        ticket=ticket,
        state=SignUpState.APPLIED,
        person=person,
        alias="" if person else _alias(alias),
        contact_phone=contact_phone,
        household_id=person.household_id if person else None,
        heads=heads,
        channel=channel[:10],
        entered_by_id=actor.account_id if is_staff and not actor.is_system else None,
        note=" ".join(note.split())[:120],
        queued_at=at,
        form_id=form_id,
    )
    if not waits:
        _seat(row, activity, at)
    _insert(row)
    join_household(activity, row.household_id, heads)
    publish(_fact(SignedUp, row, actor, at, state=row.state, channel=row.channel))
    return row


@transaction.atomic
def cancel_sign_up(
    *, centre: Any, sign_up_id: UUID, actor: Actor, at: datetime, reason: str = ""
) -> SignUp:
    """Take a sign-up back; a seat it held is offered to the next who waits.

    Raises NotAllowed for somebody else's; WrongStep for one that ended already; BadInput for a
    resident after the last moment for it, who is asked to ring up instead.
    """
    row = lock_sign_up(centre, sign_up_id)
    require(policies.may_change_sign_up, actor, row)
    _require_leave(row, actor, at)
    was = row.state
    row.move_to(SignUpState.CANCELLED)
    row.ended_at, row.end_reason = at, " ".join(reason.split())[:120]
    pool_id, row.pool = row.pool_id, None
    row.save(update_fields=["state", "ended_at", "end_reason", "pool"])
    publish(_fact(SignUpEnded, row, actor, at, state_was=was))
    pass_on(row.activity, pool_id, row.heads, at)
    leave_household(row)
    return row


@transaction.atomic
def reduce_party(
    *, centre: Any, sign_up_id: UUID, actor: Actor, at: datetime, heads: int
) -> SignUp:
    """Come with fewer than one said, and keep one's place; the seats left go to who waits.

    Whoever waits with fewer may fit where the whole party did not.

    Raises NotAllowed for somebody else's; WrongStep for one that ended; BadInput for as many as
    before or more, or for a resident after the last moment to cancel.
    """
    row = lock_sign_up(centre, sign_up_id)
    require(policies.may_change_sign_up, actor, row)
    if row.state not in LIVE:
        raise WrongStep
    _require_leave(row, actor, at)
    if not 1 <= heads < row.heads:
        raise BadInput(f"原来报了{row.heads}人，少来几个请填比它小的数；都不来请取消报名。")
    gone, row.heads = row.heads - heads, heads
    row.save(update_fields=["heads"])
    publish(_fact(PartyReduced, row, actor, at, heads_was=heads + gone))
    if row.pool_id is not None:
        pass_on(row.activity, row.pool_id, gone, at)
    elif row.state == SignUpState.WAITING:
        offer_free_seats(row.activity, row.ticket.quota_id, at)
        row.refresh_from_db(fields=["state", "pool", "offered_until", "decided_at"])
    leave_household(row, gone)
    return row


@transaction.atomic
def approve_sign_up(*, centre: Any, sign_up_id: UUID, actor: Actor, at: datetime) -> SignUp:
    """Give a seat to a wish that staff decide on.

    Raises NotAllowed; WrongStep when it was decided already; SeatsFull when no seat is left.
    """
    row = _decided(centre, sign_up_id, actor)
    row.move_to(SignUpState.CONFIRMED)
    row.pool = next((pool for pool in pools_for(row) if take(pool, row.heads)), None)
    if row.pool is None:
        raise SeatsFull
    row.decided_at = at
    row.save(update_fields=["state", "pool", "decided_at"])
    _say_decided(row, actor, at)
    return row


@transaction.atomic
def queue_sign_up(*, centre: Any, sign_up_id: UUID, actor: Actor, at: datetime) -> SignUp:
    """Let a wish that staff decide on wait for a seat, at the place of the moment it came.

    If a seat is free after all it is offered at once.

    Raises NotAllowed; WrongStep when it was decided already; BadInput where nobody may wait.
    """
    row = _decided(centre, sign_up_id, actor)
    if not row.activity.has_waiting_list:
        raise BadInput("这个活动没有候补。")
    row.move_to(SignUpState.WAITING)
    row.save(update_fields=["state"])
    _say_decided(row, actor, at)
    offer_free_seats(row.activity, row.ticket.quota_id, at)
    row.refresh_from_db(fields=["state", "pool", "offered_until", "decided_at"])
    return row


@transaction.atomic
def refuse_sign_up(
    *, centre: Any, sign_up_id: UUID, actor: Actor, at: datetime, reason: str
) -> SignUp:
    """Say no to a wish that staff decide on, with the reason the person will read.

    Raises NotAllowed, WrongStep; BadInput without a reason.
    """
    row = _decided(centre, sign_up_id, actor)
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput("请写明原因，对方会看到。")
    row.move_to(SignUpState.REFUSED)
    row.ended_at, row.end_reason = at, reason[:120]
    row.save(update_fields=["state", "ended_at", "end_reason"])
    leave_household(row)
    _say_decided(row, actor, at)
    return row


def _require_whose(actor: Actor, person: Person | None, *, is_staff: bool) -> None:
    if is_staff:
        return
    mine = person is not None and person.pk == actor.for_person_id
    if not mine or not actor.acts_within(Scope.GATHERINGS):
        raise NotAllowed


def _is_decided_later(activity: Activity, person: Person | None, *, is_staff: bool) -> bool:
    """Say whether a wish waits for the draw or for staff; after the draw seats go as they come."""
    if activity.sign_up_rule == SignUpRule.DRAW:
        draws = Draw.objects.of(activity.centre_id).filter(activity=activity)
        return not draws.filter(drawn_at__isnull=False).exists()
    if activity.sign_up_rule == SignUpRule.APPROVE:
        return not (is_staff and person is None)
    return False


def _require_open(activity: Activity, at: datetime, *, is_staff: bool) -> None:
    if sentence := closed_because(activity, at, is_staff=is_staff):
        raise BadInput(sentence)


def _seat(row: SignUp, activity: Activity, at: datetime) -> None:
    """Take seats for a row not written yet; without any it waits, or is refused."""
    row.pool = next((pool for pool in pools_for(row) if take(pool, row.heads)), None)
    if row.pool is None:
        # None was free a moment ago. With the seats locked nobody gives one back between this
        # look and the waiting, when whoever gives it back would see nobody to offer it to.
        pools = lock_pools(activity.centre_id, activity.pk, row.ticket.quota_id)
        fitting = Seating(activity, pools, [row]).pools_of(row)
        row.pool = next((pool for pool in fitting if take(pool, row.heads)), None)
    if row.pool is not None:
        row.move_to(SignUpState.CONFIRMED)
        row.decided_at = at
    elif activity.has_waiting_list:
        row.move_to(SignUpState.WAITING)
    else:
        raise SeatsFull("名额已经满了，这个活动没有候补。")


def _insert(row: SignUp) -> None:
    for _ in range(MOST_TRIES):
        row.code = spoken_code(CODE_LENGTH)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            rows = SignUp.objects.of(row.centre_id)
            if (
                rows.filter(activity_id=row.activity_id, person_id=row.person_id, state__in=LIVE)
                .exclude(person_id=None)
                .exists()
            ):
                raise BadInput("已经报过名了，不用再报。") from None
            if not rows.filter(code=row.code).exists():
                raise
        else:
            return
    raise BadInput("一时分不出报名码，请再交一次。")


def _require_leave(row: SignUp, actor: Actor, at: datetime) -> None:
    """Refuse to take seats back of what is off, and to a resident after the last moment."""
    if row.activity.state == ActivityState.CANCELLED:
        raise BadInput("活动已经取消了，报名不用再改。")
    is_staff = policies.may_roll(actor, row.centre_id) or actor.is_system
    if not is_staff and row.state in HOLDING and not may_still_leave(row.activity, at):
        raise BadInput("已经过了网上取消的时间，请给中心打个电话。")


def _decided(centre: Any, sign_up_id: UUID, actor: Actor) -> SignUp:
    row = lock_sign_up(centre, sign_up_id)
    require(policies.may_plan, actor, centre)
    if row.activity.state != ActivityState.ANNOUNCED:
        raise BadInput("这个活动已经取消或者结束了。")
    return row


def _say_decided(row: SignUp, actor: Actor, at: datetime) -> None:
    publish(_fact(SignUpDecided, row, actor, at, state=row.state))


def _fact(kind: Any, row: SignUp, actor: Actor, at: datetime, **more: Any) -> Any:
    return kind(
        centre_id=row.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=row.pk,
        activity_id=row.activity_id,
        person_id=row.person_id,
        heads=row.heads,
        **more,
    )


def _alias(alias: str) -> str:
    alias = " ".join(alias.split())[:40]
    if not alias:
        raise BadInput("请写上来的人怎么称呼。")
    return alias
