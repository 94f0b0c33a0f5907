"""Registers of activities: all of them, one for each kind the village has, training of staff."""

from typing import Any

from django import forms
from django.db.models import Prefetch

from changlai.engines.activities.public import (
    Activity,
    ActivityFilter,
    ActivityState,
    Mark,
    Preset,
    Session,
    activities_list,
    asked_by,
    presets_of,
    with_counts,
)
from changlai.halls.gatherings.queries.showing import place_of
from changlai.halls.gatherings.queries.training import minutes_of, training_marks
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register
from changlai.kernel.schemas.public import Schema, columns

GROUP = "活动"
POWER = "gatherings.see"
ORDER = 200


class ActivitiesFilter(Period):
    """Days, and how far the activity is."""

    state = forms.ChoiceField(
        label="办到哪了", required=False, choices=[("", "全部"), *ActivityState.choices]
    )


def _rows(preset: Preset | None) -> Any:
    def rows(actor: Any, filters: dict[str, Any]) -> Any:
        by = ActivityFilter(
            preset=preset.pk if preset else None,
            state=filters.get("state") or "",
            since=filters.get("since"),
            until=filters.get("until"),
        )
        found = with_counts(activities_list(actor, actor.centre, by)).select_related("centre")
        sessions = Prefetch("sessions", Session.objects.select_related("room").order_by("starts"))
        return found.prefetch_related(sessions).order_by("first_starts", "id")

    return rows


def _place(activity: Any) -> str:
    return "、".join(dict.fromkeys(map(place_of, activity.sessions.all())))


def _result(activity: Any) -> str:
    words = str(activity.get_state_display())
    return f"{words}：{activity.cancel_reason}" if activity.cancel_reason else words


def _url(activity: Any) -> str:
    return centre_reverse(activity.centre, "gatherings:desk_activity", pk=activity.pk)


def _columns(more: list[Column], *, with_kind: bool) -> list[Column]:
    return [
        Column("开始", "first_starts", "datetime", 17),
        Column("活动", "title", width=28),
        *([Column("类型", "preset.title", width=10)] if with_kind else []),
        *more,
        Column("地点", _place, width=20),
        Column("办了几场", "held_sessions", "number", 8),
        Column("报名人数", "signed_up", "number", 8),
        Column("到场人次", lambda row: row.came + row.guests, "number", 8),
        Column("负责人", lambda row: row.organiser.shown_name if row.organiser else "", width=10),
        Column("结果", _result, width=20),
        Column("关联编号", "number", width=14),
    ]


def _who(mark: Any) -> str:
    if mark.person is not None:
        return str(mark.person.name)
    return str(mark.account.shown_name) if mark.account else str(mark.alias)


def _training(actor: Any, filters: dict[str, Any]) -> Any:
    rows = training_marks(actor, actor.centre)
    if filters.get("since"):
        rows = rows.filter(session__starts__date__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(session__starts__date__lte=filters["until"])
    return rows


REGISTERS = [
    Register(
        code="activities",
        title="活动台账",
        order=ORDER,
        group=GROUP,
        power=POWER,
        rows=_rows(None),
        filters=ActivitiesFilter,
        source_models=(Activity,),
        note="从排活动到办完都从记录里来，不用另填。",
        columns=_columns([], with_kind=True),
        url=_url,
    ),
    Register(
        code="staff_training",
        title="业务培训台账",
        order=ORDER + 90,
        group=GROUP,
        power=POWER,
        rows=_training,
        filters=Period,
        source_models=(Mark,),
        note="工作人员到场签到就是记录。",
        columns=[
            Column("日期", "session.starts", "datetime", 17),
            Column("姓名", _who, width=10),
            Column("培训", "session.activity.title", width=30),
            Column("学什么", lambda m: m.session.activity.extra.get("subject", ""), width=24),
            Column("讲课的人", lambda m: m.session.activity.extra.get("trainer", ""), width=12),
            Column("时长(分钟)", minutes_of, "number", 10),
            Column("关联编号", "session.activity.number", width=14),
        ],
    ),
]


def registers_for(actor: Any) -> list[Register]:
    """Return a register for each kind of activity, with the answers to its own questions.

    A kind the village made up has its own from the moment it is kept; nobody writes code.
    """
    if actor.centre_id is None or not actor.can(POWER):
        return []
    presets = list(presets_of(actor.centre_id, everything=True))
    asked = asked_by(presets)
    return [
        Register(
            code=f"activities_{preset.code}",
            title=f"{preset.title}台账",
            order=ORDER + 1 + place,
            group=GROUP,
            power=POWER,
            rows=_rows(preset),
            filters=ActivitiesFilter,
            source_models=(Activity,),
            note=preset.hint,
            columns=_columns(
                columns(asked.get(preset.pk, Schema()), lambda row: row.extra), with_kind=False
            ),
            url=_url,
        )
        for place, preset in enumerate(presets)
    ]
