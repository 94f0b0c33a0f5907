"""Which days are worked: as announced, and Monday to Friday where nothing is announced yet."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from changlai.kernel.workcalendar.models import WorkCalendarDay, WorkCalendarYear

KEPT_SECONDS = 60


@dataclass(frozen=True)
class Calendar:
    """The announced exceptions to Monday–Friday (True: worked), the years whose notice is in."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Say whether a day is worked, by the notice or else by its weekday."""
        said = self.exceptions.get(day)
        return day.isoweekday() <= 5 if said is None else said

    def knows(self, year: int) -> bool:
        """Say whether the year's holidays are announced and imported."""
        return year in self.years


@dataclass
class _Kept:
    calendar: Calendar | None = None
    since: float = 0.0


_kept = _Kept()


def current() -> Calendar:
    """Return the stored calendar.

    It changes once a year, so each process keeps it for a minute; an import forgets it at once in
    its own process.
    """
    now = time.monotonic()
    if _kept.calendar is None or not 0 <= now - _kept.since < KEPT_SECONDS:
        _kept.calendar = Calendar(
            dict(WorkCalendarDay.objects.values_list("date", "is_working")),
            frozenset(WorkCalendarYear.objects.values_list("year", flat=True)),
        )
        _kept.since = now
    return _kept.calendar


def forget() -> None:
    """Drop the kept calendar, so that the next question reads the table."""
    _kept.calendar = None


def is_working_day(day: date) -> bool:
    """Say whether a day is worked."""
    return current().is_working(day)


def year_is_known(year: int) -> bool:
    """Say whether a year's holidays are imported; else deadlines in it are provisional."""
    return current().knows(year)


def fallback_note(first: date, last: date | None = None) -> str:
    """Return the sentence shown beside dates in years without a notice, or nothing."""
    years = range(first.year, (last or first).year + 1)
    missing = [str(year) for year in years if not current().knows(year)]
    return f"{'、'.join(missing)} 年放假安排还没有导入，暂按周一至周五计。" if missing else ""
