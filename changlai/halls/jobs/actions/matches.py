"""Bring a worker and a post together, and go with both up to the work done and paid."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.jobs import policies
from changlai.halls.jobs.actions.cards import check_age
from changlai.halls.jobs.actions.ending import fall
from changlai.halls.jobs.events import (
    MatchAgreed,
    MatchClosed,
    MatchContacted,
    MatchMade,
    MatchUndone,
    MatchWorked,
    WordSaid,
)
from changlai.halls.jobs.models import ClosingWord, JobMatch, JobPost, WorkerCard
from changlai.halls.jobs.queries.matching import taken, why_it_fits
from changlai.halls.jobs.states import MatchState, PostState, Side, Wanted
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Visibility
from changlai.kernel.wording import one_line

FULL = "人已经招满了，看看别的活吧。"
TWICE = "这份活已经提过了，不用再提。"


@transaction.atomic
def want_post(
    *,
    centre: Any,
    post_id: UUID,
    actor: Actor,
    at: datetime,
    person: Any,
    birth_year: int | None = None,
    had_birthday: bool = False,
    channel: str = "online",
) -> JobMatch:
    """Note that somebody wants to go (我想去); the centre then calls both sides.

    Whoever has a card was asked for their age when it was made. Twice is once.

    Raises NotAllowed; WrongStep when the post is not looking any more; BadInput for somebody
    under sixteen, for one's own post, or when all places are taken.
    """
    post = _listed(centre, post_id, at)
    require(policies.may_act_for, actor, centre, person.pk)
    first = _standing(post, person=person)
    if first is not None:
        return first if first.state != MatchState.RECOMMENDED else _answer(first, actor, at)
    if post.employer.person_id == person.pk:
        raise BadInput("这是您自己交来的活。")
    card = WorkerCard.objects.of(centre).filter(person=person).first()
    if card is None:
        check_age(birth_year, at, had_birthday=had_birthday, person=person)
    match = JobMatch(
        centre=centre,
        post=post,
        card=card,
        person=person,
        state=MatchState.CONTACTED,
        wanted_by=Wanted.WORKER,
        channel=channel[:10],
        made_at=at,
    )
    return _made(match, actor)


@transaction.atomic
def recommend(*, centre: Any, post_id: UUID, card_id: UUID, actor: Actor, at: datetime) -> JobMatch:
    """Recommend a card for a post, with the reason kept in words. Raises as `want_post` does."""
    post = _listed(centre, post_id, at)
    require(policies.may_take_in, actor, centre)
    # Locked: its owner may delete it at this moment.
    card = WorkerCard.objects.of(centre).select_for_update().get(pk=card_id)
    first = _standing(post, card=card)
    if first is not None:
        return first
    match = JobMatch(
        centre=centre,
        post=post,
        card=card,
        person=card.person,
        alias=card.alias,
        state=MatchState.RECOMMENDED,
        wanted_by=Wanted.STAFF,
        reason=why_it_fits(card, post)[:160] or "工作人员推荐",
        channel="counter",
        made_at=at,
    )
    return _made(match, actor)


@transaction.atomic
def note_contact(*, centre: Any, match_id: UUID, actor: Actor, at: datetime) -> JobMatch:
    """Note that a recommendation is being talked about: the worker says yes, or staff called."""
    match = _locked(centre, match_id)
    require(policies.may_leave, actor, match)
    return _answer(match, actor, at)


@transaction.atomic
def agree(*, centre: Any, match_id: UUID, actor: Actor, at: datetime) -> JobMatch:
    """Note that both sides agreed; each may read the other's number from now on (F24).

    The post is locked first, so that two colleagues cannot give its last place away twice.

    Raises NotAllowed; WrongStep; BadInput when all places are taken.
    """
    match = _locked(centre, match_id)
    require(policies.may_take_in, actor, centre)
    post = match.post
    if post.state not in {PostState.PUBLISHED, PostState.FILLED}:
        raise WrongStep("这份活已经不招人了。")
    many = taken(post)
    if many >= post.headcount and match.state == MatchState.CONTACTED:
        raise BadInput(FULL)
    match.move_to(MatchState.AGREED)
    match.agreed_at = at
    match.save(update_fields=["state", "agreed_at"])
    if many + 1 == post.headcount and post.state == PostState.PUBLISHED:
        post.move_to(PostState.FILLED)
        post.save(update_fields=["state"])
    publish(
        MatchAgreed(
            centre_id=match.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=match.pk,
            post_id=post.pk,
            person_id=match.person_id,
        )
    )
    return match


@transaction.atomic
def call_off(
    *, centre: Any, match_id: UUID, actor: Actor, at: datetime, reason: str = ""
) -> JobMatch:
    """Let a match fall; a place that was taken is free again, and the post looks for hands anew.

    Raises NotAllowed; WrongStep once the work was done; BadInput when staff give no reason.
    """
    match = _locked(centre, match_id)
    require(policies.may_leave, actor, match)
    own = policies.is_worker(actor, match)
    reason = one_line(reason, 120, "" if own else "请写为什么没成。")
    if match.state != MatchState.AGREED:
        fall(match, actor, at, reason, by_staff=not own)
        return match
    match.move_to(MatchState.FELL)
    match.ended_at, match.end_note = at, reason
    match.save(update_fields=["state", "ended_at", "end_note"])
    if match.post.state == PostState.FILLED:
        match.post.move_to(PostState.PUBLISHED)
        match.post.save(update_fields=["state"])
    publish(
        MatchUndone(
            centre_id=match.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=match.pk,
            post_id=match.post_id,
            by_staff=not own,
        )
    )
    return match


@transaction.atomic
def note_worked(*, centre: Any, match_id: UUID, actor: Actor, at: datetime) -> JobMatch:
    """Note that the work was done. Raises NotAllowed; WrongStep; BadInput before its first day."""
    match = _locked(centre, match_id)
    require(policies.may_leave, actor, match)
    if match.state == MatchState.AGREED and timezone.localdate(at) < match.post.starts_on:
        raise BadInput("还没到干活的日子。")
    match.move_to(MatchState.WORKED)
    match.save(update_fields=["state"])
    publish(
        MatchWorked(
            centre_id=match.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=match.pk,
            post_id=match.post_id,
        )
    )
    return match


@transaction.atomic
def close_match(*, centre: Any, match_id: UUID, actor: Actor, at: datetime) -> JobMatch:
    """Note that work and pay are settled. Raises NotAllowed, WrongStep."""
    match = _locked(centre, match_id)
    require(policies.may_take_in, actor, centre)
    match.move_to(MatchState.CLOSED)
    match.ended_at = at
    match.save(update_fields=["state", "ended_at"])
    publish(
        MatchClosed(
            centre_id=match.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=match.pk,
            post_id=match.post_id,
        )
    )
    return match


@transaction.atomic
def say_word(
    *,
    centre: Any,
    match_id: UUID,
    side: str,
    did_work: bool,
    was_paid: bool,
    actor: Actor,
    at: datetime,
    text: str = "",
    channel: str = "online",
) -> ClosingWord:
    """Keep one side's word about how it went, for staff alone; said again, it replaces the first.

    Raises NotAllowed for the other side's word; WrongStep before anything was agreed.
    """
    match = _locked(centre, match_id)
    may = policies.may_leave if side == Side.WORKER else policies.may_speak_for_employer
    require(may, actor, match)
    if not match.is_taken:
        raise WrongStep("还没有说好的活，不用写这个。")
    rows = ClosingWord.objects.of(centre).select_for_update()
    word = rows.filter(match=match, side=Side(side)).first() or ClosingWord(
        centre=centre, match=match, side=Side(side)
    )
    word.did_work, word.was_paid, word.text = did_work, was_paid, one_line(text, 200)
    word.channel, word.at = channel[:10], at
    word.save()
    publish(
        WordSaid(
            centre_id=match.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=match.pk,
            side=word.side,
            did_work=did_work,
            was_paid=was_paid,
        )
    )
    return word


def _locked(centre: Any, match_id: UUID) -> JobMatch:
    """Lock a match's post, then the match, always in this order: the last place is the post's."""
    rows = JobMatch.objects.of(centre)
    post_id = rows.values_list("post_id", flat=True).get(pk=match_id)
    post = JobPost.objects.of(centre).select_for_update().get(pk=post_id)
    match: JobMatch = rows.select_for_update().get(pk=match_id)
    match.post = post
    return match


def _listed(centre: Any, post_id: UUID, at: datetime) -> JobPost:
    post: JobPost = JobPost.objects.of(centre).select_for_update().get(pk=post_id)
    if post.state == PostState.FILLED:
        raise BadInput(FULL)
    if post.state != PostState.PUBLISHED or post.expires_on < timezone.localdate(at):
        raise WrongStep("这份活已经不招人了。")
    if post.ends_on < timezone.localdate(at):
        raise WrongStep("干活的日子已经过去了。")
    return post


def _standing(post: JobPost, **whose: Any) -> JobMatch | None:
    rows = JobMatch.objects.of(post.centre_id).select_for_update()
    found: JobMatch | None = rows.filter(post=post, **whose).exclude(state=MatchState.FELL).first()
    return found


def _answer(match: JobMatch, actor: Actor, at: datetime) -> JobMatch:
    match.move_to(MatchState.CONTACTED)
    match.save(update_fields=["state"])
    publish(
        MatchContacted(
            centre_id=match.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=match.pk,
            post_id=match.post_id,
        )
    )
    return match


def _made(match: JobMatch, actor: Actor) -> JobMatch:
    try:
        with transaction.atomic():
            match.save(force_insert=True)
    except IntegrityError:
        raise BadInput(TWICE) from None
    records.put(
        match.centre_id,
        match.pk,
        "job_match",
        f"零工 {match.post.title}",
        match.made_at,
        Visibility.PERSON if match.person_id else Visibility.STAFF,
        match.person_id,
        "jobs:match" if match.person_id else "",
    )
    publish(
        MatchMade(
            centre_id=match.centre_id,
            at=match.made_at,
            actor_id=actor.account_id,
            subject_id=match.pk,
            post_id=match.post_id,
            person_id=match.person_id,
            wanted_by=match.wanted_by,
            state=match.state,
        )
    )
    return match
