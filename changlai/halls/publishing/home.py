"""On the centre's home: the newest notices, urgent ones first."""

from typing import Any

from django.utils import timezone

from changlai.halls.publishing.queries import news
from changlai.halls.publishing.states import Urgency
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import HomeSection, TodayLine

SHOWN = 3


def _lines(centre: Any, at: Any) -> list[TodayLine]:
    rows = news(centre, timezone.localdate(at)).select_related(None)
    rows = rows.only("centre", "piece", "title", "more", "published_at")[:SHOWN]
    return [
        TodayLine(
            title=row.title,
            url=centre_reverse(centre, "publishing:read", pk=row.piece_id),
            at=timezone.localdate(row.published_at),
            tag="紧急" if row.more.get("urgency") == Urgency.URGENT else "",
            late=row.more.get("urgency") == Urgency.URGENT,
        )
        for row in rows
    ]


HOME = [
    HomeSection(
        code="publishing",
        title="最新公告",
        order=5,
        lines=_lines,
        more="看全部公告",
        more_url_name="publishing:list",
    )
]
