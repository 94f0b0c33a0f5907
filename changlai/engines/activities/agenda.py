"""Activities in calendars: what is public, what somebody signed up for, what a room is for."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from changlai.engines.activities.events import (
    ActivityCancelled,
    ActivityChanged,
    SessionAdded,
    SessionCancelled,
    SessionMoved,
    SignUpDecided,
    SignUpEnded,
)
from changlai.engines.activities.models import Session, SignUp
from changlai.engines.activities.states import (
    LIVE,
    SHOWN,
    ActivityState,
    SessionState,
    SignUpState,
    Visibility,
)
from changlai.kernel.feeds.public import AgendaSource, Entry


def _sessions(centre: Any, since: datetime, until: datetime) -> Any:
    rows = Session.objects.of(centre).filter(starts__lt=until, ends__gt=since)
    return rows.select_related("activity", "room").order_by("starts", "id")


def _shown(centre: Any, since: datetime, until: datetime) -> Any:
    rows = _sessions(centre, since, until)
    return rows.filter(activity__state__in=SHOWN, activity__visibility=Visibility.PUBLIC)


def _entry(session: Session, **more: Any) -> Entry:
    activity = session.activity
    facts: dict[str, Any] = {
        "uid": session.pk,
        "title": activity.title,
        "starts": session.starts,
        "ends": session.ends,
        "made_at": activity.announced_at or activity.made_at,
        "place": session.room.name if session.room else session.place_text,
        "text": activity.summary,
        "record_id": activity.pk,
        "is_cancelled": session.state == SessionState.CANCELLED
        or activity.state == ActivityState.CANCELLED,
        "is_certain": not session.needs_room,
        "about": (activity.pk,),
    }
    return Entry(**(facts | more))


def _public(centre: Any, since: datetime, until: datetime) -> Iterator[Entry]:
    return map(_entry, _shown(centre, since, until))


def _of_room(centre: Any, room_id: UUID, since: datetime, until: datetime) -> Iterator[Entry]:
    return map(_entry, _shown(centre, since, until).filter(room_id=room_id))


def _of_person(centre: Any, person_id: UUID, since: datetime, until: datetime) -> Iterator[Entry]:
    newest: dict[UUID, SignUp] = {}
    rows = SignUp.objects.of(centre).filter(
        person_id=person_id, activity__last_ends__gt=since, activity__first_starts__lt=until
    )
    for row in rows.order_by("queued_at", "id"):
        # One that still holds stands for those that were given up before it.
        if row.activity_id not in newest or row.state in LIVE:
            newest[row.activity_id] = row
    for session in _sessions(centre, since, until).filter(activity_id__in=list(newest)):
        sign_up = newest[session.activity_id]
        if session.activity.state == ActivityState.DRAFT:
            continue
        entry = _entry(session, made_at=sign_up.queued_at, about=(session.activity_id, sign_up.pk))
        ended = sign_up.state not in LIVE
        certain = sign_up.state == SignUpState.CONFIRMED
        word = "" if ended or certain else sign_up.get_state_display()
        yield Entry(
            **(
                vars(entry)
                | {
                    "is_cancelled": entry.is_cancelled or ended,
                    "is_certain": certain and entry.is_certain,
                    "title": f"{entry.title}({word})" if word else entry.title,
                }
            )
        )


AGENDA = [
    AgendaSource(
        "activities",
        20,
        public=_public,
        of_person=_of_person,
        of_room=_of_room,
        changes=(
            ActivityCancelled.name,
            ActivityChanged.name,
            SessionAdded.name,
            SessionCancelled.name,
            SessionMoved.name,
            SignUpDecided.name,
            SignUpEnded.name,
        ),
    )
]
