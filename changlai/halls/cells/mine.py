"""我的: the cells this person has, and the place in line of what they asked for."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from changlai.halls.cells import policies, queries
from changlai.halls.cells.states import REMIND_DAYS, AllocationState, WishState
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MINE_OVER, MineLine, MineSection, Turn

SHOWN = 10


def _held(row: Any, today: Any) -> MineLine:
    turn, words, tone = Turn.DATE, "到期前中心会提醒您", "done"
    if row.state == AllocationState.RETURNED:
        turn, words, tone = Turn.OVER, "", "plain"
    elif row.ends_on < today:
        turn, words, tone = Turn.ME, "到期了，请退还或说要续", "late"
    elif row.ends_on <= today + timedelta(days=REMIND_DAYS):
        turn, words, tone = Turn.ME, "快到期了，要接着用请续一期", "waiting"
    return MineLine(
        title=f"{row.cell.get_kind_display()} {row.cell.name}",
        url=centre_reverse(row.centre, "cells:allocation", pk=row.pk),
        at=row.returned_at if turn == Turn.OVER else row.ends_on,
        after="退还" if turn == Turn.OVER else "到期",
        tag=str(row.get_state_display()) if row.ends_on >= today else "已到期",
        tone=tone,
        turn=turn,
        next=words,
    )


def _wish(wish: Any) -> MineLine:
    waits = wish.state == WishState.WAITING
    return MineLine(
        title=f"申请{wish.get_kind_display()}",
        url=centre_reverse(wish.centre, "cells:wish", pk=wish.pk),
        at=wish.asked_at if waits else wish.ended_at,
        after="提出" if waits else "",
        tag=str(wish.get_state_display()),
        tone="waiting" if waits else "plain",
        turn=Turn.CENTRE if waits else Turn.OVER,
        next=f"排在第{wish.earlier + 1}位，有空的就告诉您" if waits else "",
    )


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    since = at - MINE_OVER
    lately = Q(state=AllocationState.ACTIVE) | Q(returned_at__gte=since)
    held = policies.own_allocations(actor).filter(lately).select_related("cell", "centre")
    rows = list(held.order_by("state", "ends_on", "id")[: SHOWN + 1])
    lines = [_held(row, timezone.localdate(at)) for row in rows[:SHOWN]]
    lately = Q(state=WishState.WAITING) | Q(
        state__in=[WishState.WITHDRAWN, WishState.DECLINED], ended_at__gte=since
    )
    wishes = queries.with_place(policies.own_wishes(actor).filter(lately))
    lines += [_wish(wish) for wish in wishes.select_related("centre")[:SHOWN]]
    return lines, len(lines) + max(0, len(rows) - SHOWN)


MINE = [MineSection("cells", "我的格子间", 60, _lines, more_url_name="cells:list")]
