"""The five registers of the hall; each is a query over rows that exist for the work itself."""

from typing import Any

from django import forms
from django.utils import timezone

from changlai.engines.cases.public import (
    CallBack,
    Case,
    CaseFilter,
    Channel,
    Rating,
    StateType,
    UpwardGrant,
    all_grants,
    cases_list,
)
from changlai.foundation.people.public import masked_name
from changlai.halls.voices import queries
from changlai.halls.voices.kinds import FAMILY, KINDS
from changlai.halls.voices.models import BoxOpening, CallLog
from changlai.halls.voices.policies import visible_call_backs
from changlai.halls.voices.states import CallState
from changlai.kernel.crypto.phones import masked
from changlai.kernel.registers.public import Column, Period, Register

GROUP = "诉求"
POWER = "voices.see"


class VoicesFilter(Period):
    """Days, kind, channel and whether it is still open."""

    kind = forms.ChoiceField(
        label="种类",
        required=False,
        choices=[("", "全部"), *((kind.code, kind.title) for kind in KINDS)],
    )
    channel = forms.ChoiceField(
        label="渠道", required=False, choices=[("", "全部"), *Channel.choices]
    )
    state_type = forms.ChoiceField(
        label="办到哪了", required=False, choices=[("", "全部"), *StateType.choices]
    )


class CallsFilter(Period):
    """Days, and how the call ended."""

    state = forms.ChoiceField(
        label="情况", required=False, choices=[("", "全部"), *CallState.choices]
    )


def who(case: Any) -> str:
    """Return the requester as a register may name them: family name and stars, or nobody."""
    if case.is_anonymous:
        return "匿名"
    if case.person_id:
        return masked_name(case.person.name)
    return masked_name(case.reporter_alias) if case.reporter_alias else "未留名"


def _voice_rows(actor: Any, filters: dict[str, Any]) -> Any:
    by = CaseFilter(
        family=FAMILY,
        kind=filters.get("kind") or "",
        channel=filters.get("channel") or "",
        state_type=filters.get("state_type") or "",
        since=filters.get("since"),
        until=filters.get("until"),
    )
    return cases_list(actor, timezone.now(), by).select_related("person", "category", "handler")


def _result(case: Any) -> str:
    if case.answer:
        return f"{case.state_label}：{case.answer[:200]}"
    return str(case.state_label)


def _handler(case: Any) -> str:
    return case.handler.shown_name if case.handler else ""


def _satisfaction(case: Any) -> str:
    told = [case.get_call_back_outcome_display() if case.call_back_outcome else ""]
    if case.solved is not None:
        told.append("已解决" if case.solved else "没解决")
    told.append(case.get_face_display() if case.face else "")
    return "、".join(filter(None, told))


def _call_rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = queries.between(queries.calls(actor), "at", filters.get("since"), filters.get("until"))
    return rows.filter(state=filters["state"]) if filters.get("state") else rows


def _caller(call: CallLog) -> str:
    name = masked_name(call.caller_name) if call.caller_name else ""
    return f"{name} {masked(call.caller_phone)}".strip() or "未显示"


def _call_result(call: CallLog) -> str:
    words = str(call.get_state_display())
    if call.settled_at:
        words += f"({timezone.localtime(call.settled_at):%m-%d %H:%M})"
    return words + (f"，{call.note}" if call.note else "")


def _opening_rows(actor: Any, filters: dict[str, Any]) -> Any:
    return queries.between(
        queries.box_openings(actor), "opened_at", filters.get("since"), filters.get("until")
    )


def _openers(opening: BoxOpening) -> str:
    first = opening.first_opener.shown_name
    if opening.second_opener:
        return f"{first}、{opening.second_opener.shown_name}"
    second = opening.second_person
    return f"{first}、{second.name}" if second else first


def _opening_result(opening: BoxOpening) -> str:
    words = f"登记 {opening.entered}，空白 {opening.blank}，无效 {opening.invalid}"
    return words if opening.finished_at else f"{words}，还有 {opening.left} 张没录"


def _numbers(opening: BoxOpening) -> str:
    slips = sorted(opening.slip_rows.all(), key=lambda slip: slip.order)
    return "、".join(slip.case.number for slip in slips if slip.case)


def _call_back_rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = queries.between(
        visible_call_backs(actor), "at", filters.get("since"), filters.get("until")
    )
    return rows.order_by("-at", "-id")


def _call_back_result(row: CallBack) -> str:
    words = str(row.get_outcome_display())
    if row.solved is not None:
        words += "，已解决" if row.solved else "，没解决"
    return words + (f"，{row.note}" if row.note else "")


def _grant_rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = all_grants(actor, FAMILY)
    return queries.between(rows, "starts_at", filters.get("since"), filters.get("until"))


def _grant_result(grant: UpwardGrant) -> str:
    if grant.holds(timezone.now()):
        return "看得到"
    return "村里提前收回" if grant.ended_early else "到期关上"


REGISTERS = [
    Register(
        code="voices",
        title="诉求台账",
        order=10,
        group=GROUP,
        power=POWER,
        rows=_voice_rows,
        filters=VoicesFilter,
        source_models=(Case,),
        note="每件诉求从提出到评价，都从办理记录里来，不用另填。",
        columns=[
            Column("日期", "opened_at", "date", 12),
            Column("种类", "kind_title", width=10),
            Column("事项", "heading", width=36),
            Column("对象", who, width=10),
            Column("地点", "place_text", width=16),
            Column("渠道", lambda case: case.get_channel_display(), width=8),
            Column("分类", "category.name", width=12),
            Column(
                "经办人", lambda case: case.handler.shown_name if case.handler else "", width=10
            ),
            Column("期限", "resolution_due", "datetime", 17),
            Column("结果", _result, width=40),
            Column("回访和评价", _satisfaction, width=18),
            Column("关联编号", "number", "code", 14),
        ],
    ),
    Register(
        code="calls",
        title="电话记录",
        order=20,
        group=GROUP,
        power=POWER,
        rows=_call_rows,
        filters=CallsFilter,
        source_models=(CallLog,),
        note="接听、未接和回电；号码只显示一部分。",
        columns=[
            Column("时间", "at", "datetime", 17),
            Column("事项", "summary", width=40),
            Column("对象", _caller, width=18),
            Column("经办人", lambda c: c.taken_by.shown_name if c.taken_by else "", width=10),
            Column("结果", _call_result, width=24),
            Column("回电人", lambda c: c.settled_by.shown_name if c.settled_by else "", width=10),
            Column("回拨次数", "tries", "number", 10),
            Column("关联编号", "case.number", "code", 14),
        ],
    ),
    Register(
        code="boxes",
        title="意见箱台账",
        order=30,
        group=GROUP,
        power=POWER,
        rows=_opening_rows,
        filters=Period,
        source_models=(BoxOpening,),
        note="每次开箱两人在场，张数与登记、空白、无效相加一致。",
        columns=[
            Column("日期", "opened_at", "datetime", 17),
            Column("意见箱", "box.name", width=20),
            Column("地点", "box.place", width=20),
            Column("经办人", _openers, width=18),
            Column("张数", "slips", "number", 8),
            Column("结果", _opening_result, width=28),
            Column("关联编号", _numbers, width=40),
        ],
    ),
    Register(
        code="call_backs",
        title="回访台账",
        order=40,
        group=GROUP,
        power=POWER,
        rows=_call_back_rows,
        filters=Period,
        source_models=(CallBack, Rating),
        note="由承办人以外的人回访。",
        columns=[
            Column("日期", "at", "datetime", 17),
            Column("事项", "case.heading", width=36),
            Column("对象", lambda row: who(row.case), width=10),
            Column("地点", "case.place_text", width=16),
            Column("经办人", lambda r: r.handler.shown_name if r.handler else "", width=10),
            Column("回访人", lambda r: r.by.shown_name if r.by else "", width=10),
            Column("结果", _call_back_result, width=32),
            Column("评价", lambda r: r.case.get_face_display() if r.case.face else "", width=10),
            Column("关联编号", "case.number", "code", 14),
        ],
    ),
    Register(
        code="grants",
        title="上级查看台账",
        order=50,
        group=GROUP,
        power=POWER,
        rows=_grant_rows,
        filters=Period,
        source_models=(UpwardGrant,),
        note="村里让上级看了哪一件、看到哪天、看过几次；没写在这里的，上级看不到。",
        columns=[
            Column("日期", "starts_at", "date", 12),
            Column("事项", "case.heading", width=36),
            Column("报给", "to_name", width=18),
            Column("谁能看", lambda grant: grant.account.shown_name, width=10),
            Column("事由", "reason", width=36),
            Column("同意人", lambda grant: grant.granted_by.shown_name, width=10),
            Column("看到", "ended_at", "datetime", 17),
            Column("结果", _grant_result, width=14),
            Column("看过几次", lambda grant: grant.looks or 0, "number", 10),
            Column("关联编号", "case.number", width=14),
        ],
    ),
]
