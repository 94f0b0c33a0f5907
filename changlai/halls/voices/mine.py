"""我的: what this person has said to the centre, whose turn it is and what comes next."""

from collections.abc import Sequence
from typing import Any

from changlai.engines.cases.public import standing, standing_line, visible_cases
from changlai.halls.voices.kinds import FAMILY
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineLine, MineSection

SHOWN = 10


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    if actor.for_person_id is None:
        return [], 0
    rows = visible_cases(actor).filter(person_id=actor.for_person_id, family=FAMILY)
    found = list(standing(rows.select_related("kind_version"), at)[: SHOWN + 1])
    lines = [
        standing_line(
            case,
            at,
            title=case.heading,
            url=centre_reverse(actor.centre, "voices:case", pk=case.pk),
            ask="中心问您一句，请补充",
        )
        for case in found[:SHOWN]
    ]
    return lines, len(found)


MINE = [MineSection("voices", "我说的事", 10, _lines, more_url_name="voices:mine")]
