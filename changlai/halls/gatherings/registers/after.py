"""签到、意见、学时证明、培训回访: registers of what an activity leaves."""

from typing import Any

from django import forms

from changlai.engines.activities.public import (
    Certificate,
    FollowUp,
    FollowUpOutcome,
    Mark,
    MarkKind,
    MarkOutcome,
    Opinion,
    OpinionOutcome,
)
from changlai.foundation.people.public import masked_name
from changlai.halls.gatherings.queries.spans import between
from changlai.kernel.registers.public import Column, Period, Register

GROUP = "活动"
POWER = "gatherings.see"


class OpinionsFilter(Period):
    """Days, and what became of it."""

    outcome = forms.ChoiceField(
        label="结果", required=False, choices=[("", "全部"), *OpinionOutcome.choices]
    )


class FollowUpsFilter(Period):
    """Days on which somebody is to be asked, and what they said."""

    outcome = forms.ChoiceField(
        label="近况", required=False, choices=[("", "全部"), *FollowUpOutcome.choices]
    )


def _named(row: Any) -> str:
    account = getattr(row, "account", None)
    name = row.person.name if row.person else account.shown_name if account else row.alias
    return masked_name(name) if name else "未留名"


def _trainee(row: Any) -> str:
    return _named(row.sign_up)


def _certified(row: Certificate) -> str:
    return masked_name(row.name)


def _own(rows: Any, actor: Any) -> Any:
    return rows.filter(centre_id=actor.centre_id) if actor.can(POWER) else rows.none()


def _marks(actor: Any, filters: dict[str, Any]) -> Any:
    rows = _own(Mark.objects.all(), actor).filter(outcome=MarkOutcome.TAKEN)
    rows = rows.exclude(kind=MarkKind.VOID).filter(voided_by__isnull=True)
    rows = between(rows, "at", filters.get("since"), filters.get("until"))
    return rows.select_related("session__activity", "person", "account", "by").order_by(
        "-at", "-id"
    )


def _opinions(actor: Any, filters: dict[str, Any]) -> Any:
    rows = between(
        _own(Opinion.objects.all(), actor), "at", filters.get("since"), filters.get("until")
    )
    if filters.get("outcome"):
        rows = rows.filter(outcome=filters["outcome"])
    return rows.select_related("activity", "person", "voice_record").order_by("-at", "-id")


def _certificates(actor: Any, filters: dict[str, Any]) -> Any:
    rows = _own(Certificate.objects.all(), actor)
    rows = between(rows, "issued_at", filters.get("since"), filters.get("until"))
    rows = rows.select_related("activity", "person", "account", "sign_up")
    return rows.order_by("-issued_at", "-id")


def _follow_ups(actor: Any, filters: dict[str, Any]) -> Any:
    rows = _own(FollowUp.objects.all(), actor)
    if filters.get("since"):
        rows = rows.filter(due_on__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(due_on__lte=filters["until"])
    if filters.get("outcome"):
        rows = rows.filter(outcome=filters["outcome"])
    return rows.select_related("activity", "sign_up__person").order_by("-due_on", "-id")


REGISTERS = [
    Register(
        code="gatherings_marks",
        title="签到台账",
        order=46,
        rows=_marks,
        columns=[
            Column("时间", "at", "datetime", 17),
            Column("活动", "session.activity.title", width=28),
            Column("第几场", "session.order", "number", 8),
            Column("姓名", _named, width=10),
            Column("内容", "get_kind_display", width=8),
            Column("来源", "get_source_display", width=12),
        ],
        filters=Period,
        power=POWER,
        source_models=(Mark,),
        note="签不签到由本人，没签到的人数登记在场次上，不在这里。",
        group=GROUP,
    ),
    Register(
        code="gatherings_opinions",
        title="座谈意见办理台账",
        order=47,
        rows=_opinions,
        columns=[
            Column("日期", "at", "datetime", 17),
            Column("活动", "activity.title", width=24),
            Column("谁提的", _named, width=10),
            Column("意见", "text", width=40),
            Column("结果", "get_outcome_display", width=10),
            Column("我们这样办", "reply", width=40),
            Column("转成", "voice_record.title", width=16),
        ],
        filters=OpinionsFilter,
        power=POWER,
        source_models=(Opinion,),
        group=GROUP,
    ),
    Register(
        code="gatherings_certificates",
        title="学时证明台账",
        order=48,
        rows=_certificates,
        columns=[
            Column("编号", "number", width=16),
            Column("开具时间", "issued_at", "datetime", 17),
            Column("姓名", _certified, width=10),
            Column("活动", "activity.title", width=28),
            Column("参加场次", "sessions", "number", 10),
            Column("分钟", "minutes", "number", 8),
        ],
        filters=Period,
        power=POWER,
        source_models=(Certificate,),
        note="分钟数来自签到记录，不能手填。",
        group=GROUP,
    ),
    Register(
        code="gatherings_follow_ups",
        title="培训回访台账",
        order=49,
        rows=_follow_ups,
        columns=[
            Column("该问的日子", "due_on", "date", 12),
            Column("活动", "activity.title", width=28),
            Column("姓名", _trainee, width=10),
            Column("第几天", "days", "number", 8),
            Column("近况", "get_outcome_display", width=14),
            Column("登记时间", "noted_at", "datetime", 17),
        ],
        filters=FollowUpsFilter,
        power=POWER,
        source_models=(FollowUp,),
        note="说不说由本人；不愿意说也是一种结果。",
        group=GROUP,
    ),
]
