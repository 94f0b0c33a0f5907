"""今日: adoptions that end, old stories that wait for a consent or a look, paper to take off."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from changlai.engines.content.public import Agreement, Version, VersionState, to_take_off
from changlai.halls.brands.models import Adoption
from changlai.halls.brands.policies import WRITE
from changlai.halls.brands.states import HERITAGE, REMIND_DAYS, TIP, AdoptionState
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 8
Lines = tuple[list[TodayLine], int]
URLS = {HERITAGE: "brands:desk_heritage", TIP: "brands:desk_tip"}


def _writes(actor: Any) -> bool:
    return bool(actor.can(WRITE))


def _ending(actor: Any, at: Any) -> Lines:
    soon = timezone.localdate(at) + timedelta(days=REMIND_DAYS)
    rows = Adoption.objects.of(actor.centre_id)
    rows = rows.filter(state=AdoptionState.LIVING, ends_on__lte=soon).select_related("plot")
    found = list(rows.order_by("ends_on", "id")[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{row.plot.name}的认领",
            url=centre_reverse(actor.centre, "brands:desk_plot", pk=row.plot_id),
            note=f"{row.called}，问一声还续不续",
            at=row.ends_on,
            after="到期",
            tag="快到期",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _waiting(actor: Any, at: Any) -> Lines:
    agreements = Agreement.objects.of(actor.centre_id).filter(
        piece=OuterRef("piece_id"),
        left_out_at__isnull=True,
        withdrawn_at__isnull=True,
        agreed_on__isnull=False,
    )
    rows = Version.objects.of(actor.centre_id).filter(
        kind__in=list(URLS), state__in=[VersionState.DRAFT, VersionState.REVIEW]
    )
    rows = rows.annotate(is_agreed=Exists(agreements)).order_by("written_at", "id")
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=row.title,
            url=centre_reverse(actor.centre, URLS[row.kind], pk=row.piece_id),
            note="" if row.is_agreed or row.kind == TIP else "讲述人或家人还没有同意，不能公开",
            at=row.submitted_at or row.written_at,
            after="送审" if row.state == VersionState.REVIEW else "起草",
            tag="等审核" if row.state == VersionState.REVIEW else _said(row),
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _said(row: Any) -> str:
    return "草稿" if row.is_agreed or row.kind == TIP else "等同意"


def _paper(actor: Any, at: Any) -> Lines:
    rows = to_take_off(actor.centre_id, list(URLS))
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{row.piece.title}：取下贴出来的",
            url=centre_reverse(actor.centre, URLS[row.piece.kind], pk=row.piece_id) + "#people",
            note="有人撤回了同意，网上已经看不到",
            at=row.withdrawn_at,
            after="撤回",
            tag="要取下",
            tone="late",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


TODAY = [
    TodaySection(
        "brands_paper", "老故事贴出来的要取下", 62, _paper, shown=_writes, empty="没有要取下的。"
    ),
    TodaySection(
        "brands_ending",
        "认领快到期",
        83,
        _ending,
        more_url_name="brands:desk_brands",
        shown=_writes,
        empty="没有快到期的。",
    ),
    TodaySection(
        "brands_waiting",
        "老故事等同意、等审核",
        84,
        _waiting,
        more_url_name="brands:desk_heritage_list",
        shown=_writes,
        empty="没有等着的。",
    ),
]
