"""我的: the meals this person has ordered, the next one first."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from changlai.halls.canteen import policies
from changlai.halls.canteen.queries.orders import coming
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_day
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 5
NEXT = {"eat_in": "到时候来吃，报餐号", "take_away": "到时候来取，报餐号", "delivery": "送到家"}


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    today = timezone.localdate(at)
    rows = coming(policies.own_orders(actor).waiting(), today)
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{spoken_day(row.menu.day, today)}{row.menu.get_meal_display()}",
            url=centre_reverse(row.centre, "canteen:ticket", pk=row.pk),
            note=f"餐号{row.number}，{NEXT[row.kind]}",
            tag="今天" if row.menu.day == today else "订好了",
            tone="hand",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


MINE = [
    MineSection(
        "canteen",
        "我订的餐",
        57,
        _lines,
        more_url_name="canteen:mine",
        empty="还没有订餐。",
    )
]
