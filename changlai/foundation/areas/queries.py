"""Named reads about areas and centres, and the sentence that says whether a centre is open now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import DateField, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from changlai.foundation.areas.models import (
    Area,
    Centre,
    Hamlet,
    OpeningException,
    OpeningHours,
)
from changlai.kernel.workcalendar.clocks import OpenWeek
from changlai.kernel.workcalendar.days import Calendar, current

LOOK_AHEAD_DAYS = 30
ANNOUNCED = 0
"""Stands in the place of a weekday for an announced day, which has a date of its own."""
WEEKDAYS = "一二三四五六日"

Spans = tuple[tuple[time, time], ...]


def areas_under(prefix: str) -> QuerySet[Area]:
    """Return the area `prefix` and all below it."""
    return Area.objects.under(prefix)


def active_centres() -> QuerySet[Centre]:
    """Return the centres in use, in the order of their areas."""
    return Centre.objects.filter(is_active=True)


def centres_under(prefix: str) -> QuerySet[Centre]:
    """Return the centres in use that stand in the area `prefix` or below it."""
    return active_centres().filter(area_id__gte=prefix, area_id__lte=prefix.ljust(12, "9"))


def centre_by_code(code: str) -> Centre | None:
    """Return the centre in use with this code in its address, or None."""
    return active_centres().filter(code=code).first()


def hamlets(centre: Centre) -> QuerySet[Hamlet]:
    """Return the hamlets in use of a centre, in its own order."""
    return Hamlet.objects.of(centre).active()


def open_week(centre: Centre) -> OpenWeek:
    """Return the ordinary week of a centre now; the usual office week where none was set."""
    rows = OpeningHours.objects.of(centre).filter(until__isnull=True)
    return _week(rows.values_list("weekday", "opens", "closes"))


def _week(rows: Iterable[tuple[int, time, time]]) -> OpenWeek:
    days: dict[int, list[tuple[time, time]]] = {}
    for weekday, opens, closes in sorted(rows):
        days.setdefault(weekday, []).append((opens, closes))
    if not days:
        return OpenWeek.usual()
    return OpenWeek({weekday: tuple(spans) for weekday, spans in days.items()})


def coming_exceptions(centre: Centre, since: date) -> QuerySet[OpeningException]:
    """Return the announced days with other hours, from a day on."""
    return OpeningException.objects.of(centre).filter(day__gte=since).order_by("day")


@dataclass(frozen=True)
class Opening:
    """Whether a centre is open at a moment, with the sentence its door sheet would show.

    `today` are the hours of the whole day, as 8:30到12:00、14:30到17:30; "" for a day it is closed.
    """

    is_open: bool
    sentence: str
    note: str = ""
    today: str = ""


def opening(centre: Centre, at: datetime) -> Opening:
    """Tell whether the centre is open at `at`, when it closes, or when it opens next."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    until = local.date() + timedelta(days=LOOK_AHEAD_DAYS)
    said = hours_said(centre, local.date(), until)
    return opening_at(local, said.week_on(local.date()), said.exceptions, current())


@dataclass(frozen=True)
class Span:
    """Hours that hold on days from `since` (None: always) to the day before `until`."""

    number: int
    opens: time
    closes: time
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether these hours were the ones of a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True)
class HoursSaid:
    """The ordinary weeks of a centre, the announced days, and what was asked for beside them."""

    spans: list[Span]
    exceptions: dict[date, OpeningException]
    beside: list[tuple[UUID, Span]]

    @cached_property
    def _weeks(self) -> list[tuple[date, OpenWeek]]:
        """The weeks with the day from which each holds, the latest first."""
        days = {one.since or date.min for one in self.spans} | {date.min}
        return [
            (day, _week((s.number, s.opens, s.closes) for s in self.spans if s.holds(day)))
            for day in sorted(days, reverse=True)
        ]

    def week_on(self, day: date) -> OpenWeek:
        """Return the ordinary week as it held on a day."""
        return next(week for since, week in self._weeks if since <= day)


def hours_said(
    centre: Centre, since: date, until: date | None = None, beside: QuerySet[Any] | None = None
) -> HoursSaid:
    """Read the weeks that held since a day and the announced days from it on in one statement.

    `beside` are rows with `key`, `number`, `opens`, `closes`, `since` and `until` of somebody
    else's, read along with them: a room's own hours. Every home and every room's page asks for
    these.
    """
    columns = ("key", "number", "opens", "closes", "since", "until")
    no_key = Cast(Value(None), UUIDField())
    no_day = Cast(Value(None), DateField())
    announced = coming_exceptions(centre, since).order_by()
    if until is not None:
        announced = announced.filter(day__lte=until)
    kept = Q(until__isnull=True) | Q(until__gt=since)
    read = OpeningHours.objects.of(centre).filter(kept).order_by()
    rows = read.values_list(no_key, "weekday", *columns[2:], Value(""))
    rows = rows.union(
        announced.values_list(no_key, Value(ANNOUNCED), "opens", "closes", "day", no_day, "note"),
        all=True,
    )
    if beside is not None:
        rows = rows.union(beside.filter(kept).values_list(*columns, Value("")), all=True)
    spans, exceptions, others = [], {}, []
    for key, number, opens, closes, begin, end, note in rows:
        if key is not None:
            others.append((key, Span(number, opens, closes, begin, end)))
        elif number == ANNOUNCED:
            exceptions[begin] = OpeningException(
                centre=centre, day=begin, opens=opens, closes=closes, note=note
            )
        else:
            spans.append(Span(number, opens, closes, begin, end))
    others.sort(key=lambda row: (row[1].number, row[1].opens))
    return HoursSaid(spans, exceptions, others)


def open_days(centre: Centre, since: date, until: date) -> dict[date, Spans]:
    """Return the opening hours of each day from one to another; a closed day has none.

    One statement, however many days.
    """
    said, calendar = hours_said(centre, since, until), current()
    days = (since + timedelta(days=ahead) for ahead in range((until - since).days + 1))
    return {day: _spans(day, said.week_on(day), said.exceptions, calendar) for day in days}


def opening_at(
    local: datetime,
    week: OpenWeek,
    exceptions: Mapping[date, OpeningException],
    calendar: Calendar,
) -> Opening:
    """Do the sum of `opening` without reading anything."""
    today, now = local.date(), local.time()
    said = exceptions.get(today)
    note = said.note if said else ""
    spans = _spans(today, week, exceptions, calendar)
    hours = "、".join(f"{_clock(opens)}到{_clock(closes)}" for opens, closes in spans)
    for place, (opens, closes) in enumerate(spans):
        if opens <= now < closes:
            later = spans[place + 1 :]
            rest = f"{_clock(closes)} 休息，{_clock(later[0][0])} 再开门" if later else ""
            return Opening(True, f"现在开放，{rest or f'{_clock(closes)} 关门'}", note, hours)
        if now < opens:
            start = "现在休息" if place else "现在没开门"
            return Opening(False, f"{start}，{_clock(opens)} 开门", note, hours)
    for ahead in range(1, LOOK_AHEAD_DAYS + 1):
        day = today + timedelta(days=ahead)
        if spans := _spans(day, week, exceptions, calendar):
            first = _clock(spans[0][0])
            sentence = f"现在没开门，{_day(day, ahead)} {first} 开门"
            return Opening(False, sentence, note, hours)
    return Opening(False, "暂不开放", note, hours)


def _spans(
    day: date, week: OpenWeek, exceptions: Mapping[date, OpeningException], calendar: Calendar
) -> Spans:
    said = exceptions.get(day)
    return said.spans() if said else week.spans(day, calendar)


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02d}"


def _day(day: date, ahead: int) -> str:
    near = {1: "明天", 2: "后天"}.get(ahead)
    return near or f"{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"
