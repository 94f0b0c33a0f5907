"""Sign up, decide and cancel: for oneself, for somebody, at the counter, on paper."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.activities import policies
from changlai.engines.activities.actions.seating import (
    SeatsFull,
    give_back,
    hold_still,
    join_household,
    leave_household,
    pools_in_order,
    take,
)
from changlai.engines.activities.actions.waiting import offer_free_seats
from changlai.engines.activities.events import SignedUp, SignUpDecided, SignUpEnded
from changlai.engines.activities.models import (
    Activity,
    Draw,
    Mark,
    SeatPool,
    SignUp,
    TicketKind,
)
from changlai.engines.activities.states import (
    ELDER_AGE,
    HOLDING,
    LIVE,
    ActivityState,
    KeptFor,
    MarkKind,
    MarkOutcome,
    SignUpRule,
    SignUpState,
)
from changlai.foundation.people.public import Actor, Person, Scope
from changlai.kernel.errors import BadInput, NotAllowed
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
    ticket = TicketKind.objects.of(centre).filter(activity=activity, pk=ticket_id).first()
    if ticket is None:
        raise BadInput("请选报名的种类。")
    waits = _is_decided_later(activity, person, is_staff=is_staff)
    row = SignUp(
        centre_id=activity.centre_id,
        activity=activity,
        ticket=ticket,
        state=SignUpState.APPLIED if waits else SignUpState.CONFIRMED,
        decided_at=None if waits else at,
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
    join_household(activity, row.household_id, heads)
    if waits:
        _insert(row)
    else:
        pools = pools_for(row)
        row.pool = pools[0] if pools else None
        _insert(row)
        _seat(row, pools, activity)
    publish(
        SignedUp(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            activity_id=activity.pk,
            person_id=row.person_id,
            heads=heads,
            state=row.state,
            channel=row.channel,
        )
    )
    return row


@transaction.atomic
def cancel_sign_up(
    *, centre: Any, sign_up_id: UUID, actor: Actor, at: datetime, reason: str = ""
) -> SignUp:
    """Take a sign-up back; a seat it held is offered to the next who waits.

    Raises NotAllowed for somebody else's; WrongStep for one that ended already; BadInput for a
    resident after the last moment for it, who is asked to ring up instead.
    """
    row = SignUp.objects.of(centre).select_for_update().get(pk=sign_up_id)
    require(policies.may_change_sign_up, actor, row)
    activity = Activity.objects.of(centre).get(pk=row.activity_id)
    is_staff = policies.may_roll(actor, centre) or actor.is_system
    last = activity.cancel_until or activity.first_starts
    if not is_staff and last is not None and at > last and row.state in HOLDING:
        raise BadInput("已经过了网上取消的时间，请给中心打个电话。")
    was = row.state
    row.move_to(SignUpState.CANCELLED)
    row.ended_at, row.end_reason = at, " ".join(reason.split())[:120]
    leave_household(row)
    pool_id, row.pool = row.pool_id, None
    row.save(update_fields=["state", "ended_at", "end_reason", "pool"])
    publish(
        SignUpEnded(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            activity_id=row.activity_id,
            person_id=row.person_id,
            heads=row.heads,
            state_was=was,
        )
    )
    if pool_id is not None:
        give_back(pool_id, row.centre_id, row.heads)
        offer_free_seats(activity, row.ticket.quota_id, at)
    return row


@transaction.atomic
def approve_sign_up(*, centre: Any, sign_up_id: UUID, actor: Actor, at: datetime) -> SignUp:
    """Give a seat to a wish that staff decide on.

    Raises NotAllowed; WrongStep when it was decided already; SeatsFull when no seat is left.
    """
    row = _decided(centre, sign_up_id, actor)
    row.move_to(SignUpState.CONFIRMED)
    pools = pools_for(row)
    row.pool = next((pool for pool in pools if take(pool, row.heads)), None)
    if row.pool is None:
        raise SeatsFull
    row.decided_at = at
    row.save(update_fields=["state", "pool", "decided_at"])
    _say_decided(row, actor, at)
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


def fits_of(person: Person | None, activity: Activity, *, has_first: bool) -> set[str]:
    """Return for whom kept seats are that this person may use.

    An elder is 60 or older in the year of the activity; a first-timer has never been signed in
    at anything of this centre, which is asked only where such seats are kept.
    """
    fits: set[str] = {KeptFor.EVERYONE}
    if person is None or activity.first_starts is None:
        return fits
    year = timezone.localtime(activity.first_starts).year
    if person.birth_year is not None and year - person.birth_year >= ELDER_AGE:
        fits.add(KeptFor.ELDERS)
    if has_first:
        came = Mark.objects.of(person.centre_id).filter(
            person_id=person.pk, kind=MarkKind.IN, outcome=MarkOutcome.TAKEN
        )
        if not came.exists():
            fits.add(KeptFor.FIRST_TIMERS)
    return fits


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


def closed_because(activity: Activity, at: datetime, *, is_staff: bool = False) -> str:
    """Say why nobody can sign up for an activity now, "" when one can.

    Staff are not bound by the window, since walk-ins come when they come.
    """
    if activity.state != ActivityState.ANNOUNCED:
        return "这个活动现在不接受报名。"
    if activity.sign_up_rule == SignUpRule.NONE:
        return "这个活动不用报名，到时候来就行。"
    if activity.last_ends is not None and at > activity.last_ends:
        return "活动已经结束了。"
    if is_staff:
        return ""
    if activity.opens_at is not None and at < activity.opens_at:
        return "报名还没有开始。"
    closes = activity.closes_at or activity.first_starts
    if closes is not None and at > closes:
        return "报名已经截止，想来可以给中心打个电话问问。"
    return ""


def _require_open(activity: Activity, at: datetime, *, is_staff: bool) -> None:
    if sentence := closed_because(activity, at, is_staff=is_staff):
        raise BadInput(sentence)


def pools_for(row: SignUp) -> list[SeatPool]:
    """Return the pools a sign-up may draw on, those kept for its person first."""
    pools = list(
        SeatPool.objects.of(row.centre_id).filter(quota_id=row.ticket.quota_id).order_by("pk")
    )
    if len(pools) == 1:
        return pools
    has_first = any(
        pool.kept_for == KeptFor.FIRST_TIMERS and pool.released_at is None for pool in pools
    )
    return pools_in_order(pools, fits_of(row.person, row.activity, has_first=has_first))


def _seat(row: SignUp, pools: list[SeatPool], activity: Activity) -> None:
    """Take seats for a row just written as confirmed; without any it waits, or is refused."""
    for pool in pools:
        if take(pool, row.heads):
            if row.pool_id != pool.pk:
                row.pool = pool
                row.save(update_fields=["pool"])
            return
    if not activity.has_waiting_list:
        raise SeatsFull("名额已经满了，这个活动没有候补。")
    # Not a step of move_to: the row was written a moment ago and nobody has seen it.
    SignUp.objects.of(row.centre_id).filter(pk=row.pk).update(
        state=SignUpState.WAITING, pool=None, decided_at=None
    )
    row.refresh_from_db(fields=["state", "pool", "decided_at"])


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


def _decided(centre: Any, sign_up_id: UUID, actor: Actor) -> SignUp:
    row = SignUp.objects.of(centre).select_for_update().get(pk=sign_up_id)
    require(policies.may_plan, actor, centre)
    return row


def _say_decided(row: SignUp, actor: Actor, at: datetime) -> None:
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


def _alias(alias: str) -> str:
    alias = " ".join(alias.split())[:40]
    if not alias:
        raise BadInput("请写上来的人怎么称呼。")
    return alias
