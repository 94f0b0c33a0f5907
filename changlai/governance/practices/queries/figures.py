"""The numbers beside a practice: counted from the house's own rows each time somebody looks."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from changlai.governance.practices.models import Practice
from changlai.kernel.metrics.public import Metric, shown, total
from changlai.kernel.registry.public import Measure, collect

MEASURE, METRIC = "measure:", "metric:"
GONE = "数据来源已停用"


@dataclass(frozen=True)
class Figure:
    """One number with its formula in words; `value` is None where there is nothing to count."""

    title: str
    words: str
    unit: str
    value: int | Decimal | None
    is_gone: bool = False

    @property
    def shown(self) -> str:
        """Return the number as a page shows it, small ones hidden."""
        if self.is_gone:
            return GONE
        if self.value is None:
            return "还没有可数的"
        number = shown(self.value) if isinstance(self.value, int) else str(self.value)
        return f"{number}{self.unit}"


def choices(centre: Any) -> list[tuple[str, str]]:
    """Return every number the house counts, to choose from, parts switched off left out."""
    off: frozenset[str] = getattr(centre, "off", frozenset())
    found = [(f"{MEASURE}{one.code}", one.title) for one in collect("measures", off)]
    metrics = sorted(collect("metrics", off), key=lambda one: one.code)
    return found + [(f"{METRIC}{one.code}", f"{one.title}(一段时间里)") for one in metrics]


def figures_of(practice: Practice, centre: Any, at: datetime) -> list[Figure]:
    """Return the numbers a practice names: measures as of now, metrics summed over its days."""
    off: frozenset[str] = getattr(centre, "off", frozenset())
    measures: dict[str, Measure] = {one.code: one for one in collect("measures", off)}
    metrics: dict[str, Metric] = {one.code: one for one in collect("metrics", off)}
    today = timezone.localdate(at)
    until = practice.until or today
    since = practice.since or until.replace(month=1, day=1)
    found = []
    for code in practice.figures:
        kind, _, name = code.partition(":")
        if kind == "measure" and name in measures:
            one = measures[name]
            found.append(Figure(one.title, one.words, one.unit, one.value(centre, at)))
        elif kind == "metric" and name in metrics:
            metric = metrics[name]
            words = f"{_day(since)}到{_day(until)}，系统自己数的"
            value = total(centre, name, since, until)
            found.append(Figure(metric.title, words, metric.unit, value))
        else:
            found.append(Figure(name, "", "", None, is_gone=True))
    return found


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
