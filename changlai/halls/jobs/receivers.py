"""Tell both sides what became of it, keep the figures, and forget whom one must forget."""

from typing import Any, Final

from django.utils import timezone

from changlai.engines.faces.public import ask
from changlai.foundation.people.events import PersonErased, PersonsMerged
from changlai.foundation.people.public import known_now, phone_to_call, place_of
from changlai.halls.jobs import metrics
from changlai.halls.jobs.actions.tidying import forget_person, keep_with_person
from changlai.halls.jobs.events import (
    CardEnding,
    MatchAgreed,
    MatchClosed,
    MatchFell,
    MatchMade,
    MatchUndone,
    PostEnded,
    PostPublished,
)
from changlai.halls.jobs.models import Employer, JobMatch, JobPost, WorkerCard
from changlai.halls.jobs.states import MatchState, PostState
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, clearing
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse

TEMPLATE: Final = "jobs"


def _day(day: Any) -> str:
    return f"{day.month}月{day.day}日"


def _tell(
    row: Any, whose: Any, name: str, number: str, event: StoredEvent, text: str, page: str
) -> None:
    """Tell a person, or ring up whoever is known by a name and a number alone."""
    person = known_now(whose) if whose else None
    if whose is not None and person is None:
        # Whoever asked to be forgotten is told nothing any more.
        return
    call = phone_to_call(person) if person else number
    if person is None and not call:
        return
    no_number = person is not None and person.account_id is None and not call
    tell(
        centre=row.centre_id,
        person_id=person.pk if person else row.pk,
        account_id=person.account_id if person else None,
        text=text,
        at=event.at,
        dedupe=f"{event.name}:{row.pk}:{event.at.timestamp()}",
        url=page if person else "",
        name_for_list=person.name if person else name,
        phone_for_list=call or None,
        visit_at=place_of(person) if person and no_number else None,
        record_id=row.pk,
        template=TEMPLATE,
    )


def _tell_worker(match: JobMatch, event: StoredEvent, text: str) -> None:
    number = match.card.contact_phone if match.card_id and match.card else ""
    page = centre_reverse(match.centre, "jobs:match", pk=match.pk)
    _tell(match, match.person, match.alias, number, event, text, page)


def _tell_employer(post: JobPost, row: Any, event: StoredEvent, text: str) -> None:
    employer: Employer = post.employer
    page = centre_reverse(post.centre, "jobs:my_post", pk=post.pk)
    _tell(row, employer.person, employer.contact_name, employer.phone, event, text, page)


@reaction("jobs.tell_employer", events=[PostPublished, PostEnded])
def tell_employer(event: StoredEvent) -> None:
    """Tell whoever offered work that it stands, or why staff ended it."""
    rows = JobPost.objects.of(event.centre_id).select_related("employer__person", "centre")
    post = rows.get(pk=event.subject_id)
    if event.name == PostPublished.name:
        text = f"您要人的活“{post.title}”核实过了，已经发布，有人想去就告诉您。"
    elif event.payload["by_staff"] and post.state == PostState.CLOSED:
        text = f"您要人的活“{post.title}”不再招人：{post.end_note}"
    else:
        return
    _tell_employer(post, post, event, text)


@reaction("jobs.tell_both", events=[MatchMade, MatchAgreed, MatchFell, MatchUndone])
def tell_both(event: StoredEvent) -> None:
    """Tell the worker of a recommendation, both of what was agreed, and who waits that it fell.

    No number goes into a message: it stands on the page, or staff say it on the telephone.
    """
    rows = JobMatch.objects.of(event.centre_id).select_related(
        "post__employer__person", "post__centre", "person", "card", "centre"
    )
    match = rows.filter(pk=event.subject_id).first()
    if match is None:
        # Deleted with its card before the message went out.
        return
    post = match.post
    work = f"{_day(post.starts_on)}在{post.place}{post.title}，{post.paid}"
    if event.name == MatchMade.name:
        if event.payload["state"] == MatchState.RECOMMENDED:
            _tell_worker(match, event, f"有份活可能合适您：{work}。想去请回个话。")
    elif event.name == MatchAgreed.name:
        _tell_worker(match, event, f"说好了：{work}，{post.hours}。主家电话进去看，或者问中心。")
        _tell_employer(post, match, event, f"“{post.title}”有人说好要来，电话进去看，或者问中心。")
    elif event.name == MatchFell.name:
        if event.payload["by_staff"]:
            _tell_worker(match, event, f"{post.title}这份活没成：{match.end_note}")
    else:
        if event.payload["by_staff"]:
            _tell_worker(match, event, f"{post.title}这份活取消了：{match.end_note}")
        _tell_employer(post, match, event, f"“{post.title}”有一位来不了了，中心再帮您找人。")


@reaction("jobs.ask_how_it_went", events=[MatchClosed])
def ask_how_it_went(event: StoredEvent) -> None:
    """Ask whoever went to work how the station did, once work and pay are settled."""
    rows = JobMatch.objects.of(event.centre_id).select_related("person", "post")
    match = rows.filter(pk=event.subject_id).first()
    person = known_now(match.person) if match is not None and match.person else None
    if match is None or person is None:
        return
    ask(
        centre=event.centre_id,
        kind="jobs",
        subject_id=match.pk,
        at=event.at,
        title=f"找零工：{match.post.title}",
        person=person,
        served_by=event.actor_id,
    )


@reaction("jobs.tell_of_card", events=[CardEnding])
def tell_of_card(event: StoredEvent) -> None:
    """Ask whoever has a card that ends soon whether to keep it."""
    rows = WorkerCard.objects.of(event.centre_id).select_related("person", "centre")
    card = rows.filter(pk=event.subject_id).first()
    if card is None:
        return
    page = centre_reverse(card.centre, "jobs:card")
    text = f"您的求职卡留到{_day(card.expires_on)}，还想干活请续一下，不续就删掉了。"
    _tell(card, card.person, card.alias, card.contact_phone, event, text, page)


@projection("jobs.figures", events=[PostPublished, MatchAgreed], reset=clearing(*metrics.ALL))
def keep_figures(event: StoredEvent) -> None:
    """Add a post to the figures of the day it was published, a match to those of its own."""
    metric = metrics.PUBLISHED if event.name == PostPublished.name else metrics.AGREED
    add(event.centre_id, metric, timezone.localdate(event.at))


@reaction("jobs.person_erased", events=[PersonErased])
def forget_the_person(event: StoredEvent) -> None:
    """Delete the card, the words and the numbers of whoever asked to be forgotten."""
    if event.subject_id is not None:
        forget_person(centre_id=event.centre_id, person_id=event.subject_id)


@reaction("jobs.persons_merged", events=[PersonsMerged])
def keep_with_their_person(event: StoredEvent) -> None:
    """Move card, offers and matches of a person who turned out to be another one."""
    merged = event.uuid("merged_id")
    if merged is not None and event.subject_id is not None:
        keep_with_person(centre_id=event.centre_id, merged_id=merged, keep_id=event.subject_id)
