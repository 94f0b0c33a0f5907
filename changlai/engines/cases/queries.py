"""Named reads of cases: lists, the history as one may read it, similar and public matters."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from changlai.engines.cases import policies, texts
from changlai.engines.cases.lookups import kinds_now
from changlai.engines.cases.models import (
    Case,
    CaseLook,
    CaseStep,
    Category,
    ExcludedFromRate,
    Follower,
    KindVersion,
    PublicAnswer,
    ReplyTemplate,
    UpwardGrant,
)
from changlai.engines.cases.searching import CASE, PUBLIC_ANSWER
from changlai.engines.cases.states import LINES, RUNNING, Secrecy, StateType, Verb
from changlai.foundation.people.public import Actor
from changlai.kernel.search import public as search

SIMILAR_DAYS = 90
SIMILAR_LOOKED_AT = 200
SIMILAR_SHOWN = 5
SIMILAR_ENOUGH = 0.3


@dataclass(frozen=True)
class CaseFilter:
    """What a list may be narrowed by; empty means all."""

    family: str = ""
    words: str = ""
    states: tuple[str, ...] = ()
    state_type: str = ""
    kind: str = ""
    category_path: str = ""
    channel: str = ""
    urgency: str = ""
    handler_id: UUID | None = None
    without_handler: bool = False
    overdue: bool = False
    near: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    """Last day, included."""


def day_start(day: dt.date) -> dt.datetime:
    """Return the first moment of a day here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def cases_list(actor: Actor, at: dt.datetime, by: CaseFilter = CaseFilter()) -> QuerySet[Case]:
    """Return the cases an actor may see, narrowed and latest first, with what a list line shows."""
    rows = policies.visible_cases(actor, at)
    same = {
        "family": by.family,
        "state_type": by.state_type,
        "kind": by.kind,
        "channel": by.channel,
        "urgency": by.urgency,
        "handler_id": by.handler_id,
    }
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    if by.states:
        rows = rows.filter(state__in=by.states)
    if by.category_path:
        inside = Q(category__path=by.category_path) | Q(
            category__path__startswith=f"{by.category_path}/"
        )
        rows = rows.filter(inside)
    if by.without_handler:
        rows = rows.filter(handler__isnull=True, state_type__in=RUNNING)
    if by.overdue:
        rows = rows.filter(next_deadline_at__lt=at)
    if by.near:
        rows = rows.filter(next_deadline_at__gte=at).exclude(alarm_level="")
    if by.since:
        rows = rows.filter(opened_at__gte=day_start(by.since))
    if by.until:
        rows = rows.filter(opened_at__lt=day_start(by.until + dt.timedelta(days=1)))
    rows = search.narrow(rows, actor.centre_id, by.words, CASE)
    # No list shows a telephone number, so none is decrypted for it.
    rows = rows.select_related("category", "handler").defer("contact_phone", "handler__phone")
    return rows.order_by("-opened_at", "-id")


def case_by_number(actor: Actor, number: str, at: dt.datetime) -> Case | None:
    """Return a visible case by the number people quote."""
    return policies.visible_cases(actor, at).filter(number=number).first()


def call_back_queue(actor: Actor, family: str) -> QuerySet[Case]:
    """Return answered cases to ask after, by someone who did not handle them.

    Earliest promise first.
    """
    rows = policies.visible_cases(actor).filter(
        family=family,
        state_type=StateType.RESOLVED,
        closed_at__isnull=True,
        call_back_due__isnull=False,
        call_back_outcome="",
    )
    rows = rows.filter(Q(handler__isnull=True) | ~Q(handler_id=actor.account_id))
    return rows.select_related("category", "handler").order_by("call_back_due", "id")


def desk_counts(actor: Actor, family: str, at: dt.datetime) -> dict[str, int]:
    """Return the numbers of the desk in one statement.

    Keys: new, running, mine, waiting, near, overdue, to_call_back, unassigned.
    """
    rows = policies.visible_cases(actor).filter(family=family)
    running = Q(state_type__in=RUNNING)
    back = Q(
        state_type=StateType.RESOLVED,
        closed_at__isnull=True,
        call_back_due__isnull=False,
        call_back_outcome="",
    )
    # Each part has an index; an OR over them would be read from the whole history of the village.
    every = Case.objects.of(actor.centre_id).order_by().values("pk")
    live: QuerySet[Any] = every.filter(running).union(
        every.filter(back),
        every.filter(state_type__in=StateType.values, next_deadline_at__isnull=False),
    )
    return rows.filter(pk__in=live).aggregate(
        new=Count("pk", filter=running & Q(accepted_at__isnull=True)),
        running=Count("pk", filter=running),
        mine=Count("pk", filter=running & Q(handler_id=actor.account_id)),
        waiting=Count("pk", filter=Q(state_type=StateType.WAITING)),
        near=Count("pk", filter=Q(next_deadline_at__gte=at) & ~Q(alarm_level="")),
        overdue=Count("pk", filter=Q(next_deadline_at__lt=at)),
        to_call_back=Count(
            "pk", filter=back & (Q(handler__isnull=True) | ~Q(handler_id=actor.account_id))
        ),
        unassigned=Count("pk", filter=running & Q(handler__isnull=True)),
    )


@dataclass(frozen=True)
class TimelineItem:
    """One line of a case's history as this reader may see it."""

    at: dt.datetime
    verb: str
    title: str
    note: str
    who: str
    state_label: str
    is_told: bool
    in_time: bool | None
    minutes: int | None


def timeline(case: Case, *, for_requester: bool = False) -> list[TimelineItem]:
    """Return the history of a case, oldest first.

    A requester reads only what was told, without names.
    """
    rows = CaseStep.objects.of(case.centre_id).filter(case=case)
    if for_requester:
        moved = ~Q(from_state=F("to_state")) & ~Q(verb__in=[Verb.ASSIGN, Verb.TRANSFER])
        rows = rows.filter(Q(is_told=True) | moved)
    workflow = case.rules.workflow
    return [
        TimelineItem(
            at=row.at,
            verb=row.verb,
            title=LINES.get(row.verb) or str(Verb(row.verb).label),
            note=row.note if row.is_told or not for_requester else "",
            who=_who(row, for_requester=for_requester),
            state_label=workflow.state(row.to_state).label,
            is_told=row.is_told,
            in_time=row.in_time,
            minutes=row.minutes,
        )
        for row in rows.order_by("at", "id")
    ]


def _who(row: CaseStep, *, for_requester: bool) -> str:
    if row.by_requester:
        return "您" if for_requester else "诉求人"
    return "中心" if for_requester else row.actor_name or "系统"


def transfers_chain(case: Case) -> list[TimelineItem]:
    """Return who had the case in hand, in order, with the reasons of each transfer."""
    hands = {Verb.ACCEPT, Verb.ASSIGN, Verb.TRANSFER}
    return [item for item in timeline(case) if item.verb in hands]


@dataclass(frozen=True)
class SimilarCase:
    """A running matter that may be the same: nothing in it tells who spoke or what they wrote."""

    number: str
    summary: str
    opened_on: dt.date
    state_label: str
    followers: int


def similar_open(
    centre: Any,
    text: str,
    category: Category | None = None,
    *,
    at: dt.datetime,
    place_text: str = "",
    family: str = "voices",
) -> list[SimilarCase]:
    """Return ordinary running cases like the words being written, most alike first, at most five.

    Alike is: the same category or place within ninety days, and words in common. Secret kinds
    are never looked at. The summary is the safe line that staff wrote, else category and day.
    """
    text = texts.cleaned(text)[:500]
    rows = Case.objects.of(centre).filter(
        family=family,
        secrecy=Secrecy.ORDINARY,
        state_type__in=RUNNING,
        merged_into__isnull=True,
        opened_at__gt=at - dt.timedelta(days=SIMILAR_DAYS),
        opened_at__lte=at,
    )
    place = texts.cleaned(place_text)
    near = Q(pk__in=search.ids(centre, place, CASE)) if place else Q(pk__in=[])
    if category is not None:
        near |= Q(category_id=category.pk)
    elif not place:
        near = Q()
    counted = (
        Follower.objects.filter(centre_id=OuterRef("centre_id"), case_id=OuterRef("pk"))
        .order_by()
        .values("case_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    looked_at = (
        rows.filter(near)
        .select_related("category")
        .annotate(follower_count=Subquery(counted))
        .order_by("-opened_at", "-id")[:SIMILAR_LOOKED_AT]
    )
    wanted = _pairs(f"{text} {place}")
    scored = [
        (_alike(wanted, _pairs(f"{case.title} {case.text[:500]} {case.place_text}")), case)
        for case in looked_at
    ]
    close = sorted(
        ((score, case) for score, case in scored if score >= SIMILAR_ENOUGH),
        key=lambda pair: (-pair[0], -pair[1].opened_at.timestamp()),
    )
    return [_shown_similar(case) for _, case in close[:SIMILAR_SHOWN]]


def _shown_similar(case: Any) -> SimilarCase:
    day = timezone.localdate(case.opened_at)
    about = case.category.name if case.category else case.kind_title
    return SimilarCase(
        number=case.number,
        summary=case.public_title or f"{day.month}月{day.day}日有人提过：{about}",
        opened_on=day,
        state_label=case.state_label,
        followers=case.follower_count or 0,
    )


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring letters, the cheapest likeness of Chinese words."""
    letters = [char for char in text.lower() if char.isalnum()]
    return {a + b for a, b in pairwise(letters)}


def _alike(one: set[str], other: set[str]) -> float:
    """Return how much of the shorter text is in the other, 0 to 1; very short texts never match."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= 3 else 0.0


def public_answers(
    centre: Any, words: str = "", category: Category | None = None
) -> QuerySet[PublicAnswer]:
    """Return published questions and answers, newest first, found by words or category."""
    rows = PublicAnswer.objects.of(centre).select_related("category")
    if category is not None:
        rows = rows.filter(
            Q(category__path=category.path) | Q(category__path__startswith=f"{category.path}/")
        )
    return search.narrow(rows, centre, words, PUBLIC_ANSWER).order_by("-published_at", "-id")


def kinds(centre: Any, family: str) -> list[KindVersion]:
    """Return the kinds a centre takes in now, in their order."""
    return kinds_now(getattr(centre, "pk", centre), family)


def categories(centre: Any) -> QuerySet[Category]:
    """Return the categories in use, as a tree read from top to bottom."""
    return Category.objects.of(centre).filter(is_active=True).order_by("path")


def reply_templates(centre: Any, family: str, kind: str = "") -> QuerySet[ReplyTemplate]:
    """Return the prepared replies that fit a kind."""
    rows = ReplyTemplate.objects.of(centre).filter(family=family, is_active=True)
    return rows.filter(Q(kind="") | Q(kind=kind)) if kind else rows


def followers(case: Case) -> QuerySet[Follower]:
    """Return who follows a case, to be told of its answer."""
    return (
        Follower.objects.of(case.centre_id)
        .filter(case=case)
        .select_related("person")
        .order_by("at", "id")
    )


def merged_copies(case: Case) -> QuerySet[Case]:
    """Return the copies that were merged into a case."""
    return Case.objects.of(case.centre_id).filter(merged_into=case).order_by("opened_at", "id")


def live_grants(centre: Any, at: dt.datetime) -> QuerySet[UpwardGrant]:
    """Return the grants by which someone above may see a case now, for the village to look over."""
    return (
        UpwardGrant.objects.of(centre)
        .live(at)
        .select_related("case", "account")
        .order_by("ends_at", "id")
    )


def grants_of(case: Case) -> QuerySet[UpwardGrant]:
    """Return every grant there ever was on a case, newest first: the village keeps the list."""
    rows = UpwardGrant.objects.of(case.centre_id).filter(case=case)
    return rows.select_related("account").order_by("-starts_at", "-id")


def all_grants(actor: Actor, family: str) -> QuerySet[UpwardGrant]:
    """Return the grants of all cases an actor may see, newest first, with how often each served."""
    seen = policies.visible_cases(actor).filter(family=family)
    looked = (
        CaseLook.objects.filter(
            centre_id=OuterRef("centre_id"),
            case_id=OuterRef("case_id"),
            what=CaseLook.GRANT,
            by_id=OuterRef("account_id"),
            at__gte=OuterRef("starts_at"),
            at__lt=OuterRef("ends_at"),
        )
        .order_by()
        .values("case_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        UpwardGrant.objects.of(actor.centre_id)
        .filter(case__in=seen)
        .select_related("case__kind_version", "account", "granted_by")
        .annotate(looks=Subquery(looked))
        .order_by("-starts_at", "-id")
    )


def granted_to(actor: Actor, at: dt.datetime, family: str) -> QuerySet[UpwardGrant]:
    """Return the grants by which this actor of the level above may see cases of a centre now."""
    rows = live_grants(actor.centre_id, at).select_related("case__kind_version")
    if actor.account_id is None:
        return rows.none()
    return rows.filter(account_id=actor.account_id, case__family=family)


def looks(case: Case) -> QuerySet[CaseLook]:
    """Return who opened what was kept apart, newest first."""
    return CaseLook.objects.of(case.centre_id).filter(case=case).order_by("-at", "-id")


def open_exclusions(actor: Actor, family: str) -> QuerySet[ExcludedFromRate]:
    """Return requests to leave a case out of a rate that wait for a second person."""
    seen: Iterable[Any] = policies.visible_cases(actor).filter(family=family).values("pk")
    rows = ExcludedFromRate.objects.of(actor.centre_id).filter(
        decided_at__isnull=True, case_id__in=seen
    )
    return rows.select_related("case", "asked_by").order_by("asked_at", "id")
