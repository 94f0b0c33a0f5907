"""Rooms by hours, days and weeks: calendars that are tables, so that every key reaches them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.foundation.places.public import Room, day_plan, open_times, use_page, with_parts
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.queries.doors import DoorLine, day_span, door_lines

SLOT = timedelta(minutes=30)
FIRST_HOUR, LAST_HOUR = 8, 21
HOUR_SLOTS = 2


@dataclass(frozen=True)
class Cell:
    """A stretch of one row of the day: in use, free to book, or outside the hours."""

    kind: str
    span: int
    starts: datetime
    ends: datetime
    title: str = ""
    holder_id: UUID | None = None
    holder_kind: str = ""

    @property
    def has_page(self) -> bool:
        """Whether an app shows what stands behind it."""
        return self.holder_id is not None and bool(use_page(self.holder_kind))


@dataclass
class GridRow:
    """One part of a room through the day; `rooms_rows` is how many rows its room has."""

    room: Room
    part: Any
    rooms_rows: int
    wishes: int = 0
    cells: list[Cell] = field(default_factory=list)

    @property
    def is_first(self) -> bool:
        """Whether the room's name stands before this row."""
        return self.rooms_rows > 0


@dataclass(frozen=True)
class DayGrid:
    """A day of all rooms: the hours on top, and a row for each part."""

    day: date
    hours: list[int]
    rows: list[GridRow]


def day_grid(centre: Any, day: date) -> DayGrid:
    """Return a day of all rooms in use, by half hours, in a number of statements of its own."""
    since, until = day_span(day)
    uses: dict[UUID, list[Any]] = {}
    for use in day_plan(centre, since, until):
        uses.setdefault(use.part_id, []).append(use)
    rooms: list[Any] = list(with_parts(Room.objects.of(centre).active()))
    times = open_times(centre, day, [room.pk for room in rooms])
    wishes: dict[UUID, int] = {}
    waiting = BookingDate.objects.of(centre).waiting().touching(since, until)
    for room_id in waiting.values_list("room_id", flat=True):
        wishes[room_id] = wishes.get(room_id, 0) + 1
    moments = [m for rows in uses.values() for use in rows for m in (use.starts, use.use_ends)]
    spans = {room.pk: times.spans(room.pk, day) for room in rooms}
    moments += [m for pairs in spans.values() for pair in pairs for m in pair]
    inside = [timezone.localtime(m) for m in moments if since <= m < until]
    first = min([FIRST_HOUR, *(m.hour for m in inside)])
    last = max([LAST_HOUR, *(m.hour + (1 if m.minute else 0) for m in inside)])
    if any(m >= until for m in moments):
        last = 24
    start, end = since + timedelta(hours=first), since + timedelta(hours=last)
    rows = []
    for room in rooms:
        for order, part in enumerate(room.live_parts):
            row = GridRow(room, part, 0 if order else len(room.live_parts))
            row.wishes = wishes.get(room.pk, 0)
            row.cells = _cells(uses.get(part.pk, []), spans[room.pk], start, end)
            rows.append(row)
    return DayGrid(day, list(range(first, last)), rows)


def _cells(
    uses: list[Any], spans: list[tuple[datetime, datetime]], start: datetime, end: datetime
) -> list[Cell]:
    """Fill a row from left to right; a use that begins within a slot takes the whole slot."""
    cells: list[Cell] = []
    moment = start
    for use in sorted(uses, key=lambda one: one.use_starts):
        begin = max(_down(use.use_starts, start), moment)
        finish = min(_up(use.use_ends, start), end)
        if finish <= begin:
            continue
        cells += _gap(moment, begin, spans)
        cells.append(
            Cell(
                use.holder_kind,
                round((finish - begin) / SLOT),
                use.use_starts,
                use.use_ends,
                use.title,
                use.holder_id,
                use.holder_kind,
            )
        )
        moment = finish
    return cells + _gap(moment, end, spans)


def _gap(begin: datetime, finish: datetime, spans: list[tuple[datetime, datetime]]) -> list[Cell]:
    """Cut the time between two uses by the hours: free to book, or shut."""
    cells: list[Cell] = []
    moment = begin
    while moment < finish:
        is_open = any(opens <= moment < closes for opens, closes in spans)
        kind = "free" if is_open else "shut"
        after = min(moment + SLOT, finish)
        if cells and cells[-1].kind == kind:
            last = cells[-1]
            cells[-1] = Cell(kind, last.span + 1, last.starts, after)
        else:
            cells.append(Cell(kind, 1, moment, after))
        moment = after
    return cells


def _down(moment: datetime, start: datetime) -> datetime:
    return start + SLOT * int((moment - start) // SLOT)


def _up(moment: datetime, start: datetime) -> datetime:
    return start + SLOT * -int(-(moment - start) // SLOT)


@dataclass(frozen=True)
class CalendarDay:
    """A day of a week or month with what is on, and how many wishes wait."""

    day: date
    lines: list[DoorLine]
    wishes: int
    is_inside: bool = True


def days_of(
    centre: Any, first: date, days: int, *, room_id: UUID | None = None
) -> list[CalendarDay]:
    """Return so many days with their uses, read at once."""
    lines: dict[date, list[DoorLine]] = {}
    for line in door_lines(centre, first, room_id, days):
        begin, end = timezone.localdate(line.starts), timezone.localdate(line.ends)
        for ahead in range((end - begin).days + 1):
            lines.setdefault(begin + timedelta(days=ahead), []).append(line)
    since, until = day_span(first, days)
    waiting = BookingDate.objects.of(centre).waiting().touching(since, until)
    if room_id is not None:
        waiting = waiting.filter(room_id=room_id)
    wishes: dict[date, int] = {}
    for starts in waiting.values_list("starts", flat=True):
        day = timezone.localdate(starts)
        wishes[day] = wishes.get(day, 0) + 1
    return [
        CalendarDay(day, lines.get(day, []), wishes.get(day, 0))
        for day in (first + timedelta(days=ahead) for ahead in range(days))
    ]


def month_of(centre: Any, day: date, *, room_id: UUID | None = None) -> list[list[CalendarDay]]:
    """Return the weeks, Monday first, that a month touches."""
    first = day.replace(day=1)
    begin = first - timedelta(days=first.isoweekday() - 1)
    after = (first + timedelta(days=31)).replace(day=1)
    last = after - timedelta(days=1)
    end = last + timedelta(days=7 - last.isoweekday())
    found = days_of(centre, begin, (end - begin).days + 1, room_id=room_id)
    marked = [
        CalendarDay(one.day, one.lines, one.wishes, first <= one.day < after) for one in found
    ]
    return [marked[at : at + 7] for at in range(0, len(marked), 7)]
