"""我的: what one looks after, with a question once its time is nearly up."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from changlai.halls.brands.models import Adoption
from changlai.halls.brands.policies import own_adoptions
from changlai.halls.brands.states import REMIND_DAYS, AdoptionState
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineLine, MineSection, Turn

SHOWN = 10


def _line(row: Adoption, soon: Any) -> MineLine:
    is_soon = row.ends_on <= soon
    return MineLine(
        title=f"我认领的{row.plot.name}",
        url=centre_reverse(row.centre, "brands:adoption", pk=row.pk),
        at=row.ends_on,
        after="到期",
        tag="快到期了" if is_soon else "认领着",
        tone="waiting" if is_soon else "done",
        turn=Turn.ME if is_soon else Turn.DATE,
        next="还愿意管就续一次" if is_soon else row.plot.to_do,
    )


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    soon = timezone.localdate(at) + timedelta(days=REMIND_DAYS)
    rows = own_adoptions(actor).filter(state=AdoptionState.LIVING)
    found = list(rows.select_related("plot", "centre").order_by("ends_on", "id")[: SHOWN + 1])
    lines = [_line(row, soon) for row in found[:SHOWN]]
    return lines, len(found)


MINE = [MineSection("brands", "我认领的", 73, _lines, more_url_name="brands:adopted")]
