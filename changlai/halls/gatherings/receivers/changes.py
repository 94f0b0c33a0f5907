"""Tell everyone with a live sign-up what changed or what staff want them to know (F37).

Whoever has no screen is put on the list of people to phone, so that nobody finds a locked door.
"""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from changlai.engines.activities.public import (
    LIVE,
    Activity,
    ActivityState,
    Session,
    SignUp,
    SignUpState,
    lose_room,
)
from changlai.foundation.people.public import Account, Person, staff_of
from changlai.foundation.places.public import HolderKind
from changlai.halls.gatherings.models import Notice
from changlai.halls.gatherings.policies import MANAGE
from changlai.halls.gatherings.queries.showing import moment, place_of, span_of
from changlai.halls.gatherings.receivers.telling import TEMPLATE, tell_of
from changlai.kernel.events.public import StoredEvent, reaction
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import optional_url

DISPLACED: Final = "places.occupancy.displaced"


def _activity(event: StoredEvent, key: UUID | None) -> Activity | None:
    rows = Activity.objects.of(event.centre_id).select_related("centre")
    return rows.filter(pk=key).first() if key else None


def _session(event: StoredEvent) -> Session | None:
    rows = Session.objects.of(event.centre_id).select_related("room", "activity__centre")
    return rows.filter(pk=event.subject_id).first()


@reaction("gatherings.tell_cancelled", events=["activities.activity.cancelled"])
def tell_cancelled(event: StoredEvent) -> None:
    """Tell everyone that an activity will not be, and why."""
    activity = _activity(event, event.subject_id)
    if activity is not None:
        words = f"“{activity.title}”取消了，原因：{activity.cancel_reason}。给您添麻烦了。"
        tell_all(event, activity, words)


@reaction("gatherings.tell_session_cancelled", events=["activities.session.cancelled"])
def tell_session_cancelled(event: StoredEvent) -> None:
    """Tell everyone that one session will not be; the others stay."""
    session = _session(event)
    if session is not None:
        words = (
            f"“{session.activity.title}”{moment(session.starts)}这一场取消了，"
            f"原因：{session.cancel_reason}。其他场次不变。"
        )
        tell_all(event, session.activity, words)


@reaction("gatherings.tell_moved", events=["activities.session.moved"])
def tell_moved(event: StoredEvent) -> None:
    """Tell everyone the new time and place of a session."""
    session = _session(event)
    if session is not None:
        words = (
            f"“{session.activity.title}”改了时间地点：{span_of(session)}，"
            f"{place_of(session)}。您的报名还在，不用重新报。"
        )
        tell_all(event, session.activity, words)


@reaction("gatherings.tell_added", events=["activities.session.added"])
def tell_added(event: StoredEvent) -> None:
    """Tell everyone that there is one more session, which their sign-up holds for as well."""
    session = _session(event)
    if session is not None:
        words = (
            f"“{session.activity.title}”加了一场：{span_of(session)}，"
            f"{place_of(session)}。您报过名的，不用重新报。"
        )
        tell_all(event, session.activity, words)


@reaction("gatherings.tell_notice", events=["gatherings.notice.sent"])
def tell_notice(event: StoredEvent) -> None:
    """Tell everyone what staff want them to know."""
    notice = (
        Notice.objects.of(event.centre_id)
        .select_related("activity__centre")
        .filter(pk=event.subject_id)
        .first()
    )
    if notice is not None:
        tell_all(event, notice.activity, f"“{notice.activity.title}”通知：{notice.text}")


@reaction("gatherings.lose_room", events=[DISPLACED])
def give_up_room(event: StoredEvent) -> None:
    """Note that a session lost its room, tell the people, and ask staff for another place."""
    if event.payload["holder_kind"] != HolderKind.ACTIVITY or event.subject_id is None:
        return
    if lose_room(centre=event.centre_id, session_id=event.subject_id, at=event.at) is None:
        return
    session = _session(event)
    assert session is not None  # noqa: S101 -- it was found a line ago
    activity = session.activity
    when = moment(session.starts)
    tell_all(
        event,
        activity,
        f"“{activity.title}”{when}的场所临时不能用，时间不变，地点定了马上告诉您。",
    )
    tell_staff(event, activity, f"“{activity.title}”{when}没有场所了，请另找一个。")


def tell_all(event: StoredEvent, activity: Activity, words: str) -> None:
    """Tell everyone who wants or holds a seat; a draft is known to nobody outside."""
    if activity.state == ActivityState.DRAFT or activity.announced_at is None:
        return
    # An offer that was taken back because the activity is off ended at that very moment.
    wanting = Q(state__in=LIVE) | Q(state=SignUpState.LAPSED, ended_at=activity.ended_at)
    rows = SignUp.objects.of(activity.centre_id).filter(wanting, activity=activity)
    url = optional_url(activity.centre, "gatherings:activity", pk=activity.pk)
    for one in rows.select_related("person").in_order():
        tell_of(
            one,
            event,
            words,
            url=url,
            record_id=activity.pk,
            phone=one.contact_phone,
            rings=True,
            urgent=is_near(activity, event),
        )


def is_near(activity: Activity, event: StoredEvent) -> bool:
    """Say whether it would begin within a day: then whoever is phoned is phoned first."""
    starts = activity.first_starts
    return starts is not None and starts - event.at < timedelta(days=1)


def tell_staff(event: StoredEvent, activity: Activity, words: str) -> None:
    """Tell the organiser, or else those who plan here; all find it on 今日 as well."""
    accounts = [activity.organiser_id] if activity.organiser_id else []
    if not accounts:
        centre: Any = activity.centre
        accounts = [one.pk for one in staff_of(centre, MANAGE, at=event.at)]
    active = Account.objects.filter(pk__in=accounts, is_active=True)
    people: Any = Person.objects.of(activity.centre_id).active().filter(account__in=active)
    for person in people:
        tell(
            centre=activity.centre_id,
            person_id=person.pk,
            account_id=person.account_id,
            text=words,
            at=event.at,
            dedupe=f"staff:{event.name}:{event.subject_id}:{event.at.timestamp():.0f}",
            url=optional_url(activity.centre, "gatherings:desk_activity", pk=activity.pk),
            record_id=activity.pk,
            template=TEMPLATE,
        )
