"""Until when one may sign up, be offered a seat, and take a sign-up back.

A course goes on after its first evening: a seat that comes free then is of use until the last.
"""

from datetime import datetime

from changlai.engines.activities.models import Activity, Session
from changlai.engines.activities.states import ActivityState, SessionState, SignUpRule


def next_start(activity: Activity, at: datetime) -> datetime | None:
    """Return when the next session of an activity begins; None once none is to come."""
    if activity.first_starts is not None and at < activity.first_starts:
        return activity.first_starts
    coming = Session.objects.of(activity.centre_id).filter(
        activity=activity, state=SessionState.PLANNED, starts__gt=at
    )
    return coming.order_by("starts").values_list("starts", flat=True).first()


def closed_because(activity: Activity, at: datetime, *, is_staff: bool = False) -> str:
    """Say why nobody can sign up for an activity now, "" when one can.

    Staff are not bound by the window, since walk-ins come when they come.
    """
    if activity.state != ActivityState.ANNOUNCED:
        return "这个活动现在不接受报名。"
    if activity.sign_up_rule == SignUpRule.NONE:
        return "这个活动不用报名，到时候来就行。"
    if activity.last_ends is not None and at > activity.last_ends:
        return "活动已经结束了。"
    if is_staff:
        return ""
    if activity.opens_at is not None and at < activity.opens_at:
        return "报名还没有开始。"
    closes = activity.closes_at or activity.first_starts
    if closes is not None and at > closes:
        return "报名已经截止，想来可以给中心打个电话问问。"
    return ""


def may_still_leave(activity: Activity, at: datetime) -> bool:
    """Say whether somebody with a seat may give it up alone, without ringing the centre.

    Until the last moment that was set for it, else while a session is still to come.
    """
    if activity.cancel_until is not None:
        return at <= activity.cancel_until
    return next_start(activity, at) is not None
