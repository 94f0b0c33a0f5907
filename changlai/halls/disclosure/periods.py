"""Months, quarters and years as things are due for them: pure reckoning, no rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from changlai.halls.disclosure.states import Rhythm

MONTHS = {Rhythm.YEARLY: 12, Rhythm.QUARTERLY: 3, Rhythm.MONTHLY: 1}
_CODE = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?")


@dataclass(frozen=True)
class Period:
    """A stretch of time by its code: "2026", "2026-Q1", "2026-03", or the day of an occasion."""

    code: str
    starts: date
    ends: date

    @property
    def label(self) -> str:
        """Return it as people say it."""
        if self.starts == self.ends:
            return f"{self.starts.year}年{self.starts.month}月{self.starts.day}日"
        months = (self.ends.month - self.starts.month) + 1
        if months == 12:
            return f"{self.starts.year}年"
        if months == 3:
            return f"{self.starts.year}年第{(self.starts.month + 2) // 3}季度"
        return f"{self.starts.year}年{self.starts.month}月"

    def due_on(self, days: int) -> date:
        """Return the last day on which it is in time, `days` after the period is over."""
        return self.ends + timedelta(days=days)


def period_of(rhythm: str, day: date) -> Period:
    """Return the period in which a day lies."""
    if rhythm == Rhythm.OCCASION:
        return Period(day.isoformat(), day, day)
    months = MONTHS[Rhythm(rhythm)]
    first = (day.month - 1) // months * months + 1
    return _made(day.year, first, months)


def period_named(code: str) -> Period | None:
    """Return the period that a code means, or None for one that is none."""
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    year, quarter, month, day = match.groups()
    try:
        if day:
            at = date(int(year), int(month), int(day))
            return Period(code, at, at)
        if quarter:
            return _made(int(year), int(quarter) * 3 - 2, 3)
        if month:
            return _made(int(year), int(month), 1)
        return _made(int(year), 1, 12)
    except ValueError:
        return None


def fits(rhythm: str, period: Period) -> bool:
    """Say whether a period is one of this rhythm."""
    return period_of(rhythm, period.starts).code == period.code


def periods_between(rhythm: str, since: date, today: date) -> Iterator[Period]:
    """Yield the periods of a rhythm from the one in which `since` lies to that of today."""
    if rhythm == Rhythm.OCCASION:
        return
    period = period_of(rhythm, since)
    while period.starts <= today:
        yield period
        period = period_of(rhythm, period.ends + timedelta(days=1))


def _made(year: int, month: int, months: int) -> Period:
    starts = date(year, month, 1)
    last = month + months - 1
    after = date(year + last // 12, last % 12 + 1, 1)
    code = {12: f"{year}", 3: f"{year}-Q{(month + 2) // 3}", 1: f"{year}-{month:02d}"}[months]
    return Period(code, starts, after - timedelta(days=1))
