"""The three figures of a month or quarter, beside those of the same part of the one before."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from changlai.insights.figures.queries.coming import Coming, Sources, by_source, coming, coming_of
from changlai.insights.figures.queries.holding import Kinds, by_kind, held
from changlai.insights.figures.queries.using import RoomRow, Use, rooms_between, use_between
from changlai.insights.figures.spans import Span
from changlai.insights.figures.states import SpanKind


@dataclass(frozen=True)
class Three:
    """The three figures of a time."""

    use: Use
    activities: int
    coming: Coming


@dataclass(frozen=True)
class Panel:
    """What the page of the three figures shows."""

    span: Span
    first: date
    last: date
    now: Three
    before: Three
    before_title: str
    rooms: list[RoomRow]
    kinds: Kinds
    sources: Sources


def three(centre: Any, first: date, last: date, at: datetime) -> Three:
    """Return the three figures of a time, straight from records and read models."""
    return Three(
        use_between(centre, first, last, at),
        held(centre, first, last),
        coming(centre, first, last),
    )


def panel(centre: Any, span: Span, at: datetime) -> Panel:
    """Return a span with what it is compared with; a running one is held against as many days."""
    today = timezone.localdate(at)
    first, last = span.first, span.until(today)
    earlier = span.same_part(today)
    times = [(first, last), earlier]
    (rooms, use), (_, used_before) = rooms_between(centre, times, at)
    came, came_before = coming_of(centre, times)
    kinds = by_kind(centre, span)
    runs = today <= span.last
    length = "上月" if span.kind == SpanKind.MONTH else "上季度"
    return Panel(
        span=span,
        first=first,
        last=last,
        now=Three(use, sum(kinds.of(span).values()), came),
        before=Three(used_before, held(centre, *earlier), came_before),
        before_title=f"{length}同期" if runs else length,
        rooms=rooms,
        kinds=kinds,
        sources=by_source(centre, span),
    )
