"""设施台账、维修台账: queries over what is kept for the work itself."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from changlai.engines.cases.public import Case
from changlai.foundation.people.public import masked_name
from changlai.foundation.places.public import Condition, Facility
from changlai.halls.rooms.models import FacilityCheck, Repair
from changlai.halls.rooms.queries.things import facilities, repairs
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register

GROUP = "场所"
POWER = "rooms.see"


class FacilitiesFilter(forms.Form):
    """The condition."""

    condition = forms.ChoiceField(
        label="状况", required=False, choices=[("", "全部"), *Condition.choices]
    )


def _facility_rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = facilities(actor.centre_id).select_related("centre", "room")
    return rows.filter(condition=filters["condition"]) if filters.get("condition") else rows


def moments(filters: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Return the first moment and the one after the last of the chosen days."""
    zone = timezone.get_default_timezone()
    since, until = filters.get("since"), filters.get("until")
    return (
        datetime.combine(since, time(0), zone) if since else None,
        datetime.combine(until + timedelta(days=1), time(0), zone) if until else None,
    )


def _repair_rows(actor: Any, filters: dict[str, Any]) -> Any:
    since, until = moments(filters)
    rows = repairs(actor).select_related("centre", "case__kind_version", "room", "facility")
    rows = rows.select_related("case__handler", "case__person")
    rows = rows.filter(case__opened_at__gte=since) if since else rows
    return rows.filter(case__opened_at__lt=until) if until else rows


def _reporter(row: Repair) -> str:
    case = row.case
    if case.person:
        return masked_name(case.person.name)
    return masked_name(case.reporter_alias) if case.reporter_alias else "未留名"


def _days(row: Repair) -> int | None:
    case = row.case
    if case.answered_at is None:
        return None
    return (timezone.localdate(case.answered_at) - timezone.localdate(case.opened_at)).days


def _result(row: Repair) -> str:
    case = row.case
    return f"{case.state_label}：{case.answer[:200]}" if case.answer else str(case.state_label)


REGISTERS = [
    Register(
        code="facilities",
        title="设施台账",
        order=320,
        group=GROUP,
        power=POWER,
        rows=_facility_rows,
        filters=FacilitiesFilter,
        source_models=(Facility, FacilityCheck),
        note="村里有什么、在哪、好不好用、哪天该检查。",
        url=lambda row: centre_reverse(row.centre, "rooms:desk_facility", pk=row.pk),
        columns=[
            Column("名称", "name", width=20),
            Column("场所", "room.name", width=16),
            Column("数量", "quantity", "number", 8),
            Column("状况", lambda row: row.get_condition_display(), width=12),
            Column("购置日期", "bought_on", "date", 12),
            Column("资金来源", "fund_note", width=20),
            Column("几天检查一次", "check_every_days", "number", 12),
            Column("下次检查", "check_due", "date", 12),
            Column("可借用", lambda row: "是" if row.is_offered else "否", width=8),
        ],
    ),
    Register(
        code="repairs",
        title="维修台账",
        order=321,
        group=GROUP,
        power=POWER,
        rows=_repair_rows,
        filters=Period,
        source_models=(Repair, Case),
        note="从报修到修好，都从办理记录里来；花费由修的人填。",
        url=lambda row: centre_reverse(row.centre, "rooms:desk_repair", pk=row.case_id),
        columns=[
            Column("日期", "case.opened_at", "date", 12),
            Column("场所", "room.name", width=16),
            Column("设施", "facility.name", width=16),
            Column("事项", "case.heading", width=32),
            Column("报修人", _reporter, width=10),
            Column(
                "经办人",
                lambda row: row.case.handler.shown_name if row.case.handler else "",
                width=10,
            ),
            Column("期限", "case.resolution_due", "datetime", 17),
            Column("结果", _result, width=32),
            Column("用了几天", _days, "number", 10),
            Column("花费(元)", "cost", "number", 12),
            Column("关联编号", "case.number", width=14),
        ],
    ),
]
