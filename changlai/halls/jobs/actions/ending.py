"""What falls with a post or a card: the talks in which nothing was agreed."""

from datetime import datetime

from changlai.foundation.people.public import Actor
from changlai.halls.jobs.events import MatchFell
from changlai.halls.jobs.models import JobMatch, JobPost
from changlai.halls.jobs.states import TALKING, MatchState
from changlai.kernel.events.public import publish

OVER = "这份活已经不招人了"


def let_talks_fall(post: JobPost, actor: Actor, at: datetime) -> None:
    """Let every talk about a post that came to nothing fall; what was agreed stays."""
    rows = JobMatch.objects.of(post.centre_id).select_for_update().order_by("pk")
    for match in rows.filter(post=post, state__in=TALKING):
        fall(match, actor, at, OVER, by_staff=True)


def fall(match: JobMatch, actor: Actor, at: datetime, note: str, *, by_staff: bool) -> None:
    """Let a locked match fall before anything was agreed. Raises WrongStep."""
    match.move_to(MatchState.FELL)
    match.ended_at, match.end_note = at, note
    match.save(update_fields=["state", "ended_at", "end_note"])
    publish(
        MatchFell(
            centre_id=match.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=match.pk,
            post_id=match.post_id,
            by_staff=by_staff,
        )
    )
