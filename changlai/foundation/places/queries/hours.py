"""When rooms may be used: their own hours or the centre's, on working days and holidays."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from changlai.foundation.areas.public import HoursSaid, hours_said
from changlai.foundation.areas.public import Span as HeldSpan
from changlai.foundation.places.models import RoomHours
from changlai.foundation.places.states import DayKind
from changlai.kernel.workcalendar.days import Calendar, current

Span = tuple[datetime, datetime]
Hours = tuple[tuple[time, time], ...]
OwnHours = list[HeldSpan]


@dataclass(frozen=True)
class OpenTimes:
    """The hours of all rooms of a centre, read once; asked for any room and day after that."""

    said: HoursSaid
    rooms: dict[UUID, OwnHours] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)

    def hours(self, room_id: UUID, day: date) -> Hours:
        """Return the spans of a day by the clock.

        An announced exception of the centre holds for every room. On a public holiday a room is
        open only by its own holiday hours; a make-up Saturday is a Monday.
        """
        if (said := self.said.exceptions.get(day)) is not None:
            return said.spans()
        own: dict[int, Hours] = {}
        for one in self.rooms.get(room_id, ()):
            if one.holds(day):
                own[one.number] = (*own.get(one.number, ()), (one.opens, one.closes))
        if not own:
            return self.said.week_on(day).spans(day, self.calendar)
        worked = self.calendar.exceptions.get(day)
        if worked is False:
            return own.get(DayKind.HOLIDAY, ())
        spans = own.get(day.isoweekday(), ())
        return spans or (own.get(DayKind.MONDAY, ()) if worked else ())

    def spans(self, room_id: UUID, day: date) -> list[Span]:
        """Return the spans of a day as moments."""
        zone = timezone.get_default_timezone()
        return [
            (datetime.combine(day, opens, zone), datetime.combine(day, closes, zone))
            for opens, closes in self.hours(room_id, day)
        ]

    def covers(self, room_id: UUID, starts: datetime, ends: datetime) -> bool:
        """Say whether a room is open through the whole of a time, past midnight too."""
        first = timezone.localdate(starts) - timedelta(days=1)
        days = (timezone.localdate(ends) - first).days
        spans = [
            span
            for ahead in range(days + 1)
            for span in self.spans(room_id, first + timedelta(days=ahead))
        ]
        return any(opens <= starts and ends <= closes for opens, closes in union(spans))


def open_times(centre: Any, since: date, room_ids: Iterable[UUID] | None = None) -> OpenTimes:
    """Read the hours of a centre's rooms as they held since a day, and the announced days."""
    rows = RoomHours.objects.of(centre).order_by().annotate(key=F("room_id"), number=F("day"))
    if room_ids is not None:
        rows = rows.filter(room_id__in=list(room_ids))
    said = hours_said(centre, since, beside=rows)
    rooms: dict[UUID, OwnHours] = {}
    for room_id, span in said.beside:
        rooms.setdefault(room_id, []).append(span)
    return OpenTimes(said, rooms, current())


def union(spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch, so that an hour counted twice is one hour."""
    joined: list[Span] = []
    for starts, ends in sorted(spans):
        if joined and starts <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((starts, ends))
    return joined


def without(spans: Iterable[Span], gaps: Iterable[Span]) -> list[Span]:
    """Take `gaps` out of spans."""
    left = union(spans)
    for starts, ends in gaps:
        left = [
            piece
            for opens, closes in left
            for piece in ((opens, min(closes, starts)), (max(opens, ends), closes))
            if piece[0] < piece[1]
        ]
    return left


def minutes(spans: Iterable[Span]) -> int:
    """Return how many minutes spans have together; they may not overlap."""
    return round(sum((ends - starts).total_seconds() for starts, ends in spans) / 60)
