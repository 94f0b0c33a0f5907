"""我的: the meals this person has ordered, the next one first."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from changlai.halls.canteen import policies
from changlai.halls.canteen.queries.orders import coming
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_day
from changlai.kernel.registry.contributions import MineLine, MineSection, Turn

SHOWN = 5
NEXT = {"eat_in": "到时候来吃", "take_away": "到时候来取", "delivery": "送到家"}


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    today = timezone.localdate(at)
    rows = coming(policies.own_orders(actor).waiting(), today)
    found = list(rows[: SHOWN + 1])
    lines = [
        MineLine(
            title=f"{spoken_day(row.menu.day, today)}{row.menu.get_meal_display()}",
            url=centre_reverse(row.centre, "canteen:ticket", pk=row.pk),
            at=row.menu.day,
            tag="今天" if row.menu.day == today else "订好了",
            tone="hand",
            turn=Turn.DATE,
            next=f"{NEXT[row.kind]}，餐号{row.number}",
        )
        for row in found[:SHOWN]
    ]
    return lines, len(found)


MINE = [MineSection("canteen", "我订的餐", 57, _lines, more_url_name="canteen:mine")]
