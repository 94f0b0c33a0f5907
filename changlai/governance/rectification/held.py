"""What rectification keeps about a person: the issues they raised."""

from typing import Any

from changlai.engines.cases.public import Case
from changlai.governance.rectification.kinds import FAMILY
from changlai.kernel.registry.contributions import Held, HeldLine


def _lines(centre: Any, person_id: Any, at: Any) -> list[HeldLine]:
    rows = Case.objects.of(centre).filter(family=FAMILY, person_id=person_id)
    return [
        HeldLine(
            title="您提出来要改的问题",
            count=rows.count(),
            until="留作整改台账",
            why="改好了请您看一看，以后查得到",
        )
    ]


HELD = [Held("issues", 60, _lines)]
