"""我的: the services of the last days of which this person may still say how they went."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from changlai.engines.faces.policies import own_asked
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 3


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    rows = own_asked(actor).open(timezone.localdate(at)).unanswered()
    found = list(rows.select_related("centre").order_by("-asked_at", "-id")[: SHOWN + 1])
    lines = [
        TodayLine(
            title=row.title or "办完的事",
            url=centre_reverse(row.centre, "faces:one", token=row.token),
            note="办得怎么样？点一下",
            at=row.asked_at,
            after="办完",
            tag="点一下",
            tone="hand",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


MINE = [MineSection("faces", "办得怎么样", 70, _lines, empty="没有要您说的。")]
