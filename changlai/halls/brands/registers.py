"""认领台账, 红色记忆台账, 品牌台账: from the rows, never typed."""

from typing import Any

from django import forms

from changlai.engines.content.public import Version, visible_versions
from changlai.halls.brands.models import Adoption, Brand
from changlai.halls.brands.policies import WRITE, visible_adoptions, visible_brands
from changlai.halls.brands.queries.pieces import dated
from changlai.halls.brands.states import HERITAGE, AdoptionState
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register


class AdoptionsFilter(Period):
    """Days on which it began, and how far it is."""

    state = forms.ChoiceField(
        label="情况", required=False, choices=[("", "全部"), *AdoptionState.choices]
    )


def _adoptions(actor: Any, filters: dict[str, Any]) -> Any:
    rows = visible_adoptions(actor).select_related("plot__brand", "centre", "person")
    if since := filters.get("since"):
        rows = rows.filter(starts_on__gte=since)
    if until := filters.get("until"):
        rows = rows.filter(starts_on__lte=until)
    if state := filters.get("state"):
        rows = rows.filter(state=state)
    return rows.order_by("starts_on", "id")


def _heritage(actor: Any, filters: dict[str, Any]) -> Any:
    rows = visible_versions(actor, HERITAGE)
    if since := filters.get("since"):
        rows = rows.filter(written_at__date__gte=since)
    if until := filters.get("until"):
        rows = rows.filter(written_at__date__lte=until)
    rows = rows.select_related("piece", "centre").prefetch_related("piece__agreements")
    return rows.order_by("-written_at", "-id")


def _consents(row: Version) -> str:
    kept = [one for one in row.piece.agreements.all() if one.left_out_at is None]
    return "；".join(
        f"{one.name}：{'撤回了' if one.withdrawn_at else '同意' if one.stands else '还没问'}"
        + (f"({one.by_kin}代)" if one.by_kin else "")
        for one in kept
    )


REGISTERS = [
    Register(
        code="brands",
        title="特色品牌台账",
        order=403,
        group="宣传",
        power=WRITE,
        rows=lambda actor, filters: visible_brands(actor).select_related("centre"),
        filters=forms.Form,
        source_models=(Brand,),
        note="每个品牌做了什么、来了多少人，点进去看，都是从记录里数的。",
        url=lambda row: centre_reverse(row.centre, "brands:desk_brand", pk=row.pk),
        columns=[
            Column("名称", "name", width=12),
            Column("一句话", "slogan", width=30),
            Column("谁来管", "owner", width=16),
            Column("从哪天开始", "began_on", "date", 12),
            Column("页面上有", lambda row: "、".join(row.part_labels), width=30),
            Column("状态", lambda row: row.get_state_display(), width=8),
        ],
    ),
    Register(
        code="adoptions",
        title="认领台账",
        order=404,
        group="宣传",
        power=WRITE,
        rows=_adoptions,
        filters=AdoptionsFilter,
        source_models=(Adoption,),
        note="自愿认领，不检查、不打分；还回来不用说原因。",
        url=lambda row: centre_reverse(row.centre, "brands:desk_plot", pk=row.plot_id),
        columns=[
            Column("认领地", "plot.name", width=16),
            Column("在哪里", "plot.place", width=20),
            Column("品牌", "plot.brand.name", width=10),
            Column("谁认领", "called", width=14),
            Column("是什么", lambda row: row.get_adopter_display(), width=12),
            Column("公开名字", lambda row: "同意" if row.is_named else "不公开", width=8),
            Column("从哪天", "starts_on", "date", 12),
            Column("到哪天", "ends_on", "date", 12),
            Column("情况", lambda row: row.get_state_display(), width=10),
        ],
    ),
    Register(
        code="heritage",
        title="红色记忆台账",
        order=405,
        group="宣传",
        power=WRITE,
        rows=_heritage,
        filters=Period,
        source_models=(Version,),
        note="没有讲述人或家人的同意，不公开。",
        url=lambda row: centre_reverse(row.centre, "brands:desk_heritage", pk=row.piece_id),
        columns=[
            Column("标题", "title", width=24),
            Column("讲述人", lambda row: row.more.get("narrator", ""), width=10),
            Column("物件", lambda row: row.more.get("object", ""), width=14),
            Column("在哪里", lambda row: row.more.get("where", ""), width=16),
            Column("年代", dated, width=18),
            Column("来源", "source", width=18),
            Column("谁同意了", _consents, width=28),
            Column("第几版", "number", "number", 8),
            Column("状态", lambda row: row.get_state_display(), width=10),
            Column("发布时间", "published_at", "datetime", 18),
        ],
    ),
]
