"""我的: the issues this person raised, and whether they are mended."""

from typing import Any

from changlai.engines.cases.public import standing, standing_line
from changlai.governance.rectification.policies import visible_issue_cases
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineLine, MineSection

SHOWN = 10


def _lines(actor: Any, at: Any) -> tuple[list[MineLine], int]:
    if actor.for_person_id is None:
        return [], 0
    rows = visible_issue_cases(actor).filter(person_id=actor.for_person_id)
    found = list(standing(rows.select_related("kind_version"), at)[: SHOWN + 1])
    lines = [
        standing_line(
            case,
            at,
            title=case.heading,
            url=centre_reverse(actor.centre, "rectification:issue", pk=case.pk),
            ask="中心说改好了，请您看一看",
        )
        for case in found[:SHOWN]
    ]
    return lines, len(found)


MINE = [MineSection("issues", "我提的问题", 14, _lines)]
