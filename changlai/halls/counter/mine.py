"""我的: what this person entrusted to the centre and how far it is."""

from collections.abc import Sequence
from typing import Any

from changlai.engines.cases.public import StateType
from changlai.halls.counter.policies import own_requests
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 5
TONES = {
    StateType.OPEN: "hand",
    StateType.WAITING: "waiting",
    StateType.RESOLVED: "done",
    StateType.CLOSED: "plain",
}


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    rows = own_requests(actor)
    shown = rows.order_by("-entrusted_at", "-id")[:SHOWN]
    lines = [
        TodayLine(
            title=row.item.title,
            url=centre_reverse(actor.centre, "counter:request", pk=row.case_id),
            note=row.case.number,
            at=row.entrusted_at,
            tag=row.case.state_label,
            tone=TONES[StateType(row.case.state_type)],
        )
        for row in shown
    ]
    return lines, rows.count() if len(lines) == SHOWN else len(lines)


MINE = [
    MineSection(
        "counter",
        "我托办的事",
        12,
        _lines,
        more_url_name="counter:mine",
        empty="还没有托办过。要办事点“我要办”。",
    )
]
