"""What every verb of planning does: take the lock, keep span and record, say the fact."""

from datetime import datetime
from typing import Any
from uuid import UUID

from changlai.engines.activities import policies
from changlai.engines.activities.models import Activity, Session
from changlai.engines.activities.states import ActivityState, SessionState, Visibility
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Visibility as RecordVisibility
from changlai.kernel.registry.public import record_page
from changlai.kernel.search import public as search

RECORD_KIND = "activity"


def locked(centre: Any, activity_id: UUID, actor: Actor) -> Activity:
    """Return an activity under its lock, for whoever plans; raises NotAllowed."""
    activity = Activity.objects.of(centre).select_for_update().get(pk=activity_id)
    require(policies.may_plan, actor, centre)
    return activity


def locked_session(
    centre: Any, session_id: UUID, actor: Actor, *, rolls: bool = False
) -> tuple[Session, Activity]:
    """Return a session under its lock and its activity, for whoever plans (or calls the roll).

    Raises NotAllowed.
    """
    session = Session.objects.of(centre).select_for_update().get(pk=session_id)
    require(policies.may_roll if rolls else policies.may_plan, actor, centre)
    return session, Activity.objects.of(centre).select_related("preset").get(pk=session.activity_id)


def require_running(activity: Activity) -> None:
    """Raise BadInput once an activity is over or cancelled."""
    if activity.state not in {ActivityState.DRAFT, ActivityState.ANNOUNCED}:
        raise BadInput("活动已经结束或取消，不能再改。")


def keep_span(activity: Activity) -> None:
    """Keep the first and last moment of an activity from its sessions, for lists."""
    rows = Session.objects.of(activity.centre_id).filter(activity=activity)
    spans = list(rows.exclude(state=SessionState.CANCELLED).values_list("starts", "ends"))
    if spans:
        activity.first_starts = min(starts for starts, _ in spans)
        activity.last_ends = max(ends for _, ends in spans)
        activity.save(update_fields=["first_starts", "last_ends"])


def keep_record(activity: Activity) -> None:
    """Keep an activity's record and its words for the search as it is now."""
    shown = activity.state != ActivityState.DRAFT and activity.visibility == Visibility.PUBLIC
    records.put(
        activity.centre_id,
        activity.pk,
        RECORD_KIND,
        activity.title,
        activity.first_starts or activity.made_at,
        RecordVisibility.PUBLIC if shown else RecordVisibility.STAFF,
        url_name=record_page(RECORD_KIND),
    )
    search.index(
        activity.centre_id,
        activity.pk,
        RECORD_KIND,
        "\n".join([activity.number, activity.title, activity.summary, activity.body]),
        at=activity.first_starts,
    )


def reason_of(reason: str) -> str:
    """Return why something will not be, in one line; raises BadInput without."""
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput("请写明取消的原因，报了名的人会看到。")
    return reason[:120]


def fact_of(kind: Any, activity: Activity, actor: Actor, at: datetime, **more: Any) -> Any:
    """Return a fact of an activity, with its kind."""
    return kind(
        centre_id=activity.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=activity.pk,
        preset=activity.preset.code,
        **more,
    )
