"""内容更新台账, 文化墙更新台账, 媒体报道台账: what came out when, and what it replaced."""

from typing import Any

from django import forms

from changlai.engines.content.public import Version, kind_of, visible_versions
from changlai.halls.publishing.desks import DESKS
from changlai.halls.publishing.models import MediaClip
from changlai.halls.publishing.policies import WRITE, visible_clips
from changlai.halls.publishing.states import WALL
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register

KINDS = {desk.kind: desk for desk in DESKS}


class VersionsFilter(Period):
    """Days of publishing, and the kind."""

    kind = forms.ChoiceField(
        label="种类",
        required=False,
        choices=[("", "全部"), *((desk.kind, desk.title) for desk in DESKS)],
    )


def _versions(actor: Any, filters: dict[str, Any], kind: str = "") -> Any:
    rows = visible_versions(actor).filter(published_at__isnull=False, kind__in=list(KINDS))
    if since := filters.get("since"):
        rows = rows.filter(published_at__date__gte=since)
    if until := filters.get("until"):
        rows = rows.filter(published_at__date__lte=until)
    if only := kind or filters.get("kind"):
        rows = rows.filter(kind=only)
    return rows.select_related("piece", "centre", "written_by", "published_by").order_by(
        "-published_at", "-id"
    )


def _url(row: Version) -> str:
    desk = KINDS[row.kind]
    return centre_reverse(row.centre, f"{desk.space}:{desk.name}", pk=row.piece_id)


def _name(account: Any) -> str:
    return account.shown_name if account else ""


COLUMNS = [
    Column("标题", "title", width=30),
    Column("种类", lambda row: kind_of(row.kind).title, width=10),
    Column("第几版", "number", "number", 8),
    Column("挂在哪里", "piece.place", width=14),
    Column("谁写的", lambda row: _name(row.written_by), width=10),
    Column("谁发布", lambda row: _name(row.published_by), width=10),
    Column("发布时间", "published_at", "datetime", 18),
    Column("存档时间", "archived_at", "datetime", 18),
    Column("为什么存档", lambda row: row.get_archived_why_display(), width=14),
    Column("来源", "source", width=20),
]
REGISTERS = [
    Register(
        code="content_versions",
        title="内容更新台账",
        order=400,
        group="宣传",
        power=WRITE,
        rows=_versions,
        filters=VersionsFilter,
        source_models=(Version,),
        note="发布一版记一行；新的一版发布，旧的那版就存档。",
        url=_url,
        columns=COLUMNS,
    ),
    Register(
        code="wall_updates",
        title="文化墙更新台账",
        order=401,
        group="宣传",
        power=WRITE,
        rows=lambda actor, filters: _versions(actor, filters, WALL),
        filters=Period,
        source_models=(Version,),
        note="哪一块、哪天换的、换下哪一版，都在这里。",
        url=_url,
        columns=[one for one in COLUMNS if one.title != "种类"],
    ),
    Register(
        code="media_clips",
        title="媒体报道台账",
        order=402,
        group="宣传",
        power=WRITE,
        rows=lambda actor, filters: _clips(actor, filters),
        filters=Period,
        source_models=(MediaClip,),
        note="留着以后找得到；不算任务，不进考核。",
        url=lambda row: centre_reverse(row.centre, "publishing:desk_clip", pk=row.pk),
        columns=[
            Column("日期", "told_on", "date", 12),
            Column("标题", "title", width=34),
            Column("媒体", "outlet_name", width=18),
            Column("哪一级", lambda row: row.get_level_display(), width=8),
            Column("什么媒体", lambda row: row.get_outlet_display(), width=12),
            Column("网址", "link", width=30),
        ],
    ),
]


def _clips(actor: Any, filters: dict[str, Any]) -> Any:
    rows = visible_clips(actor).select_related("centre")
    if since := filters.get("since"):
        rows = rows.filter(told_on__gte=since)
    if until := filters.get("until"):
        rows = rows.filter(told_on__lte=until)
    return rows.order_by("-told_on", "-id")
