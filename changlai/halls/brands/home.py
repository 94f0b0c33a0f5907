"""On the centre's home: what of its brands is coming within a week."""

from datetime import timedelta
from typing import Any

from changlai.halls.brands.lookups import coming_kept
from changlai.halls.brands.policies import public_brands
from changlai.halls.brands.queries.counts import coming
from changlai.kernel.pages.routes import optional_url
from changlai.kernel.registry.contributions import HomeSection, TodayLine
from changlai.kernel.registry.public import record_page

SHOWN = 3
WEEK = timedelta(days=7)


def _lines(centre: Any, at: Any) -> list[TodayLine]:
    def find() -> list[Any]:
        brands = public_brands(centre).values("pk")
        return list(coming(centre, brands, at, until=at + WEEK)[:SHOWN])

    name = record_page("activity")
    return [
        TodayLine(
            title=row.activity.title,
            url=optional_url(centre, name, pk=row.activity_id) if name else "",
            note=row.room.name if row.room else row.place_text,
            at=row.starts,
        )
        for row in coming_kept(centre, find)
        if row.ends > at
    ]


HOME = [
    HomeSection(
        code="brands",
        title="村里的品牌，这几天",
        order=45,
        lines=_lines,
        more="看村里的品牌",
        more_url_name="brands:list",
    )
]
