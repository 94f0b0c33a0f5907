"""Months and quarters: what a card looks at, how it is written, and what stands before it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from changlai.insights.figures.states import SpanKind

WRITTEN = re.compile(r"(20\d\d)-(?:q([1-4])|(0[1-9]|1[0-2]))")
LENGTH = {SpanKind.MONTH: 1, SpanKind.QUARTER: 3}


@dataclass(frozen=True)
class Span:
    """A calendar month or quarter; its address is "2026-03" or "2026-q1"."""

    kind: SpanKind
    first: date

    @classmethod
    def of(cls, kind: SpanKind, day: date) -> Self:
        """Return the span a day lies in."""
        step = LENGTH[kind]
        return cls(kind, day.replace(month=(day.month - 1) // step * step + 1, day=1))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the span an address writes, or None for what is no span."""
        found = WRITTEN.fullmatch(text.strip().lower())
        if not found:
            return None
        year, quarter, month = found.groups()
        if quarter:
            return cls(SpanKind.QUARTER, date(int(year), int(quarter) * 3 - 2, 1))
        return cls(SpanKind.MONTH, date(int(year), int(month), 1))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - timedelta(days=1)

    @property
    def after(self) -> Self:
        """The next one."""
        return self._moved(LENGTH[self.kind])

    @property
    def before(self) -> Self:
        """The one before."""
        return self._moved(-LENGTH[self.kind])

    @property
    def months(self) -> list["Span"]:
        """The months of the quarter this lies in; a month belongs to one as well."""
        quarter = self.quarter
        found = [Span(SpanKind.MONTH, quarter.first)]
        while len(found) < LENGTH[SpanKind.QUARTER]:
            found.append(found[-1].after)
        return found

    @property
    def quarter(self) -> "Span":
        """The quarter this lies in."""
        return Span.of(SpanKind.QUARTER, self.first)

    @property
    def written(self) -> str:
        """How the span stands in an address."""
        if self.kind == SpanKind.QUARTER:
            return f"{self.first.year}-q{(self.first.month + 2) // 3}"
        return f"{self.first:%Y-%m}"

    @property
    def title(self) -> str:
        """How people say it."""
        if self.kind == SpanKind.QUARTER:
            return f"{self.first.year}年第{'一二三四'[(self.first.month - 1) // 3]}季度"
        return f"{self.first.year}年{self.first.month}月"

    def until(self, today: date) -> date:
        """Return the last day that has come, up to the end of the span."""
        return min(self.last, today)

    def same_part(self, today: date) -> tuple[date, date]:
        """Return the days of the span before that this one is compared with.

        A month that is half over is held against the same first days of the one before.
        """
        before = self.before
        if today > self.last:
            return before.first, before.last
        days = (self.until(today) - self.first).days
        return before.first, min(before.first + timedelta(days=days), before.last)

    def _moved(self, months: int) -> Self:
        count = self.first.year * 12 + self.first.month - 1 + months
        return type(self)(self.kind, date(count // 12, count % 12 + 1, 1))
