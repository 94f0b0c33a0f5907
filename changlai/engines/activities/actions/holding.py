"""Say that a session was held and how many came without a name, and close an activity."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.engines.activities.actions.keeping import (
    fact_of,
    keep_record,
    locked,
    locked_session,
)
from changlai.engines.activities.closings import gaps_of
from changlai.engines.activities.events import (
    ActivityEnded,
    GuestsCounted,
    GuestsUncounted,
    SessionHeld,
)
from changlai.engines.activities.models import Activity, Session
from changlai.engines.activities.states import ActivityState, SessionState
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish

MOST_GUESTS: Final = 20_000


@transaction.atomic
def hold_session(
    *, centre: Any, session_id: UUID, actor: Actor, at: datetime, guests: int = 0
) -> Session:
    """Note that a session took place, with how many came whose names nobody took.

    The named ones are in the log. Raises NotAllowed, WrongStep; BadInput before it began.
    """
    session, activity = locked_session(centre, session_id, actor, rolls=True)
    if at < session.starts:
        raise BadInput("还没有开始，等开始以后再登记。")
    _require_guests(guests)
    session.move_to(SessionState.HELD)
    session.held_at, session.guests = at, guests
    session.save(update_fields=["state", "held_at", "guests"])
    publish(
        SessionHeld(
            centre_id=activity.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=session.pk,
            activity_id=activity.pk,
            preset=activity.preset.code,
            guests=guests,
            on=timezone.localdate(session.starts),
        )
    )
    return session


@transaction.atomic
def count_guests(
    *, centre: Any, session_id: UUID, actor: Actor, at: datetime, guests: int
) -> Session:
    """Put right how many came to a held session without a name; the figures of its day follow.

    Raises NotAllowed; BadInput for a session that was not held, or a number that cannot be.
    """
    session, activity = locked_session(centre, session_id, actor, rolls=True)
    _require_guests(guests)
    if session.state != SessionState.HELD:
        raise BadInput("这一场还没有登记举行，登记的时候再填人数。")
    before, session.guests = session.guests, guests
    if guests == before:
        return session
    session.save(update_fields=["guests"])
    facts: dict[str, Any] = {
        "centre_id": activity.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": session.pk,
        "activity_id": activity.pk,
        "preset": activity.preset.code,
        "on": timezone.localdate(session.starts),
    }
    if before:
        publish(GuestsUncounted(guests=before, **facts))
    if guests:
        publish(GuestsCounted(guests=guests, **facts))
    return session


def _require_guests(guests: int) -> None:
    if not 0 <= guests <= MOST_GUESTS:
        raise BadInput(f"没留名的人数请填0到{MOST_GUESTS}。")


@transaction.atomic
def end_activity(
    *,
    centre: Any,
    activity_id: UUID,
    actor: Actor,
    at: datetime,
    guests: Mapping[UUID, int] | None = None,
) -> Activity:
    """Close an activity whose last session has begun; what was not said to be held, was.

    `guests` are those who came without a name, by session; all is kept or nothing. From now on
    it counts as completed, on the day of its last session. Raises NotAllowed, WrongStep; BadInput
    while a session is still to come, or something is not settled (closings).
    """
    activity = locked(centre, activity_id, actor)
    sessions = list(
        Session.objects.of(centre)
        .filter(activity=activity)
        .exclude(state=SessionState.CANCELLED)
        .order_by("starts")
    )
    if not sessions or sessions[-1].starts > at:
        raise BadInput("还有没到时间的场次，等最后一场开始以后再结束。")
    for gap in gaps_of(activity):
        raise BadInput(gap)
    activity.move_to(ActivityState.DONE)
    activity.ended_at = at
    activity.save(update_fields=["state", "ended_at"])
    for session in sessions:
        if session.state == SessionState.PLANNED:
            count = (guests or {}).get(session.pk, 0)
            hold_session(centre=centre, session_id=session.pk, actor=actor, at=at, guests=count)
    keep_record(activity)
    publish(fact_of(ActivityEnded, activity, actor, at, on=sessions[-1].ends))
    return activity
