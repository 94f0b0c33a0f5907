"""The agenda of a review meeting: what the figures of a time say, written before anyone types."""

from datetime import date
from typing import Any

from changlai.kernel.metrics.public import total
from changlai.kernel.registry.public import collect

MINUTES = "分钟"
CLOSING = ("做得好的、可以接着做的", "没做好的、为什么", "下一步怎么干、谁来干、哪天前")


def agenda(centre: Any, since: date, until: date) -> str:
    """Return an agenda for a time: each figure that the village kept, then what is to be talked of.

    Figures come from the rollups, so that nobody counts by hand, and none is left out because
    it is small: the meeting is the village's own.
    """
    lines = [f"一、{since.month}月{since.day}日到{until.month}月{until.day}日的数据"]
    figures = [
        (metric.title, metric.unit, total(centre, metric.code, since, until))
        for metric in collect("metrics")
        # Minutes added up say nothing by themselves.
        if metric.unit != MINUTES
    ]
    lines += [f"  {title}：{number}{unit}" for title, unit, number in figures if number]
    if len(lines) == 1:
        lines.append("  这段日子还没有数据。")
    lines += [f"{word}、{text}" for word, text in zip("二三四", CLOSING, strict=True)]
    return "\n".join(lines)
