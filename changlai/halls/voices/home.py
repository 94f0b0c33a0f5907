"""On the centre's home: what neighbours asked of late."""

from typing import Any

from django.utils import timezone
from django.utils.text import Truncator

from changlai.engines.cases.public import public_answers
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import HomeSection, TodayLine

SHOWN, LONGEST = 3, 60


def _newest(centre: Any) -> Any:
    """Return no more of the newest answers than their lines tell: most come to this page first."""
    rows = public_answers(centre).select_related(None)
    return rows.only("centre", "question", "post", "published_at")[:SHOWN]


def _lines(centre: Any, at: Any) -> list[TodayLine]:
    return [
        TodayLine(
            title=Truncator(found.question).chars(LONGEST),
            url=centre_reverse(centre, "voices:answer", pk=found.pk),
            note=f"{found.post}答",
            at=timezone.localdate(found.published_at),
        )
        for found in _newest(centre)
    ]


HOME = [
    HomeSection(
        code="voices",
        title="大家问的，中心答的",
        order=10,
        lines=_lines,
        more="看全部问答",
        more_url_name="voices:answers",
    )
]
