"""今日: assessments that wait for the village: to be noted, or to be answered and published."""

from typing import Any

from changlai.governance.assessments.policies import NOTE, visible_assessments
from changlai.governance.assessments.states import State
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 5
WAITS = (State.DRAFT, State.NOTED, State.REVIEWED, State.ANSWERED)


def _lines(actor: Any, at: Any) -> tuple[list[TodayLine], int]:
    rows = visible_assessments(actor, actor.centre).filter(state__in=WAITS)
    found = list(rows.select_related("set", "centre")[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{row.set.title}：{row.period}",
            url=centre_reverse(row.centre, "assessments:desk_one", pk=row.pk),
            tag=row.get_state_display(),
            tone=row.tone,
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


TODAY = [
    TodaySection(
        code="assessments",
        title="考核评估",
        order=86,
        lines=_lines,
        more_url_name="assessments:desk",
        shown=lambda actor: bool(actor.can(NOTE)),
        empty="没有等着办的评估。",
    )
]
