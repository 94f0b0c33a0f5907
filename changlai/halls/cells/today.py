"""今日: cells whose term ends or is over, and free ones for which somebody waits."""

from typing import Any

from django.utils import timezone

from changlai.halls.cells import policies, queries
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _ending(actor: Any, at: Any) -> Lines:
    today = timezone.localdate(at)
    rows = queries.ending(actor.centre_id, today).select_related("cell", "person", "centre")
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{row.cell.name} {row.who}",
            url=centre_reverse(row.centre, "cells:desk_allocation", pk=row.pk),
            note=f"到{row.ends_on.month}月{row.ends_on.day}日",
            tag="到期没退" if row.ends_on < today else "快到期",
            tone="late" if row.ends_on < today else "waiting",
            late=row.ends_on < today,
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _free(actor: Any, at: Any) -> Lines:
    rows = queries.free_with_line(actor.centre_id).select_related("centre")
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{cell.name}空着",
            url=centre_reverse(cell.centre, "cells:desk_give", pk=cell.pk),
            note=f"有人在排{cell.get_kind_display()}",
            tag="可以分",
        )
        for cell in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _sees(actor: Any) -> bool:
    return bool(actor.can(policies.SEE))


def _manages(actor: Any) -> bool:
    return bool(actor.can(policies.MANAGE))


TODAY = [
    TodaySection(
        code="cells_free",
        title="空着的格子间，有人在排",
        order=64,
        lines=_free,
        more_url_name="cells:desk_cells",
        shown=_manages,
        empty="没有空着还有人等的。",
    ),
    TodaySection(
        code="cells_ending",
        title="快到期的格子间",
        order=65,
        lines=_ending,
        more_url_name="cells:desk_cells",
        shown=_sees,
        empty="一周内没有到期的。",
    ),
]
