"""今日: what is on, what has no room, which drafts begin soon, what is not closed yet."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from changlai.engines.activities.public import (
    ActivityState,
    Session,
    SessionState,
    homeless_sessions,
    open_drafts,
    sessions_between,
    to_end,
)
from changlai.halls.gatherings.queries.showing import hours, place_of
from changlai.halls.gatherings.queries.training import days_without_duty
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
SOON = timedelta(days=7)
Lines = tuple[list[TodayLine], int]


def _some(rows: Any, line: Callable[[Any], TodayLine]) -> Lines:
    found = list(rows[: SHOWN + 1])
    total = rows.count() if len(found) > SHOWN else len(found)
    return [line(row) for row in found[:SHOWN]], total


def _url(centre: Any, activity_id: Any) -> str:
    return centre_reverse(centre, "gatherings:desk_activity", pk=activity_id)


def _day(at: datetime) -> tuple[datetime, datetime]:
    first = datetime.combine(timezone.localdate(at), time(0), timezone.get_default_timezone())
    return first, first + timedelta(days=1)


def _on_today(actor: Any, at: datetime) -> Lines:
    centre = actor.centre
    rows = sessions_between(actor, centre, *_day(at)).exclude(state=SessionState.CANCELLED)
    rows = rows.filter(activity__state__in=[ActivityState.ANNOUNCED, ActivityState.DONE])

    def line(session: Session) -> TodayLine:
        set_up = f"，摆成“{session.layout.name}”" if session.layout else ""
        return TodayLine(
            title=session.activity.title,
            url=_url(centre, session.activity_id),
            note=f"{hours(session)}，{place_of(session)}{set_up}",
            tag=session.activity.preset.title,
            tone="hand" if session.starts <= at < session.ends else "plain",
        )

    return _some(rows, line)


def _homeless(actor: Any, at: datetime) -> Lines:
    centre = actor.centre

    def line(session: Session) -> TodayLine:
        return TodayLine(
            title=session.activity.title,
            url=centre_reverse(centre, "gatherings:move_session", pk=session.pk),
            note="场所被占用或停用，请另找一个",
            at=session.starts,
            tag="没有场所",
            tone="late",
        )

    return _some(homeless_sessions(centre, at), line)


def _drafts(actor: Any, at: datetime) -> Lines:
    centre = actor.centre

    def line(activity: Any) -> TodayLine:
        is_over = activity.first_starts is not None and activity.first_starts < at
        return TodayLine(
            title=activity.title,
            url=_url(centre, activity.pk),
            note="还没发布，村民看不到",
            at=activity.first_starts,
            tag="过了时间" if is_over else "快到时间",
            tone="late" if is_over else "waiting",
        )

    return _some(open_drafts(centre, at + SOON), line)


def _to_end(actor: Any, at: datetime) -> Lines:
    centre = actor.centre

    def line(activity: Any) -> TodayLine:
        return TodayLine(
            title=activity.title,
            url=centre_reverse(centre, "gatherings:end", pk=activity.pk),
            note="办完了，登记一下来了多少人",
            at=activity.last_ends,
            tag="待登记",
        )

    return _some(to_end(centre, at), line)


def _no_duty(actor: Any, at: datetime) -> Lines:
    days = days_without_duty(actor.centre, timezone.localdate(at))
    lines = [
        TodayLine(
            title=f"{day.month}月{day.day}日(周{'一二三四五六日'[day.weekday()]})没有人值班",
            url="",
            note="请排上值班的人",
            tag="缺人",
        )
        for day in days
    ]
    return lines, len(lines)


def _may(power: str) -> Callable[[Any], bool]:
    return lambda actor: actor.can(power)


SEE, MANAGE = _may("gatherings.see"), _may("gatherings.manage")

TODAY = [
    TodaySection(
        "gatherings_today",
        "今天的活动",
        40,
        _on_today,
        "gatherings:calendar",
        SEE,
        "今天没有活动。",
    ),
    TodaySection(
        "gatherings_homeless",
        "没有场所的场次",
        12,
        _homeless,
        "gatherings:desk_activities",
        MANAGE,
        "都有地方。",
    ),
    TodaySection(
        "gatherings_drafts",
        "快到时间的草稿",
        42,
        _drafts,
        "gatherings:desk_activities",
        MANAGE,
        "没有。",
    ),
    TodaySection(
        "gatherings_to_end",
        "办完要登记的活动",
        44,
        _to_end,
        "gatherings:desk_activities",
        MANAGE,
        "都登记了。",
    ),
    TodaySection(
        "gatherings_no_duty",
        "没排值班的日子",
        46,
        _no_duty,
        "",
        MANAGE,
        "这七天都排好了。",
    ),
]
