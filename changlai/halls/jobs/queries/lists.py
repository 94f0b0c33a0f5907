"""Lists of posts, cards and matches, as the pages show them."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Q, Value, When

from changlai.halls.jobs import policies
from changlai.halls.jobs.models import JobMatch, JobPost, Skill, WorkerCard
from changlai.halls.jobs.states import LIVE, REMIND_DAYS, TAKEN, TALKING, MatchState, PostState


def found(rows: Any, words: str = "", day: date | None = None, hamlet: Any = None) -> Any:
    """Keep the posts that have these words, are in this hamlet, and have work on this day."""
    for word in words.split()[:5]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(what__icontains=word)
            | Q(place__icontains=word)
            | Q(hamlet__name__icontains=word)
        )
    if day is not None:
        rows = rows.filter(starts_on__lte=day, ends_on__gte=day)
    if hamlet is not None:
        rows = rows.filter(hamlet=hamlet)
    return rows


def with_taken(rows: Any) -> Any:
    """Return posts with their employer and hamlet, and how many places are taken in `taken`."""
    many = Count("matches", filter=Q(matches__state__in=TAKEN))
    return rows.select_related("employer", "hamlet").annotate(taken=many)


def running_first(rows: Any) -> Any:
    """Order posts for staff: those to check or standing first, then the ended; newest first."""
    over = Case(When(state__in={PostState.DRAFT, *LIVE}, then=Value(0)), default=Value(1))
    return rows.order_by(over, "-handed_in_at", "-id")


def on_the_wall(centre: Any, day: date) -> Any:
    """Return the listed posts whose work is today or to come, the nearest first."""
    rows = with_taken(JobPost.objects.of(centre).listed(day).filter(ends_on__gte=day))
    return rows.order_by("starts_on", "published_at", "id")


def to_check(centre: Any) -> Any:
    """Return the posts that nobody has checked yet, the first that came first."""
    rows = JobPost.objects.of(centre).filter(state=PostState.DRAFT)
    return rows.select_related("employer").order_by("handed_in_at", "id")


def to_call(centre: Any) -> Any:
    """Return the matches to talk about: nothing agreed yet, on a post that still stands."""
    rows = JobMatch.objects.of(centre).filter(state__in=TALKING, post__state=PostState.PUBLISHED)
    return rows.select_related("post", "person").order_by("made_at", "id")


def to_settle(centre: Any, day: date) -> Any:
    """Return the matches whose work should be done: to ask whether it was, and was paid."""
    rows = JobMatch.objects.of(centre).filter(
        Q(state=MatchState.AGREED, post__ends_on__lt=day) | Q(state=MatchState.WORKED)
    )
    return rows.select_related("post", "person").order_by("post__ends_on", "id")


def cards_ending(centre: Any, day: date) -> Any:
    """Return the cards that end within a week of `day`, the first to end first."""
    rows = WorkerCard.objects.of(centre).filter(
        expires_on__gte=day, expires_on__lte=day + timedelta(days=REMIND_DAYS)
    )
    return rows.select_related("person").order_by("expires_on", "id")


def skill_words(centre: Any) -> list[str]:
    """Return the village's list of what people can do."""
    return list(Skill.objects.of(centre).values_list("name", flat=True))


def worker_phone(actor: Any, match: JobMatch) -> str:
    """Return the worker's number for whoever may read it by now; empty for everybody else."""
    if not policies.may_read_worker_phone(actor, match):
        return ""
    if match.card_id and match.card and match.card.contact_phone:
        return str(match.card.contact_phone)
    person = match.person
    return str(person.phone or person.contact_phone) if person and person.is_active else ""


def employer_phone(actor: Any, match: JobMatch) -> str:
    """Return the employer's number for whoever may read it by now; empty for everybody else."""
    return str(match.post.employer.phone) if policies.may_read_employer_phone(actor, match) else ""
