"""Which span a page is asked for, and the links to the others."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from changlai.insights.figures.spans import Span
from changlai.insights.figures.states import SpanKind

EARLIEST = date(2020, 1, 1)


@dataclass(frozen=True)
class Choice:
    """The span shown, and where one can go from it."""

    span: Span
    earlier: Span
    later: Span | None
    other: Span
    other_title: str


def asked(request: HttpRequest, at: datetime) -> Choice:
    """Read `?span=`; what is no span, or lies ahead, is this month."""
    today = timezone.localdate(at)
    span = Span.read(request.GET.get("span", ""))
    if span is None or not EARLIEST <= span.first <= today:
        span = Span.of(SpanKind.MONTH, today)
    later = span.after if span.after.first <= today else None
    if span.kind == SpanKind.MONTH:
        return Choice(span, span.before, later, span.quarter, "看季度")
    month = Span.of(SpanKind.MONTH, span.until(today))
    return Choice(span, span.before, later, month, "看月份")
