"""Keep sittings in step with the session they were laid for: called off with it, moved with it.

Whoever booked a time with a doctor need not know that the doctor comes for an activity; they are
told of their own time, as when staff call a sitting off or move it by hand.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from changlai.engines.activities.public import Session, SessionState
from changlai.engines.appointments.public import (
    Sitting,
    SittingState,
    cancel_sitting,
    move_sitting,
    sittings_from,
)
from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import HolderKind
from changlai.halls.gatherings.queries.showing import place_of
from changlai.halls.gatherings.receivers.changes import DISPLACED, tell_staff
from changlai.kernel.errors import RuleBroken
from changlai.kernel.events.public import StoredEvent, reaction

NO_PLACE: Final = "地点要另找，定了再通知"


@reaction("gatherings.sittings_off_whole", events=["activities.activity.cancelled"])
def call_off_with_activity(event: StoredEvent) -> None:
    """Call off every sitting of an activity that will not be."""
    sessions = Session.objects.of(event.centre_id).filter(activity_id=event.subject_id)
    _call_off(event, sessions.select_related("activity__centre"))


@reaction("gatherings.sittings_off", events=["activities.session.cancelled"])
def call_off_with_session(event: StoredEvent) -> None:
    """Call off the sittings of a session that will not be."""
    sessions = Session.objects.of(event.centre_id).filter(pk=event.subject_id)
    _call_off(event, sessions.select_related("activity__centre"))


@reaction("gatherings.sittings_moved", events=["activities.session.moved"])
def move_with_session(event: StoredEvent) -> None:
    """Move the sittings of a session by as much as it was moved, and to where it is now."""
    session = _session(event, event.subject_id)
    starts, was = event.moment("starts"), event.moment("starts_was")
    if session is None or starts is None or was is None:
        return
    place = place_of(session) if event.payload.get("is_elsewhere") else None
    for sitting in _planned(event, [session.pk]):
        _move(event, session, sitting, starts - was, place)


@reaction("gatherings.sittings_without_room", events=[DISPLACED])
def lose_place_with_session(event: StoredEvent) -> None:
    """Say of the sittings of a session that lost its room that the place is still to be found."""
    if event.payload["holder_kind"] != HolderKind.ACTIVITY:
        return
    session = _session(event, event.subject_id)
    if session is None or session.state != SessionState.PLANNED:
        return
    for sitting in _planned(event, [session.pk]):
        _move(event, session, sitting, timedelta(), NO_PLACE)


def _call_off(event: StoredEvent, sessions: Iterable[Session]) -> None:
    reasons = {one.pk: one.cancel_reason or one.activity.cancel_reason for one in sessions}
    for sitting in _planned(event, reasons):
        assert sitting.origin_id is not None  # noqa: S101 -- it was found by it
        try:
            cancel_sitting(
                centre=event.centre_id,
                sitting_id=sitting.pk,
                actor=Actor.system(event.centre_id),
                at=event.at,
                reason=reasons[sitting.origin_id],
            )
        except RuleBroken:
            continue  # somebody ended it or called it off a moment ago


def _move(
    event: StoredEvent, session: Session, sitting: Sitting, by: timedelta, place: str | None
) -> None:
    try:
        move_sitting(
            centre=event.centre_id,
            sitting_id=sitting.pk,
            actor=Actor.system(event.centre_id),
            at=event.at,
            starts=sitting.starts + by,
            place_text=place,
        )
    except RuleBroken as error:
        tell_staff(
            event,
            session.activity,
            f"“{session.activity.title}”改了时间，{sitting.provider.name}的时段没有跟着改："
            f"{error.sentence}请看看这一场怎么办。",
        )


def _planned(event: StoredEvent, sessions: Iterable[UUID]) -> list[Sitting]:
    return list(sittings_from(event.centre_id, sessions).filter(state=SittingState.PLANNED))


def _session(event: StoredEvent, key: UUID | None) -> Session | None:
    rows = Session.objects.of(event.centre_id).select_related("room", "activity__centre")
    return rows.filter(pk=key).first() if key else None
