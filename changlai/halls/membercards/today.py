"""今日: paper on the wall that shows what somebody no longer agrees to."""

from typing import Any

from changlai.halls.membercards.policies import KEEP
from changlai.halls.membercards.queries import to_take_off
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10


def _lines(actor: Any, at: Any) -> tuple[list[TodayLine], int]:
    rows = to_take_off(actor.centre_id)
    lines = [
        TodayLine(
            title=f"取下墙上的：{one.row.number}号，{one.what}",
            url=centre_reverse(actor.centre, "membercards:desk_wall"),
            at=one.at,
            after="印的",
            note="本人撤回了同意",
            tag="要取下",
            tone="late",
        )
        for one in rows[:SHOWN]
    ]
    return lines, len(rows)


TODAY = [
    TodaySection(
        code="membercards_wall",
        title="党员形象栏：取下墙上的",
        order=62,
        lines=_lines,
        more_url_name="membercards:desk_wall",
        shown=lambda actor: actor.can(KEEP),
        empty="没有要取下的。",
    )
]
