"""Whom to recommend for a post, and the reason in words; nobody is scored or put before others."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from changlai.halls.jobs.models import JobMatch, JobPost, WorkerCard
from changlai.halls.jobs.states import WEEKDAYS, MatchState

WEEK = 7
READ = 500
"""How many cards are looked at for one post; a village has some dozens."""


@dataclass(frozen=True)
class Suggestion:
    """A card that fits a post, and why, as staff would say it on the telephone."""

    card: Any
    reason: str


def why_it_fits(card: WorkerCard, post: JobPost) -> str:
    """Say why a card fits by skill, place and time; empty when one of the three does not."""
    parts = [_skill(card, post), _place(card, post), _time(card, post)]
    return "，".join(filter(None, parts)) if None not in parts else ""


def _skill(card: WorkerCard, post: JobPost) -> str | None:
    if not post.skills:
        return "这活不挑手艺"
    known = [word for word in post.skills if word in card.skills or word in card.more_skills]
    return f"会{'、'.join(known)}" if known else None


def _place(card: WorkerCard, post: JobPost) -> str | None:
    hamlet = post.hamlet.name if post.hamlet_id and post.hamlet else ""
    if hamlet and card.person_id and card.person and card.person.hamlet_id == post.hamlet_id:
        return f"就在{hamlet}"
    if not card.places:
        return "哪里都肯去"
    if not hamlet:
        return "远近要再问一声"
    return f"愿意去{hamlet}" if hamlet in card.places else None


def _time(card: WorkerCard, post: JobPost) -> str | None:
    needed = _weekdays(post.starts_on, post.ends_on)
    free = [number for number in needed if not card.weekdays or number in card.weekdays]
    if not free:
        return None
    if len(free) == len(needed):
        return f"{_said(free)}有空" if len(free) < WEEK else "每天有空"
    return f"只有{_said(free)}有空"


def _said(days: list[int]) -> str:
    return "、".join(word for number, word in WEEKDAYS if number in days)


def _weekdays(first: date, last: date) -> list[int]:
    many = min((last - first).days + 1, WEEK)
    return sorted((first + timedelta(days=place)).isoweekday() for place in range(many))


def suggestions(post: JobPost, day: date) -> list[Suggestion]:
    """Return the cards that fit and were not tried yet, in the order in which they were made."""
    tried = JobMatch.objects.filter(
        centre_id=OuterRef("centre_id"), post_id=post.pk, card_id=OuterRef("pk")
    )
    rows = (
        WorkerCard.objects.of(post.centre_id)
        .filter(~Exists(tried), expires_on__gte=day)
        .select_related("person")
        .order_by("made_at", "id")
    )
    found = [(card, why_it_fits(card, post)) for card in rows[:READ] if not _is_own(card, post)]
    return [Suggestion(card, reason) for card, reason in found if reason]


def _is_own(card: WorkerCard, post: JobPost) -> bool:
    return card.person_id is not None and card.person_id == post.employer.person_id


def taken(post: JobPost) -> int:
    """Return how many of a post's places are taken."""
    return int(
        JobMatch.objects.of(post.centre_id)
        .filter(
            post=post,
            state__in=[MatchState.AGREED, MatchState.WORKED, MatchState.CLOSED],
        )
        .count()
    )
