"""我的: the cells this person has, and the place in line of what they asked for."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from changlai.halls.cells import policies, queries
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 5


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    today = timezone.localdate(at)
    held = policies.own_allocations(actor).active().select_related("cell", "centre")
    lines = [
        TodayLine(
            title=f"{row.cell.get_kind_display()} {row.cell.name}",
            url=centre_reverse(row.centre, "cells:allocation", pk=row.pk),
            note=f"用到{row.ends_on.month}月{row.ends_on.day}日",
            tag="已到期" if row.ends_on < today else "在用",
            tone="late" if row.ends_on < today else "done",
        )
        for row in held.order_by("ends_on", "id")[:SHOWN]
    ]
    waiting = policies.own_wishes(actor).waiting().select_related("centre")
    lines += [
        TodayLine(
            title=f"申请{wish.get_kind_display()}",
            url=centre_reverse(wish.centre, "cells:wish", pk=wish.pk),
            note=f"排在第{queries.place_in_line(wish)}位",
            at=wish.asked_at,
            tag="排队中",
        )
        for wish in waiting[:SHOWN]
    ]
    return lines, len(lines)


MINE = [
    MineSection(
        "cells",
        "我的格子间",
        60,
        _lines,
        more_url_name="cells:list",
        empty="没有。想摆个摊、存个东西，可以申请一格。",
    )
]
