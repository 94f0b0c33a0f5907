"""What a page says of an activity: when, where, how it stands, what one may do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from changlai.engines.activities.public import (
    Activity,
    ActivityState,
    KeptFor,
    SeatPool,
    Session,
    SessionState,
    SignUpRule,
    seats_of,
    sessions_of,
)
from changlai.kernel.pages.words import spoken_hours, spoken_moment


@dataclass(frozen=True)
class Standing:
    """How an activity stands, as a tag and a sentence; `can_sign_up` opens the button."""

    tone: str
    label: str
    words: str = ""
    can_sign_up: bool = False


@dataclass(frozen=True)
class Seats:
    """How many seats there are and how many are left; None where nobody counts."""

    seats: int
    left: int
    kept: Sequence[SeatPool] = ()


@dataclass(frozen=True)
class Card:
    """One activity of a list: the row, its next session, where, and how it stands."""

    activity: Activity
    session: Session | None
    place: str
    standing: Standing
    count: int

    @property
    def is_series(self) -> bool:
        """Whether it has several sessions."""
        return self.count > 1


@dataclass(frozen=True)
class Shown:
    """An activity with all its sessions, as its page shows it."""

    activity: Activity
    sessions: Sequence[Session] = field(default_factory=list)
    seats: Seats | None = None
    standing: Standing = Standing("plain", "")

    @property
    def next(self) -> Session | None:
        """Return the session that comes next, or the last one."""
        return next_session(self.sessions)


def moment(at: datetime) -> str:
    """Return a moment as people say it, without the year: 3月18日(周三)上午10:00."""
    return spoken_moment(at, timezone.localdate(at))


def span_of(session: Session) -> str:
    """Return from when to when a session is: 3月18日(周三)下午2:00到4:00."""
    return spoken_hours(session.starts, session.ends, timezone.localdate(session.starts))


def hours(session: Session) -> str:
    """Return a session's time of the day: 19:00–21:00, or to the next day's."""
    starts, ends = timezone.localtime(session.starts), timezone.localtime(session.ends)
    later = "次日" if ends.date() > starts.date() else ""
    return f"{starts:%H:%M}–{later}{ends:%H:%M}"


def place_of(session: Session | None) -> str:
    """Return where a session is: the room, the words, or that it is still to be found."""
    if session is None:
        return ""
    if session.needs_room:
        return "地点要另找，定了再通知"
    room = session.room.name if session.room else ""
    return "，".join(part for part in (room, session.place_text) if part) or "地点另行通知"


def next_session(sessions: Iterable[Session], at: datetime | None = None) -> Session | None:
    """Return the first session that is not over, else the last that was not cancelled."""
    live = [one for one in sessions if one.state != SessionState.CANCELLED]
    coming = [one for one in live if one.state == SessionState.PLANNED]
    if at is not None:
        coming = [one for one in coming if one.ends > at]
    return coming[0] if coming else live[-1] if live else None


def count_seats(pools: Iterable[SeatPool]) -> Seats | None:
    """Return the seats of some pools together; kept ones count as left for those they are for."""
    found = list(pools)
    if not found:
        return None
    everyone = [one for one in found if one.kept_for == KeptFor.EVERYONE]
    kept = [one for one in found if one.kept_for != KeptFor.EVERYONE and one.released_at is None]
    return Seats(
        seats=sum(one.seats for one in found),
        left=sum(one.seats - one.taken for one in everyone),
        kept=[one for one in kept if one.seats > one.taken],
    )


def standing_of(activity: Activity, seats: Seats | None, at: datetime) -> Standing:
    """Say how an activity stands at a moment, in words a villager uses."""
    if activity.state == ActivityState.CANCELLED:
        return Standing("late", "已取消", f"这次活动取消了：{activity.cancel_reason}")
    if activity.state == ActivityState.DONE:
        return Standing("plain", "已结束", "这次活动已经办完了。")
    if activity.state == ActivityState.DRAFT:
        return Standing("waiting", "草稿", "还没有发布，村民看不到。")
    if activity.last_ends and activity.last_ends <= at:
        return Standing("plain", "已结束", "这次活动已经办完了。")
    if activity.sign_up_rule == SignUpRule.NONE:
        return Standing("done", "来了就行", "不用报名，到时候直接来。")
    if activity.opens_at and at < activity.opens_at:
        return Standing("waiting", "还没开始报名", f"{moment(activity.opens_at)}开始报名。")
    is_late = not activity.closes_at or at >= activity.closes_at
    if activity.first_starts and at >= activity.first_starts and is_late:
        return Standing("hand", "已经开始", "已经开始了，想参加请问问现场的人。")
    if activity.closes_at and at >= activity.closes_at:
        return Standing("plain", "报名截止", "报名已经截止，想参加请打中心电话问问。")
    return _open(activity, seats)


def _open(activity: Activity, seats: Seats | None) -> Standing:
    until = f"报名到{moment(activity.closes_at)}为止。" if activity.closes_at else ""
    if activity.sign_up_rule == SignUpRule.DRAW:
        total = f"共{seats.seats}个名额，" if seats else ""
        return Standing("hand", "报名抽签", f"{total}先登记，到时候抽签。{until}", can_sign_up=True)
    if activity.sign_up_rule == SignUpRule.APPROVE:
        return Standing("hand", "可以报名", f"报名以后中心给您回话。{until}", can_sign_up=True)
    left = seats.left if seats else 0
    if left > 0:
        return Standing("done", f"还有{left}个名额", until or "先报先得。", can_sign_up=True)
    if seats and seats.kept:
        groups = "、".join(one.get_kept_for_display() for one in seats.kept)
        return Standing("waiting", "名额不多", f"剩下的名额留给{groups}。{until}", can_sign_up=True)
    if activity.has_waiting_list:
        return Standing("waiting", "满了，可以候补", "有人退出就轮到您。", can_sign_up=True)
    return Standing("plain", "名额已满", "名额已经报满了。")


def cards(centre: Any, activities: Iterable[Activity], at: datetime) -> list[Card]:
    """Return the activities of one page of a list, with two statements more."""
    rows = list(activities)
    keys = [row.pk for row in rows]
    sessions, pools = sessions_of(centre, keys), seats_of(centre, keys)
    found = []
    for row in rows:
        own = sessions.get(row.pk, [])
        live = [one for one in own if one.state != SessionState.CANCELLED]
        session = next_session(own, at) or (own[-1] if own else None)
        standing = standing_of(row, count_seats(pools.get(row.pk, ())), at)
        found.append(Card(row, session, place_of(session), standing, len(live)))
    return found


def shown(centre: Any, activity: Activity, at: datetime) -> Shown:
    """Return an activity with its sessions and seats, in two statements."""
    sessions = sessions_of(centre, [activity.pk]).get(activity.pk, [])
    pools = (
        seats_of(centre, [activity.pk]).get(activity.pk, [])
        if activity.sign_up_rule != SignUpRule.NONE
        else []
    )
    seats = count_seats(pools)
    return Shown(activity, sessions, seats, standing_of(activity, seats, at))


def week_ahead(at: datetime) -> tuple[datetime, datetime]:
    """Return this week from now: until the end of Sunday."""
    local = timezone.localtime(at)
    last = local.date() + timedelta(days=7 - local.isoweekday())
    zone = timezone.get_default_timezone()
    return at, datetime.combine(last + timedelta(days=1), datetime.min.time(), zone)
