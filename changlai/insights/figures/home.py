"""What the home page says of the month that is over: a place where people come and go."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from changlai.insights.figures.queries.cards import card_of
from changlai.insights.figures.queries.using import hours
from changlai.insights.figures.spans import Span
from changlai.insights.figures.states import SpanKind
from changlai.kernel.metrics.public import FLOOR
from changlai.kernel.registry.contributions import HomeSection, TodayLine


def said(centre: Any, at: Any) -> str:
    """Return plain sentences of last month, without small numbers; nothing when it is unknown."""
    month = Span.of(SpanKind.MONTH, timezone.localdate(at)).before
    card = card_of(centre, month)
    if card is None:
        return ""
    lines = []
    if card.activities:
        lines.append(f"{month.first.month}月办了 {card.activities} 场活动。")
    if card.heads >= FLOOR:
        lines.append(f"大家来了 {card.heads} 人次。")
    if card.used_minutes >= 60:
        lines.append(f"场地用了 {round(hours(card.used_minutes))} 小时，空着的时候欢迎来约。")
    return "".join(lines)


def no_lines(centre: Any, at: Any) -> Sequence[TodayLine]:
    """Return no rows: this block is sentences alone."""
    return ()


HOME = [HomeSection("coming", "这里常来常往", 50, no_lines, said)]
