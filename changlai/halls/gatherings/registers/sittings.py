"""义诊和咨询台账: who sat when and how many were seen, and each appointment; no word of a talk."""

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils import timezone

from changlai.engines.appointments.public import (
    Appointment,
    AppointmentState,
    Sitting,
    SittingState,
    visible_appointments,
    visible_sittings,
)
from changlai.foundation.people.public import masked_name
from changlai.halls.gatherings.queries.spans import between
from changlai.halls.gatherings.registers.signups import GROUP, POWER, channel_words
from changlai.kernel.registers.public import Column, Period, Register


class SittingsFilter(Period):
    """Days, and whether it took place."""

    state = forms.ChoiceField(
        label="情况", required=False, choices=[("", "全部"), *SittingState.choices]
    )


class AppointmentsFilter(Period):
    """Days of the sitting, and what became of the appointment."""

    state = forms.ChoiceField(
        label="情况", required=False, choices=[("", "全部"), *AppointmentState.choices]
    )


def _sittings(actor: Any, filters: dict[str, Any]) -> Any:
    rows = between(
        visible_sittings(actor, actor.centre_id),
        "starts",
        filters.get("since"),
        filters.get("until"),
    )
    if filters.get("state"):
        rows = rows.filter(state=filters["state"])

    rows = rows.annotate(
        all_slots=Count("slots", distinct=True),
        wanted=Count(
            "appointments",
            filter=~Q(appointments__state=AppointmentState.CANCELLED),
            distinct=True,
        ),
        seen=Count(
            "appointments", filter=Q(appointments__state=AppointmentState.DONE), distinct=True
        ),
        missed=Count(
            "appointments", filter=Q(appointments__state=AppointmentState.NO_SHOW), distinct=True
        ),
    )
    return rows.select_related("provider").order_by("-starts", "-id")


def _appointments(actor: Any, filters: dict[str, Any]) -> Any:
    rows = between(
        visible_appointments(actor, actor.centre_id),
        "sitting__starts",
        filters.get("since"),
        filters.get("until"),
    )
    if filters.get("state"):
        rows = rows.filter(state=filters["state"])
    rows = rows.select_related("sitting", "sitting__provider", "slot", "person", "entered_by")
    return rows.order_by("-sitting__starts", "-booked_at", "-id")


def _who(row: Appointment) -> str:
    return masked_name(row.person.name if row.person else row.alias)


def _time(row: Appointment) -> str:
    return f"{timezone.localtime(row.slot.starts):%H:%M}" if row.slot else "现场来的"


def _result(row: Sitting) -> str:
    words = str(row.get_state_display())
    return f"{words}：{row.cancel_reason}" if row.cancel_reason else words


REGISTERS = [
    Register(
        code="sittings",
        title="义诊和咨询台账",
        order=130,
        group=GROUP,
        power=POWER,
        rows=_sittings,
        filters=SittingsFilter,
        source_models=(Sitting, Appointment),
        note="哪位专业人员哪天来，接待了多少人。谈了什么，中心不记。",
        columns=[
            Column("日期", "starts", "datetime", 17),
            Column("事项", "title", width=20),
            Column("专业人员", "provider.name", width=10),
            Column("职业", "provider.title", width=12),
            Column("单位", "provider.unit", width=20),
            Column("执业证号", "provider.licence", width=18),
            Column("地点", "place_text", width=16),
            Column("时段", "all_slots", "number", 8),
            Column("约和来", "wanted", "number", 8),
            Column("接待", "seen", "number", 8),
            Column("没有来", "missed", "number", 8),
            Column("结果", _result, width=20),
        ],
    ),
    Register(
        code="appointments",
        title="看诊和咨询登记",
        order=132,
        group=GROUP,
        power=POWER,
        rows=_appointments,
        filters=AppointmentsFilter,
        source_models=(Appointment,),
        note="只记来没来。谈了什么，中心不记。",
        columns=[
            Column("日期", "sitting.starts", "date", 12),
            Column("事项", "sitting.title", width=20),
            Column("专业人员", "sitting.provider.name", width=10),
            Column("对象", _who, width=10),
            Column("时间", _time, width=10),
            Column("渠道", lambda row: channel_words(row.channel), width=10),
            Column(
                "经办人", lambda row: row.entered_by.shown_name if row.entered_by else "", width=10
            ),
            Column("结果", lambda row: row.get_state_display(), width=12),
        ],
    ),
]
