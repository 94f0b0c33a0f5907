"""报名台账: who wanted to come to what, by which way, and what became of it."""

from typing import Any

from django import forms

from changlai.engines.activities.public import SignUp, SignUpState, visible_sign_ups
from changlai.foundation.people.public import Channel, masked_name
from changlai.halls.gatherings.queries.spans import between
from changlai.kernel.registers.public import Column, Period, Register

GROUP = "活动"
POWER = "gatherings.see"
CHANNELS = dict(Channel.choices)


class SignUpsFilter(Period):
    """Days of the wish, the activity's number, and what became of it."""

    number = forms.CharField(label="活动编号", max_length=14, required=False)
    state = forms.ChoiceField(
        label="情况", required=False, choices=[("", "全部"), *SignUpState.choices]
    )


def who(row: SignUp) -> str:
    """Return whoever signed up as a register may name them: family name and stars."""
    return masked_name(row.person.name if row.person else row.alias)


def result(row: SignUp) -> str:
    """Return what became of a wish, with the reason where one was given."""
    words = str(row.get_state_display())
    return f"{words}：{row.end_reason}" if row.end_reason else words


def channel_words(code: str) -> str:
    """Return by which way somebody came."""
    return str(CHANNELS.get(code, "网上" if code == "online" else code))


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = between(
        visible_sign_ups(actor, actor.centre_id),
        "queued_at",
        filters.get("since"),
        filters.get("until"),
    )
    if filters.get("number"):
        rows = rows.filter(activity__number=filters["number"].strip())
    if filters.get("state"):
        rows = rows.filter(state=filters["state"])
    rows = rows.select_related("activity", "person", "ticket", "entered_by")
    return rows.order_by("-queued_at", "-id")


SIGN_UP_COLUMNS = [
    Column("日期", "queued_at", "datetime", 17),
    Column("活动", "activity.title", width=28),
    Column("对象", who, width=10),
    Column("种类", "ticket.name", width=12),
    Column("人数", "heads", "number", 8),
    Column("渠道", lambda row: channel_words(row.channel), width=10),
    Column("经办人", lambda row: row.entered_by.shown_name if row.entered_by else "", width=10),
    Column("结果", result, width=28),
    Column("报名码", "code", width=12),
    Column("关联编号", "activity.number", width=14),
]

REGISTERS = [
    Register(
        code="sign_ups",
        title="报名台账",
        order=120,
        group=GROUP,
        power=POWER,
        rows=_rows,
        filters=SignUpsFilter,
        source_models=(SignUp,),
        note="网上、窗口、电话、纸质表来的报名都在这里，不用另填。",
        columns=SIGN_UP_COLUMNS,
    ),
]
