"""我的: what this person entrusted to the centre, whose turn it is and what comes next."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from changlai.engines.cases.public import StateType, standing, standing_line
from changlai.halls.counter.policies import own_requests
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineLine, MineSection

SHOWN = 10
TO_FETCH = Q(case__state_type=StateType.RESOLVED, case__delivered_at=None, case__closed_at=None)


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    found = list(standing(own_requests(actor), at, "case__", also=TO_FETCH)[: SHOWN + 1])
    lines = [
        standing_line(
            row.case,
            at,
            title=row.item.title,
            url=centre_reverse(actor.centre, "counter:request", pk=row.case_id),
            ask="还缺材料，请补上",
        )
        for row in found[:SHOWN]
    ]
    return lines, len(found)


MINE = [MineSection("counter", "我托办的事", 12, _lines, more_url_name="counter:mine")]
