"""Named reads for sign-ups: seats and conditions in words, the place in the order, the lists."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.utils import timezone

from changlai.engines.activities.public import (
    LIVE,
    Activity,
    ActivityState,
    Draw,
    KeptFor,
    SeatPool,
    Session,
    SessionState,
    SignUp,
    SignUpRule,
    SignUpState,
    TicketKind,
    order_of,
)
from changlai.kernel.ids import plain_code
from changlai.kernel.pages.words import spoken_moment

ENDED = (SignUpState.REFUSED, SignUpState.LOST, SignUpState.LAPSED, SignUpState.CANCELLED)


@dataclass(frozen=True)
class Seats:
    """One quota as it is shown: how many seats there are, taken and still kept for a group."""

    name: str
    tickets: tuple[str, ...]
    pools: tuple[SeatPool, ...]

    @property
    def total(self) -> int:
        """All seats."""
        return sum(pool.seats for pool in self.pools)

    @property
    def taken(self) -> int:
        """Seats that somebody has, or that are held for somebody."""
        return sum(pool.taken for pool in self.pools)

    @property
    def free(self) -> int:
        """Seats anyone may have now."""
        return sum(
            pool.seats - pool.taken for pool in self.pools if pool.kept_for == KeptFor.EVERYONE
        )

    @property
    def kept(self) -> list[SeatPool]:
        """Pools still kept for a group, with seats left."""
        return [
            pool
            for pool in self.pools
            if pool.kept_for != KeptFor.EVERYONE
            and pool.released_at is None
            and pool.seats > pool.taken
        ]


@dataclass(frozen=True)
class Places:
    """The kinds of ticket of an activity and the seats they draw on."""

    tickets: tuple[TicketKind, ...] = ()
    seats: tuple[Seats, ...] = ()
    by_quota: dict[Any, Seats] = field(default_factory=dict)

    def choices(self) -> list[tuple[Any, str]]:
        """Return the kinds of ticket for a form, each with what is left of its seats."""
        if len(self.tickets) == 1:
            return [(self.tickets[0].pk, self.tickets[0].name)]
        return [
            (one.pk, f"{one.name}（{left_words(self.by_quota[one.quota_id])}）")
            for one in self.tickets
        ]

    @property
    def free(self) -> int:
        """Seats anyone may have now, over all quotas."""
        return sum(one.free for one in self.seats)


def left_words(seats: Seats) -> str:
    """Say how many seats of a quota are left."""
    return f"还有{seats.free}个名额" if seats.free else "满了，可以排队"


def places_of(activity: Activity) -> Places:
    """Return tickets and seats of an activity in two statements."""
    tickets = tuple(
        TicketKind.objects.of(activity.centre_id)
        .filter(activity=activity, is_retired=False)
        .select_related("quota")
        .order_by("order", "id")
    )
    pools: dict[Any, list[SeatPool]] = {}
    for pool in SeatPool.objects.of(activity.centre_id).filter(quota__activity=activity):
        pools.setdefault(pool.quota_id, []).append(pool)
    by_quota: dict[Any, Seats] = {}
    for ticket in tickets:
        if ticket.quota_id in by_quota:
            continue
        names = tuple(one.name for one in tickets if one.quota_id == ticket.quota_id)
        rows = sorted(pools.get(ticket.quota_id, []), key=lambda one: one.kept_for)
        by_quota[ticket.quota_id] = Seats(ticket.quota.name, names, tuple(rows))
    return Places(tickets, tuple(by_quota.values()), by_quota)


def conditions_of(activity: Activity, places: Places, at: datetime) -> list[str]:
    """Say in plain words what one should know before signing up."""
    today = timezone.localdate(at)
    said = []
    if activity.sign_up_rule == SignUpRule.DRAW:
        said.append("报名截止以后抽签决定，先报后报一样。")
    if activity.sign_up_rule == SignUpRule.APPROVE:
        said.append("报了以后由工作人员确认，结果会告诉您。")
    if activity.closes_at:
        said.append(f"{spoken_moment(activity.closes_at, today)}前报名。")
    for seats in places.seats:
        for pool in seats.kept:
            until = spoken_moment(pool.release_at, today) if pool.release_at else ""
            said.append(
                f"给{pool.get_kept_for_display()}留了{pool.seats - pool.taken}个名额，"
                f"到{until}没人用就放开。"
            )
    if activity.household_limit:
        said.append(f"一户最多{activity.household_limit}人。")
    if activity.has_waiting_list:
        hours = activity.offer_hours
        said.append(
            f"满了可以候补，有人退了按先后给您留{hours}小时。"
            if hours
            else "满了可以候补，有人退了按先后补上。"
        )
    if activity.cancel_until:
        said.append(f"来不了，{spoken_moment(activity.cancel_until, today)}前在网上取消就行。")
    return said


def sessions_of(activity: Activity) -> list[Session]:
    """Return the sessions that are not cancelled, each with its room, in order."""
    rows = Session.objects.of(activity.centre_id).filter(activity=activity)
    return list(
        rows.exclude(state=SessionState.CANCELLED).select_related("room").order_by("starts", "id")
    )


def place_in_order(row: SignUp) -> int:
    """Return the place of one who waits, 1 for the next, among those who want the same seats."""
    before = SignUp.objects.of(row.centre_id).filter(
        Q(queued_at__lt=row.queued_at) | Q(queued_at=row.queued_at, id__lt=row.pk),
        activity_id=row.activity_id,
        ticket__quota_id=row.ticket.quota_id,
        state=SignUpState.WAITING,
    )
    return before.count() + 1


def own_sign_ups(rows: QuerySet[SignUp], person_id: Any, at: datetime) -> QuerySet[SignUp]:
    """Return a person's own sign-ups: what is to come, the soonest first, then the latest past."""
    coming = Q(activity__last_ends__gte=at)
    return (
        rows.filter(person_id=person_id)
        .select_related("activity", "ticket", "centre")
        .order_by(
            Case(When(coming, then=F("activity__first_starts"))).asc(nulls_last=True),
            "-activity__first_starts",
            "-queued_at",
            "-id",
        )
    )


def listed(
    rows: QuerySet[SignUp], activity: Activity, state: str, words: str = ""
) -> QuerySet[SignUp]:
    """Return the sign-ups of an activity in one state, "ended" for all that ended, "" for live.

    `words` keep those whose name has them, or whose code they are.
    """
    if words:
        rows = rows.filter(
            Q(person__name__icontains=words) | Q(alias__icontains=words) | Q(code=plain_code(words))
        )
    rows = rows.filter(activity=activity).select_related(
        "person", "person__hamlet", "ticket", "entered_by"
    )
    states: Iterable[str] = LIVE
    if state == "ended":
        states = ENDED
    elif state:
        states = (state,)
    return rows.filter(state__in=states).order_by("queued_at", "id")


def counts_of(rows: QuerySet[SignUp], activity: Activity) -> dict[str, int]:
    """Count an activity's sign-ups by state, in one statement."""
    found = dict(
        rows.filter(activity=activity)
        .order_by()
        .values_list("state")
        .annotate(n=Count("id"))
        .values_list("state", "n")
    )
    return found | {
        "": sum(found.get(state, 0) for state in LIVE),
        "ended": sum(found.get(state, 0) for state in ENDED),
    }


def wishes_waiting(centre: Any) -> QuerySet[Activity]:
    """Return announced activities with wishes that staff decide on, each with `wishes`, `since`."""
    wishes = Q(sign_ups__state=SignUpState.APPLIED)
    return (
        Activity.objects.of(centre)
        .filter(sign_up_rule=SignUpRule.APPROVE, state=ActivityState.ANNOUNCED)
        .annotate(
            wishes=Count("sign_ups", filter=wishes),
            since=Min("sign_ups__queued_at", filter=wishes),
        )
        .filter(wishes__gt=0)
        .select_related("centre")
        .order_by("since", "id")
    )


def draws_due(centre: Any, at: datetime) -> QuerySet[Draw]:
    """Return draws whose sign-up has closed and that nobody has made yet."""
    closed = Q(activity__closes_at__lte=at) | Q(
        activity__closes_at__isnull=True, activity__first_starts__lte=at
    )
    return (
        Draw.objects.of(centre)
        .filter(closed, drawn_at__isnull=True, activity__state=ActivityState.ANNOUNCED)
        .select_related("activity", "centre")
        .order_by("activity__closes_at", "id")
    )


def offers_to_phone(rows: QuerySet[SignUp]) -> QuerySet[SignUp]:
    """Return offered seats of people whom no screen reaches, the one that ends first on top."""
    return (
        rows.filter(state=SignUpState.OFFERED, person__account__isnull=True)
        .select_related("activity", "person", "centre")
        .order_by("offered_until", "id")
    )


@dataclass(frozen=True)
class Drawn:
    """One line of a draw that anyone can repeat: the place drawn, the code, what it came to.

    `may` names the seats the code could have, those tried first in front; `got` the ones it has.
    """

    place: int
    code: str
    heads: int
    may: tuple[str, ...]
    got: str

    @property
    def has_seat(self) -> bool:
        """Whether it was drawn."""
        return bool(self.got)


@dataclass(frozen=True)
class DrawShown:
    """What a draw had to give and how it went, as it was then: parties and seats change later."""

    free: tuple[tuple[str, int], ...] = ()
    lines: tuple[Drawn, ...] = ()

    @property
    def has_kinds(self) -> bool:
        """Whether there were several kinds of seats, so that each line says which."""
        return len(self.free) > 1


def shown_draw(draw: Draw) -> DrawShown:
    """Return all codes of a draw in the order in which the seed puts them, nobody's name.

    Whoever took part and left before the draw is not in it, as the draw did not see them.
    """
    if draw.drawn_at is None:
        return DrawShown()
    pools = SeatPool.objects.of(draw.centre_id).filter(quota__activity_id=draw.activity_id)
    rows = {str(pool.pk): pool for pool in pools.select_related("quota")}
    several = len({pool.quota_id for pool in rows.values()}) > 1
    names = {key: _seats_name(pool, several=several) for key, pool in rows.items()}
    result = draw.result or _as_it_stands(draw)
    by_code = {line["code"]: line for line in result["lines"]}
    lines = [
        Drawn(
            place,
            code,
            by_code[code]["heads"],
            tuple(names.get(key, "") for key in by_code[code]["may"]),
            names.get(by_code[code]["pool"], ""),
        )
        for place, code in enumerate(order_of(draw.seed, by_code), 1)
    ]
    free = ((names.get(one["pool"], ""), one["free"]) for one in result["free"])
    return DrawShown(tuple(free), tuple(lines))


def _seats_name(pool: SeatPool, *, several: bool) -> str:
    kept = "" if pool.kept_for == KeptFor.EVERYONE else f"{pool.get_kept_for_display()}的"
    return f"{pool.quota.name}{kept and '，'}{kept}" if several else kept or "大家的"


def _as_it_stands(draw: Draw) -> dict[str, Any]:
    """Return the codes of a draw made before its result was kept, from the rows of today."""
    at = draw.drawn_at
    took_part = Q(decided_at=at) | Q(state=SignUpState.LOST, ended_at=at)
    rows = SignUp.objects.of(draw.centre_id).filter(took_part, activity_id=draw.activity_id)
    return {
        "free": [],
        "lines": [
            {"code": row.code, "heads": row.heads, "may": [], "pool": str(row.pool_id or "")}
            for row in rows
        ],
    }
