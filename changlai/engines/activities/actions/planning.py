"""Plan an activity: its sessions, rooms and seats; announce, change, move and cancel it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.activities import policies
from changlai.engines.activities.actions.facets import put_facets
from changlai.engines.activities.actions.keeping import (
    fact_of,
    keep_record,
    keep_span,
    locked,
    locked_session,
    reason_of,
    require_running,
)
from changlai.engines.activities.actions.presets import version_now
from changlai.engines.activities.actions.seating import lay_seats
from changlai.engines.activities.actions.seeds import bind_seed
from changlai.engines.activities.actions.waiting import end_offers, offer_free_seats
from changlai.engines.activities.events import (
    ActivityAnnounced,
    ActivityCancelled,
    ActivityChanged,
    ActivityMade,
    SessionAdded,
    SessionCancelled,
    SessionMoved,
)
from changlai.engines.activities.models import Activity, Draw, Preset, Quota, Series, Session
from changlai.engines.activities.plans import (
    MOST_SESSIONS,
    NO_SIGN_UP,
    SessionPlan,
    SignUpPlan,
    Words,
)
from changlai.engines.activities.queries.listing import coming_of_series
from changlai.engines.activities.repeating import Repeat
from changlai.engines.activities.states import (
    ActivityState,
    SessionState,
    SignUpRule,
    Visibility,
)
from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import Holder, HolderKind, release, reserve, shift
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.ids import MOST_TRIES, day_number, spoken_code
from changlai.kernel.policies import require

LONGEST_TITLE = 60


@transaction.atomic
def make_activity(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    preset: Preset,
    title: str,
    sessions: Sequence[SessionPlan],
    sign_up: SignUpPlan = NO_SIGN_UP,
    words: Words = Words(),  # noqa: B008 -- a frozen value
    series: Series | None = None,
    facets: Mapping[str, dict[str, Any]] | None = None,
    form_id: UUID | None = None,
) -> Activity:
    """Plan an activity as a draft, and hold its rooms at once.

    `facets` are the answers to other halls' parts, by code. Sent twice with one `form_id` it is
    planned once. Raises NotAllowed without the power; BadInput for no session or too many, or a
    title that is missing; RoomTaken when a room is not free, and then nothing is planned.
    """
    require(policies.may_plan, actor, centre)
    plans = sorted(sessions, key=lambda one: one.starts)
    if not 1 <= len(plans) <= MOST_SESSIONS:
        raise BadInput(f"活动至少要有一场，最多{MOST_SESSIONS}场。")
    version = version_now(preset)
    activity = Activity(
        centre=centre,
        preset=preset,
        version=version,
        series=series,
        title=_title(title),
        organiser_id=actor.account_id,
        first_starts=plans[0].starts,
        last_ends=max(one.ends for one in plans),
        made_at=at,
        form_id=form_id,
    )
    _describe(activity, replace(words, visibility=words.visibility or version.visibility))
    _say_sign_up(activity, sign_up)
    first = _insert(activity)
    if first is not None:
        return first
    _add(activity, plans, actor, at, begin=1)
    lay_seats(activity, sign_up)
    _bind_draw(activity, at)
    put_facets(activity, facets or {}, actor)
    keep_record(activity)
    publish(fact_of(ActivityMade, activity, actor, at, sessions=len(plans)))
    return activity


@transaction.atomic
def change_activity(
    *,
    centre: Any,
    activity_id: UUID,
    actor: Actor,
    at: datetime,
    title: str,
    words: Words,
    facets: Mapping[str, dict[str, Any]] | None = None,
) -> Activity:
    """Change what is said of an activity that is not over; `facets` left out stay as they are.

    Raises NotAllowed without the power, or for a part the actor may not see; BadInput once it
    is over or without a title.
    """
    activity = locked(centre, activity_id, actor)
    require_running(activity)
    activity.title = _title(title)
    _describe(activity, words)
    activity.save(update_fields=["title", "summary", "body", "extra", "audiences", "visibility"])
    put_facets(activity, facets or {}, actor)
    keep_record(activity)
    publish(fact_of(ActivityChanged, activity, actor, at))
    return activity


@transaction.atomic
def change_sign_up(
    *, centre: Any, activity_id: UUID, actor: Actor, at: datetime, sign_up: SignUpPlan
) -> Activity:
    """Change the times, limits and number of seats of an activity.

    Seats already taken stay taken; more seats are offered to those who wait. Raises NotAllowed;
    BadInput once it is over, for fewer seats than are taken, or for another rule once
    somebody has signed up.
    """
    activity = locked(centre, activity_id, actor)
    require_running(activity)
    if sign_up.rule != activity.sign_up_rule and activity.sign_ups.of(centre).exists():
        raise BadInput("已经有人报名，报名方式不能再改。")
    _say_sign_up(activity, sign_up)
    activity.save(update_fields=_SIGN_UP_FIELDS)
    lay_seats(activity, sign_up)
    _bind_draw(activity, at)
    for quota in Quota.objects.of(centre).filter(activity=activity).order_by("pk"):
        offer_free_seats(activity, quota.pk, at)
    publish(fact_of(ActivityChanged, activity, actor, at))
    return activity


@transaction.atomic
def announce_activity(*, centre: Any, activity_id: UUID, actor: Actor, at: datetime) -> Activity:
    """Let people find an activity and sign up; raises NotAllowed, WrongStep."""
    activity = locked(centre, activity_id, actor)
    activity.move_to(ActivityState.ANNOUNCED)
    activity.announced_at = at
    activity.save(update_fields=["state", "announced_at"])
    keep_record(activity)
    publish(fact_of(ActivityAnnounced, activity, actor, at))
    return activity


@transaction.atomic
def add_sessions(
    *,
    centre: Any,
    activity_id: UUID,
    actor: Actor,
    at: datetime,
    sessions: Sequence[SessionPlan],
) -> list[Session]:
    """Add sessions to an activity that is not over; everyone who signed up hears of them.

    Raises NotAllowed, BadInput, RoomTaken as `make_activity`.
    """
    activity = locked(centre, activity_id, actor)
    require_running(activity)
    there = Session.objects.of(centre).filter(activity=activity)
    count = there.count()
    if not sessions or count + len(sessions) > MOST_SESSIONS:
        raise BadInput(f"活动至少要有一场，最多{MOST_SESSIONS}场。")
    last = there.order_by("-order")[0].order
    plans = sorted(sessions, key=lambda one: one.starts)
    rows = _add(activity, plans, actor, at, begin=last + 1)
    keep_span(activity)
    for row in rows:
        publish(
            SessionAdded(
                centre_id=activity.centre_id,
                at=at,
                actor_id=actor.account_id,
                subject_id=row.pk,
                activity_id=activity.pk,
            )
        )
    return rows


@transaction.atomic
def move_session(
    *,
    centre: Any,
    session_id: UUID,
    actor: Actor,
    at: datetime,
    plan: SessionPlan,
) -> Session:
    """Give a session another time or place; everyone who signed up hears of it.

    Raises NotAllowed; BadInput once it was held or cancelled; RoomTaken when the new room is not
    free, and then the session keeps the old one.
    """
    session, activity = locked_session(centre, session_id, actor)
    if session.state != SessionState.PLANNED:
        raise BadInput("这一场已经举行或取消，不能再改时间地点。")
    was, there = session.starts, _place(session)
    session.starts, session.ends = plan.starts, plan.ends
    session.room_id, session.layout_id = plan.room_id, plan.layout_id
    session.place_text, session.needs_room = plan.place_text.strip()[:80], False
    if plan.room_id is None:
        release(centre=centre, holder_id=session.pk, at=at, actor_id=actor.account_id)
    else:
        shift(**_wish(session, activity, plan, actor, at))
    session.save(update_fields=["starts", "ends", "room", "layout", "place_text", "needs_room"])
    keep_span(activity)
    publish(
        SessionMoved(
            centre_id=activity.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=session.pk,
            activity_id=activity.pk,
            room_id=session.room_id,
            starts=session.starts,
            starts_was=was,
            is_elsewhere=_place(session) != there,
        )
    )
    return session


@transaction.atomic
def lose_room(*, centre: Any, session_id: UUID, at: datetime) -> Session | None:
    """Note that a session's room was taken away; the platform calls this when a room closes."""
    session = (
        Session.objects.of(centre)
        .select_for_update()
        .filter(pk=session_id, state=SessionState.PLANNED)
        .first()
    )
    if session is None:
        return None
    session.room_id = session.layout_id = None
    session.needs_room = True
    session.save(update_fields=["room", "layout", "needs_room"])
    return session


@transaction.atomic
def cancel_session(
    *, centre: Any, session_id: UUID, actor: Actor, at: datetime, reason: str
) -> Session:
    """Cancel one session of several; its room comes free, everyone is told.

    Raises NotAllowed, WrongStep; BadInput without a reason, or for the only session left.
    """
    session, activity = locked_session(centre, session_id, actor)
    reason = reason_of(reason)
    others = Session.objects.of(centre).filter(activity=activity).exclude(pk=session.pk)
    if not others.exclude(state=SessionState.CANCELLED).exists():
        raise BadInput("只有这一场了，请直接取消整个活动。")
    session.move_to(SessionState.CANCELLED)
    session.cancel_reason, session.needs_room = reason, False
    session.save(update_fields=["state", "cancel_reason", "needs_room"])
    release(centre=centre, holder_id=session.pk, at=at, actor_id=actor.account_id)
    keep_span(activity)
    publish(
        SessionCancelled(
            centre_id=activity.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=session.pk,
            activity_id=activity.pk,
        )
    )
    return session


@transaction.atomic
def cancel_activity(
    *, centre: Any, activity_id: UUID, actor: Actor, at: datetime, reason: str
) -> Activity:
    """Cancel an activity: its rooms come free and everyone who signed up is told why (F37).

    Raises NotAllowed, WrongStep; BadInput without a reason.
    """
    activity = locked(centre, activity_id, actor)
    activity.cancel_reason = reason_of(reason)
    activity.move_to(ActivityState.CANCELLED)
    activity.ended_at = at
    activity.save(update_fields=["state", "cancel_reason", "ended_at"])
    for session in Session.objects.of(centre).filter(activity=activity, state=SessionState.PLANNED):
        session.move_to(SessionState.CANCELLED)
        session.cancel_reason, session.needs_room = activity.cancel_reason, False
        session.save(update_fields=["state", "cancel_reason", "needs_room"])
        release(centre=centre, holder_id=session.pk, at=at, actor_id=actor.account_id)
    end_offers(activity, at, actor_id=actor.account_id)
    keep_record(activity)
    publish(fact_of(ActivityCancelled, activity, actor, at))
    return activity


@transaction.atomic
def cancel_series(
    *, centre: Any, series_id: UUID, actor: Actor, at: datetime, reason: str
) -> list[Activity]:
    """Cancel the activities of a series that have not begun; what is under way or over stays.

    Everyone who signed up for one of them is told, once for each. Raises NotAllowed; BadInput
    without a reason, or when nothing of it is still to come.
    """
    require(policies.may_plan, actor, centre)
    rows = coming_of_series(centre, series_id, at).order_by("pk").values_list("pk", flat=True)
    keys = list(rows)
    if not keys:
        raise BadInput("后面没有要办的了，不用取消。")
    return [
        cancel_activity(centre=centre, activity_id=key, actor=actor, at=at, reason=reason)
        for key in keys
    ]


@transaction.atomic
def make_series(*, centre: Any, actor: Actor, at: datetime, title: str, rule: Repeat) -> Series:
    """Keep a rule by which activities or sessions repeat; raises NotAllowed, BadInput."""
    require(policies.may_plan, actor, centre)
    row = Series(centre=centre, title=_title(title), rule=rule.dump(), made_at=at)
    row.save(force_insert=True)
    return row


_SIGN_UP_FIELDS = [
    "sign_up_rule",
    "opens_at",
    "closes_at",
    "cancel_until",
    "party_limit",
    "household_limit",
    "has_waiting_list",
    "offer_hours",
]


def _say_sign_up(activity: Activity, plan: SignUpPlan) -> None:
    activity.sign_up_rule = SignUpRule(plan.rule)
    activity.opens_at, activity.closes_at = plan.opens_at, plan.closes_at
    activity.cancel_until = plan.cancel_until
    activity.party_limit, activity.household_limit = plan.party_limit, plan.household_limit
    activity.has_waiting_list, activity.offer_hours = plan.has_waiting_list, plan.offer_hours


def _bind_draw(activity: Activity, at: datetime) -> None:
    if activity.sign_up_rule == SignUpRule.DRAW:
        there = Draw.objects.of(activity.centre_id).filter(activity=activity)
        if not there.exists():
            bind_seed(activity, at)


def _describe(activity: Activity, words: Words) -> None:
    activity.summary = " ".join(words.summary.split())[:120]
    activity.body = words.body.strip()[:4000]
    activity.extra = dict(words.extra)
    activity.audiences = list(words.audiences)
    if words.visibility:
        activity.visibility = Visibility(words.visibility)


def _insert(activity: Activity) -> Activity | None:
    """Write the row under a free number; returns the first activity if the form was sent before."""
    rows = Activity.objects.of(activity.centre_id)
    for attempt in range(MOST_TRIES):
        activity.number = day_number(timezone.localdate(activity.made_at), attempt)
        try:
            with transaction.atomic():
                activity.save(force_insert=True)
        except IntegrityError:
            if activity.form_id and (first := rows.filter(form_id=activity.form_id).first()):
                return first
            if not rows.filter(number=activity.number).exists():
                raise
        else:
            return None
    raise BadInput("今天登记的活动太多，一时分不出编号，请再交一次。")


def _add(
    activity: Activity, plans: Iterable[SessionPlan], actor: Actor, at: datetime, *, begin: int
) -> list[Session]:
    rows = []
    for order, plan in enumerate(plans, begin):
        session = Session(
            centre_id=activity.centre_id,
            activity=activity,
            order=order,
            starts=plan.starts,
            ends=plan.ends,
            room_id=plan.room_id,
            layout_id=plan.layout_id,
            place_text=plan.place_text.strip()[:80],
            code=spoken_code(10),
        )
        session.save(force_insert=True)
        if plan.room_id is not None:
            reserve(**_wish(session, activity, plan, actor, at))
        rows.append(session)
    return rows


def _wish(
    session: Session, activity: Activity, plan: SessionPlan, actor: Actor, at: datetime
) -> dict[str, Any]:
    return {
        "centre": activity.centre,
        "room_id": plan.room_id,
        "starts": plan.starts,
        "ends": plan.ends,
        "holder": Holder(HolderKind.ACTIVITY, session.pk, activity.title),
        "at": at,
        "layout_id": plan.layout_id,
        "part_ids": plan.part_ids,
        # Staff open the door for what the village itself does.
        "ignore_hours": True,
        "actor_id": actor.account_id,
    }


def _place(session: Session) -> tuple[Any, ...]:
    return session.room_id, session.place_text, session.needs_room


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadInput(f"请填写活动名称，最多{LONGEST_TITLE}个字。")
    return title
