"""What the clock does: end posts, remind of cards, and take out what may no longer be held."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor, masked_name
from changlai.halls.jobs.actions.cards import drop_card
from changlai.halls.jobs.actions.posts import end_post
from changlai.halls.jobs.events import CardEnding, JobsPurged
from changlai.halls.jobs.models import ClosingWord, Employer, JobMatch, JobPost, WorkerCard
from changlai.halls.jobs.states import (
    LIVE,
    REMIND_DAYS,
    WORD_DAYS,
    MatchState,
    PostState,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.records import public as records


def expire_posts(at: datetime) -> int:
    """End the posts that are past their day, each in a transaction of its own; return how many."""
    today = timezone.localdate(at)
    due = JobPost.objects.filter(state__in=LIVE, expires_on__lt=today)
    keys = list(due.values_list("centre_id", "pk"))
    return sum(_expire(centre_id, key, today, at) for centre_id, key in keys)


@transaction.atomic
def _expire(centre_id: UUID, post_id: UUID, today: date, at: datetime) -> bool:
    post = JobPost.objects.of(centre_id).select_for_update().get(pk=post_id)
    if post.state not in LIVE or post.expires_on >= today:
        return False
    try:
        end_post(post, PostState.EXPIRED, Actor.system(centre_id), at, "到期了", by_staff=True)
    except WrongStep:
        return False
    return True


def remind_cards(at: datetime) -> int:
    """Ask whoever has a card that ends within a week whether to keep it, once for each end."""
    until = timezone.localdate(at) + timedelta(days=REMIND_DAYS)
    rows = WorkerCard.objects.filter(expires_on__lte=until)
    due = list(rows.only("pk", "centre_id", "expires_on", "reminded_for"))
    return sum(
        _remind(row.centre_id, row.pk, until, at)
        for row in due
        if row.reminded_for != row.expires_on
    )


@transaction.atomic
def _remind(centre_id: UUID, card_id: UUID, until: date, at: datetime) -> bool:
    card = WorkerCard.objects.of(centre_id).select_for_update().filter(pk=card_id).first()
    if card is None or card.expires_on > until or card.reminded_for == card.expires_on:
        return False
    card.reminded_for = card.expires_on
    card.save(update_fields=["reminded_for"])
    publish(
        CardEnding(
            centre_id=card.centre_id,
            at=at,
            actor_id=None,
            subject_id=card.pk,
            person_id=card.person_id,
        )
    )
    return True


def purge(at: datetime) -> int:
    """Take out cards past their day, closing words, and names of talks that came to nothing.

    What went is said once a day and centre, as numbers: the proof that it went. Returns how much.
    """
    today = timezone.localdate(at)
    long_ago = at - timedelta(days=WORD_DAYS)
    centres = {
        *WorkerCard.objects.filter(expires_on__lt=today).values_list("centre_id", flat=True),
        *ClosingWord.objects.filter(match__ended_at__lt=long_ago).values_list(
            "centre_id", flat=True
        ),
        *_old_talks(JobMatch.objects.all(), long_ago).values_list("centre_id", flat=True),
    }
    return sum(_purge(centre_id, today, long_ago, at) for centre_id in centres)


def _old_talks(rows: Any, long_ago: datetime) -> Any:
    fell = rows.filter(state=MatchState.FELL, ended_at__lt=long_ago)
    return fell.filter(person__isnull=False)


@transaction.atomic
def _purge(centre_id: UUID, today: date, long_ago: datetime, at: datetime) -> int:
    cards = WorkerCard.objects.of(centre_id).select_for_update().filter(expires_on__lt=today)
    gone = list(cards.order_by("id"))
    for card in gone:
        drop_card(card)
    words, _ = ClosingWord.objects.of(centre_id).filter(match__ended_at__lt=long_ago).delete()
    rows = _old_talks(JobMatch.objects.of(centre_id).select_for_update(), long_ago)
    names = list(rows.order_by("id"))
    for match in names:
        match.alias, match.person = masked_name(match.who), None
        match.save(update_fields=["alias", "person"])
        records.put(
            centre_id,
            match.pk,
            "job_match",
            "零工",
            match.made_at,
            records.Visibility.STAFF,
        )
    publish(
        JobsPurged(
            centre_id=centre_id,
            at=at,
            actor_id=None,
            subject_id=None,
            cards=len(gone),
            words=words,
            names=len(names),
            on=today.isoformat(),
        )
    )
    return len(gone) + words + len(names)


@transaction.atomic
def forget_person(*, centre_id: UUID, person_id: UUID) -> None:
    """Take out what is held of somebody who asked to be forgotten: card, numbers, words."""
    for card in WorkerCard.objects.of(centre_id).select_for_update().filter(person_id=person_id):
        drop_card(card)
    mine = JobMatch.objects.of(centre_id).filter(person_id=person_id)
    ClosingWord.objects.of(centre_id).filter(match__in=mine).delete()
    for employer in Employer.objects.of(centre_id).select_for_update().filter(person_id=person_id):
        employer.name = employer.contact_name = "已注销"
        employer.phone, employer.checked_how, employer.checked_note = "", "", ""
        employer.checked_at = employer.checked_by = None
        employer.save()


@transaction.atomic
def keep_with_person(*, centre_id: UUID, merged_id: UUID, keep_id: UUID) -> None:
    """Move what a person had to the entry they turned out to be, where that one has none."""
    for model in (WorkerCard, Employer):
        rows = model.objects.of(centre_id)
        if not rows.filter(person_id=keep_id).exists():
            rows.filter(person_id=merged_id).update(person_id=keep_id)
    theirs = JobMatch.objects.of(centre_id).filter(person_id=keep_id)
    rows = JobMatch.objects.of(centre_id).filter(person_id=merged_id)
    rows.exclude(post_id__in=theirs.values("post_id")).update(person_id=keep_id)
