"""On which days something repeats: every Thursday until June, holidays left out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from changlai.kernel.errors import BadInput
from changlai.kernel.workcalendar.days import Calendar, current

MOST_DATES = 120


@dataclass(frozen=True)
class Repeat:
    """Some weekdays (1 Monday … 7 Sunday), each week or every so many, to a last day."""

    weekdays: tuple[int, ...]
    first: date
    until: date
    every_weeks: int = 1
    skip_holidays: bool = True

    def __post_init__(self) -> None:
        if not self.weekdays or not set(self.weekdays) <= set(range(1, 8)):
            raise BadInput("请选每周的哪几天。")
        if not 1 <= self.every_weeks <= 12:
            raise BadInput("间隔请填1到12周。")
        if self.until < self.first:
            raise BadInput("最后一天不能早于第一天。")

    def dump(self) -> dict[str, Any]:
        """Return the rule as it is stored."""
        return {
            "weekdays": list(self.weekdays),
            "first": self.first.isoformat(),
            "until": self.until.isoformat(),
            "every_weeks": self.every_weeks,
            "skip_holidays": self.skip_holidays,
        }

    @classmethod
    def parse(cls, said: dict[str, Any]) -> Self:
        """Return a rule from what was stored."""
        return cls(
            weekdays=tuple(said["weekdays"]),
            first=date.fromisoformat(said["first"]),
            until=date.fromisoformat(said["until"]),
            every_weeks=said["every_weeks"],
            skip_holidays=said["skip_holidays"],
        )


@dataclass(frozen=True)
class Dates:
    """The days of a rule, those left out for a holiday, and those on which people work (补班)."""

    days: tuple[date, ...]
    skipped: tuple[date, ...] = ()
    made_up: tuple[date, ...] = ()


def dates_of(rule: Repeat, calendar: Calendar | None = None) -> Dates:
    """Return the days on which a rule falls.

    A day off by the notice of the State Council is left out when the rule says so; a weekend
    day that is worked stays and is named, since only the village knows whether people come.
    Raises BadInput for more than 120 days, or none.
    """
    calendar = calendar or current()
    week = rule.first - timedelta(days=rule.first.isoweekday() - 1)
    days: list[date] = []
    skipped: list[date] = []
    while week <= rule.until:
        for weekday in sorted(set(rule.weekdays)):
            day = week + timedelta(days=weekday - 1)
            if not rule.first <= day <= rule.until:
                continue
            off = calendar.exceptions.get(day) is False
            (skipped if off and rule.skip_holidays else days).append(day)
        if len(days) > MOST_DATES:
            raise BadInput(f"一次最多排{MOST_DATES}场，请把最后一天提前。")
        week += timedelta(weeks=rule.every_weeks)
    if not days:
        raise BadInput("这样排一天也没有，请看看日期。")
    made_up = tuple(day for day in days if calendar.exceptions.get(day) is True)
    return Dates(tuple(days), tuple(skipped), made_up)
