"""Registers of people, read from the entries themselves: residents, times someone was acted for."""

from typing import Any

from changlai.foundation.people import policies
from changlai.foundation.people.models import ActForSession, Person
from changlai.kernel.registers.public import Column, Period, Register


def _residents(actor: Any, filters: dict[str, Any]) -> Any:
    rows = Person.objects.of(actor.centre_id).active().select_related("hamlet", "household")
    if not policies.may_see_people(actor, actor.centre_id):
        return rows.none()
    return rows.order_by("hamlet__order", "name", "id")


def _acts(actor: Any, filters: dict[str, Any]) -> Any:
    rows = ActForSession.objects.of(actor.centre_id).select_related("person", "account")
    if not policies.may_see_people(actor, actor.centre_id):
        return rows.none()
    if filters.get("since"):
        rows = rows.filter(started_at__date__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(started_at__date__lte=filters["until"])
    return rows.order_by("-started_at", "-id")


REGISTERS = [
    Register(
        code="residents",
        title="居民名册",
        order=800,
        rows=_residents,
        columns=[
            Column("姓名", "name", width=12),
            Column("自然村(小组)", "hamlet.name", width=16),
            Column("户号", "household.number", width=12),
            Column("手机号", "masked_phone", width=16),
            Column("出生年份", "birth_year", "number", width=10),
            Column("登记时间", "added_at", "date", width=14),
        ],
        power="people.manage",
        source_models=(Person,),
        note="手机号遮住中间四位；要看全号，到居民页面逐个查看，会留下记录。",
        group="队伍",
    ),
    Register(
        code="act-for",
        title="代办登记簿",
        order=810,
        rows=_acts,
        columns=[
            Column("时间", "started_at", "datetime", width=18),
            Column("居民", "person.name", width=12),
            Column("代办人", "account.shown_name", width=12),
            Column("来办方式", "get_channel_display", width=12),
            Column("原因", "get_reason_display", width=24),
            Column("说明", "note", width=32),
            Column("结束", "ended_at", "datetime", width=18),
        ],
        filters=Period,
        power="people.see",
        source_models=(ActForSession,),
        group="队伍",
    ),
]
