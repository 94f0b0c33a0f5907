"""我的: the services of the last days of which this person may still say how they went."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from changlai.engines.faces.policies import own_asked
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineLine, MineSection, Turn

SHOWN = 3


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    rows = own_asked(actor).open(timezone.localdate(at)).unanswered()
    found = list(rows.select_related("centre").order_by("-asked_at", "-id")[: SHOWN + 1])
    lines = [
        MineLine(
            title=row.title or "办完的事",
            url=centre_reverse(row.centre, "faces:one", token=row.token),
            tag="办完了",
            tone="done",
            turn=Turn.ME,
            next="办得怎么样，点一下",
        )
        for row in found[:SHOWN]
    ]
    return lines, len(found)


MINE = [MineSection("faces", "办得怎么样", 70, _lines)]
