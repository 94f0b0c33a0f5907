"""On the centre's home: what neighbours asked of late, and how many were heard and answered."""

from typing import Any

from django.utils import timezone
from django.utils.text import Truncator

from changlai.engines.cases.public import public_answers
from changlai.halls.voices.kinds import FAMILY
from changlai.kernel.metrics.public import FLOOR, totals
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import HomeSection, TodayLine

SHOWN, LONGEST = 3, 60
HEARD, ANSWERED = "cases.received", "cases.answered"


def _lines(centre: Any, at: Any) -> list[TodayLine]:
    return [
        TodayLine(
            title=Truncator(found.question).chars(LONGEST),
            url=centre_reverse(centre, "voices:answer", pk=found.pk),
            note=f"{found.post}答",
            at=timezone.localdate(found.published_at),
        )
        for found in public_answers(centre)[:SHOWN]
    ]


def _said(centre: Any, at: Any) -> str:
    """Say the month in one sentence; below five nothing, since two are two neighbours."""
    today = timezone.localdate(at)
    sums = totals(centre, [HEARD, ANSWERED], today.replace(day=1), today, family=FAMILY)
    heard, answered = sums[HEARD], sums[ANSWERED]
    if heard < FLOOR or answered < FLOOR:
        return ""
    return f"这个月大家说了 {heard} 件事，答复了 {answered} 件。"


HOME = [
    HomeSection(
        code="voices",
        title="大家问的，中心答的",
        order=10,
        lines=_lines,
        said=_said,
        more="看全部问答",
        more_url_name="voices:answers",
    )
]
