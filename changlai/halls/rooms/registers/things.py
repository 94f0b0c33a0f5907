"""设施、维修、标识整治、闲置资源: registers over what is kept for the work itself."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.utils import timezone

from changlai.engines.cases.public import Case
from changlai.foundation.people.public import masked_name
from changlai.foundation.places.public import Condition, Facility
from changlai.halls.rooms.models import (
    Decision,
    FacilityCheck,
    IdleAsset,
    Repair,
    Sign,
    UseAgreement,
)
from changlai.halls.rooms.queries.things import facilities, repairs, signs
from changlai.halls.rooms.things import AssetState, Owner, Position, SignState
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


class SignsFilter(Period):
    """The day before the tidying up and the day after it, and where."""

    position = forms.ChoiceField(
        label="位置", required=False, choices=[("", "全部"), *Position.choices]
    )


@dataclass(frozen=True)
class TidiedSign:
    """A sign as it was on the first day and as it is on the last."""

    sign: Sign
    before: date
    after: date

    @property
    def was(self) -> str:
        """Return whether it hung before."""
        return "挂着" if self.sign.hung_on(self.before) else "没有"

    @property
    def became(self) -> str:
        """Return what it is afterwards."""
        sign = self.sign
        if not sign.hung_on(self.after):
            if sign.merged_into is not None:
                return f"合并到“{sign.merged_into.text}”"
            return "已清理" if sign.removed_on else "还没挂"
        return "待整合" if sign.state == SignState.TO_MERGE else "保留"


def _sign_rows(actor: Any, filters: dict[str, Any]) -> list[TidiedSign]:
    rows = signs(actor.centre_id).select_related("centre", "room", "merged_into")
    if filters.get("position"):
        rows = rows.filter(position=filters["position"])
    found = list(rows)
    hung = [one.installed_on for one in found if one.installed_on]
    before = filters.get("since") or min(hung, default=date(2000, 1, 1))
    after = filters.get("until") or timezone.localdate()
    return [TidiedSign(one, before, after) for one in found]


class AssetsFilter(Period):
    """Days of registering, owner and state."""

    owner = forms.ChoiceField(label="归谁", required=False, choices=[("", "全部"), *Owner.choices])
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *AssetState.choices]
    )


def _asset_rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = IdleAsset.objects.of(actor.centre_id).select_related("decision", "room", "centre")
    agreements = UseAgreement.objects.order_by("-starts_on", "-id")
    rows = rows.prefetch_related(Prefetch("agreements", agreements, to_attr="agreed"))
    chosen = {name: filters[name] for name in ("owner", "state") if filters.get(name)}
    rows = rows.filter(**chosen)
    if filters.get("since"):
        rows = rows.filter(registered_on__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(registered_on__lte=filters["until"])
    return rows.order_by("-registered_on", "-id")


def _decided(row: IdleAsset) -> str:
    said = row.decision
    if said is None:
        return ""
    return f"{said.held_on:%Y-%m-%d}{said.get_body_display()}{'通过' if said.passed else '没通过'}"


def _agreed(row: Any) -> str:
    return "；".join(f"{one.user_name}用到{one.ends_on:%Y-%m-%d}" for one in row.agreed)


def _income(row: Any) -> Any:
    return sum((one.income for one in row.agreed), 0) if row.agreed else None


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
    Register(
        code="signs",
        title="标识整治清单",
        order=322,
        group=GROUP,
        power=POWER,
        rows=_sign_rows,
        filters=SignsFilter,
        source_models=(Sign,),
        note="“从”那天是整治前，“到”那天是整治后；不填就是最早那天和今天。",
        url=lambda row: centre_reverse(row.sign.centre, "rooms:desk_sign", pk=row.sign.pk),
        columns=[
            Column("牌上的字", "sign.text", width=24),
            Column("位置", lambda row: row.sign.get_position_display(), width=8),
            Column("地点", lambda row: row.sign.room or row.sign.place, width=16),
            Column("用途", "sign.purpose", width=16),
            Column("依据", lambda row: row.sign.basis or "没有依据", width=28),
            Column("挂上", "sign.installed_on", "date", 12),
            Column("取下", "sign.removed_on", "date", 12),
            Column("整治前", "was", width=10),
            Column("整治后", "became", width=24),
        ],
    ),
    Register(
        code="idle_assets",
        title="闲置资源台账",
        order=323,
        group=GROUP,
        power=POWER,
        rows=_asset_rows,
        filters=AssetsFilter,
        source_models=(IdleAsset, Decision, UseAgreement),
        note="盘活前什么样、盘活后做什么用；集体的要有会议决定才能启用。",
        url=lambda row: centre_reverse(row.centre, "rooms:desk_asset", pk=row.pk),
        columns=[
            Column("登记", "registered_on", "date", 12),
            Column("名称", "name", width=20),
            Column("种类", lambda row: row.get_kind_display(), width=10),
            Column("归谁", lambda row: row.get_owner_display(), width=8),
            Column("面积", "area_m2", "number", 10),
            Column("地点", "place", width=16),
            Column("从哪天闲置", "idle_since", "date", 12),
            Column("盘活前", "condition", width=28),
            Column("状态", lambda row: row.get_state_display(), width=10),
            Column("会议决定", _decided, width=28),
            Column("启用", "used_since", "date", 12),
            Column("盘活后", "result", width=28),
            Column("场所", "room.name", width=16),
            Column("谁在用", _agreed, width=28),
            Column("集体每年收入(元)", _income, "number", 16),
        ],
    ),
]
