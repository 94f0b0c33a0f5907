"""我的: what this person has said to the centre and how far it is."""

from collections.abc import Sequence
from typing import Any

from changlai.engines.cases.public import StateType, visible_cases
from changlai.halls.voices.kinds import FAMILY
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
    rows = visible_cases(actor).filter(person_id=actor.for_person_id, family=FAMILY)
    shown = rows.select_related("kind_version", "centre").order_by("-opened_at", "-id")[:SHOWN]
    lines = [
        TodayLine(
            title=case.heading,
            url=centre_reverse(case.centre, "voices:case", pk=case.pk),
            note=case.number,
            at=case.opened_at,
            tag=case.state_label,
            tone=TONES[StateType(case.state_type)],
        )
        for case in shown
    ]
    return lines, rows.count() if len(lines) == SHOWN else len(lines)


MINE = [
    MineSection(
        "voices",
        "我说的事",
        10,
        _lines,
        more_url_name="voices:mine",
        empty="还没有说过。有事点“我要说”。",
    )
]
