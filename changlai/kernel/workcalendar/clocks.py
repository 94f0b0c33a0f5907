"""Deadlines on working days and opening hours: pure sums over a calendar and a centre's week.

Nothing here knows what a deadline is for, and nothing reads the time. Each function takes the
`calendar` last and asks the stored one where none is given. Answers are in the platform's zone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Self

from django.utils import timezone

from changlai.kernel.errors import BadInput
from changlai.kernel.workcalendar.days import Calendar, current

Hours = tuple[tuple[time, time], ...]
Pause = tuple[datetime, datetime | None]

MONDAY, FRIDAY, SUNDAY = 1, 5, 7
USUAL: Hours = ((time(8, 30), time(12)), (time(14), time(17, 30)))
NONE = timedelta(0)
# A week that is never open, or a calendar of holidays only, must not make a sum an endless walk.
FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class OpenWeek:
    """When a centre is open: weekday (1 Monday … 7 Sunday) → spans of the day, in order."""

    hours: Mapping[int, Hours] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for weekday, spans in self.hours.items():
            edges = [edge for span in spans for edge in span]
            if not MONDAY <= weekday <= SUNDAY or any(
                after <= before for before, after in pairwise(edges)
            ):
                raise BadInput("开放时间有误：每段的结束要晚于开始，各段按先后排列、不能重叠。")

    @classmethod
    def usual(cls) -> Self:
        """Return Monday to Friday, 8:30–12:00 and 14:00–17:30."""
        return cls(dict.fromkeys(range(MONDAY, FRIDAY + 1), USUAL))

    def spans(self, day: date, calendar: Calendar) -> Hours:
        """Return the open spans of a day: none on a holiday, Monday's on a make-up Saturday.

        A weekend day that the week itself opens is open, unless a holiday falls on it.
        """
        said = calendar.exceptions.get(day)
        if said is False:
            return ()
        own = tuple(self.hours.get(day.isoweekday(), ()))
        if own or not said:
            return own
        return tuple(self.hours.get(MONDAY, ())) or next(iter(self.hours.values()), ())

    def closing(self, day: date, calendar: Calendar) -> time:
        """Return when a working day ends here; the latest closing if the centre rests that day."""
        if spans := self.spans(day, calendar):
            return spans[-1][1]
        return max((spans[-1][1] for spans in self.hours.values() if spans), default=USUAL[-1][1])


@dataclass(frozen=True)
class Due:
    """A deadline; `provisional` while a year it leans on has no announced holidays yet."""

    at: datetime
    provisional: bool = False


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, timezone.get_default_timezone())


def _unknown(first: date, last: date, calendar: Calendar) -> bool:
    return any(not calendar.knows(year) for year in range(first.year, last.year + 1))


def due_after_working_days(
    start: datetime, days: int, week: OpenWeek, calendar: Calendar | None = None
) -> Due:
    """Return closing time of the n-th working day after the start's day, itself not counted.

    Working days are the State Council's, whatever the centre's own week: a promise in working days
    means the same everywhere. With `days` 0, closing time of the start's day, or of the next
    working day when that day is none or is already closed.
    """
    if days < 0:
        raise ValueError("days must not be negative")
    calendar = calendar or current()
    begin = _local(start)
    day, left = begin.date(), days
    if days == 0 and (
        not calendar.is_working(day) or _moment(day, week.closing(day, calendar)) <= begin
    ):
        left = 1
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working(day)
    return Due(_moment(day, week.closing(day, calendar)), _unknown(begin.date(), day, calendar))


def due_after_wall_minutes(start: datetime, minutes: int) -> Due:
    """Return the moment so many minutes on, holidays included: urgent matters do not sleep."""
    return Due(_local(start + timedelta(minutes=minutes)))


def _open_spans(
    start: datetime, week: OpenWeek, calendar: Calendar
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open spans from `start` on, the first one cut to it."""
    begin = _local(start)
    day = begin.date()
    while day - begin.date() < FARTHEST:
        for opens, closes in week.spans(day, calendar):
            span_start, span_end = max(_moment(day, opens), begin), _moment(day, closes)
            if span_start < span_end:
                yield span_start, span_end
        day += timedelta(days=1)


def _open_time(a: datetime, b: datetime, week: OpenWeek | None, calendar: Calendar) -> timedelta:
    """Return how long the centre was open between two moments (wall time without a week)."""
    if b <= a:
        return NONE
    if week is None:
        return b - a
    total, day, last = NONE, _local(a).date(), _local(b).date()
    while day <= last:
        for opens, closes in week.spans(day, calendar):
            total += max(NONE, min(_moment(day, closes), b) - max(_moment(day, opens), a))
        day += timedelta(days=1)
    return total


def _advance(
    start: datetime, amount: timedelta, week: OpenWeek | None, calendar: Calendar
) -> datetime:
    """Return the earliest moment by which the centre was open for `amount` since `start`."""
    if week is None or amount <= NONE:
        return _local(start + max(amount, NONE))
    for opens, closes in _open_spans(start, week, calendar):
        if amount <= closes - opens:
            return opens + amount
        amount -= closes - opens
    raise ValueError("the week is not open often enough for this deadline")


def open_minutes(a: datetime, b: datetime, week: OpenWeek, calendar: Calendar | None = None) -> int:
    """Return the whole minutes the centre was open from `a` to `b`; 0 when `b` is not later.

    Seconds are dropped from both ends first, so that the minutes of a stretch are the sum of those
    of its parts.
    """
    a, b = a.replace(second=0, microsecond=0), b.replace(second=0, microsecond=0)
    return int(_open_time(a, b, week, calendar or current()) / timedelta(minutes=1))


def merged_pauses(pauses: Iterable[Pause]) -> list[Pause]:
    """Return the pauses in order, overlapping ones as one; one without end takes all after it."""
    joined: list[Pause] = []
    for begins, ends in sorted(pauses, key=lambda pause: pause[0]):
        if joined and (joined[-1][1] is None or begins <= joined[-1][1]):
            before, until = joined[-1]
            joined[-1] = (before, None if until is None or ends is None else max(until, ends))
        else:
            joined.append((begins, ends))
    return joined


def shift_for_pauses(
    start: datetime,
    due0: Due | datetime,
    pauses: Sequence[Pause],
    week: OpenWeek | None,
    calendar: Calendar | None = None,
) -> Due | None:
    """Give back to a deadline the open minutes it stood still; None while it stands still.

    What was left when a pause began is left when it ends, so a deadline that falls inside a pause
    or at its end survives it. A pause that begins at or after the deadline changes nothing: what is
    late stays late. Without a `week` (urgent matters) wall minutes are given back.
    """
    calendar = calendar or current()
    due = due0 if isinstance(due0, Due) else Due(due0)
    at, first = _local(due.at), _local(due.at).date()
    moved = False
    for begins, ends in merged_pauses(pauses):
        begins = max(begins, start)
        if begins >= at:
            break
        if ends is None:
            return None
        if ends <= begins:
            continue
        left = _open_time(begins, at, week, calendar)
        at = max(_advance(ends, left, week, calendar), at)
        first, moved = min(first, _local(begins).date()), True
    provisional = due.provisional or (
        moved and week is not None and _unknown(first, at.date(), calendar)
    )
    return Due(at, provisional)


def warn_at(
    start: datetime,
    due: Due | datetime,
    percent: int,
    week: OpenWeek | None = None,
    calendar: Calendar | None = None,
) -> datetime:
    """Return when `percent` of the time is used up: of open time with a week, else of wall time."""
    calendar = calendar or current()
    end = due.at if isinstance(due, Due) else due
    whole = _open_time(start, end, week, calendar)
    return min(_advance(start, whole * percent / 100, week, calendar), _local(max(start, end)))


def working_days_between(after: date, until: date, calendar: Calendar | None = None) -> int:
    """Return how many working days lie after one day, up to and with another."""
    calendar = calendar or current()
    span = (until - after).days
    return sum(calendar.is_working(after + timedelta(days=n)) for n in range(1, span + 1))
