"""Rooms as a planner picks them: with their set-ups, and which are free on all the dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.utils import timezone

from changlai.foundation.places.public import Room, free_rooms, with_parts
from changlai.kernel.workcalendar.models import WorkCalendarDay

Span = tuple[datetime, datetime]
NO_ROOM = ("", "不用中心的场所")


@dataclass(frozen=True)
class Where:
    """A room, how it is set up, or one part of it, as a form sends it."""

    room_id: UUID
    layout_id: UUID | None = None
    part_id: UUID | None = None

    def __str__(self) -> str:
        return f"{self.room_id}:{self.layout_id or ''}:{self.part_id or ''}"

    @classmethod
    def parse(cls, said: str) -> Self | None:
        """Return what was sent; None for no room."""
        if not said:
            return None
        room, layout, part = said.split(":")
        return cls(UUID(room), UUID(layout) if layout else None, UUID(part) if part else None)


@dataclass(frozen=True)
class Free:
    """Which rooms are free: on all dates, or on which dates they are not."""

    rooms: Sequence[Any]
    busy: dict[UUID, list[datetime]]

    @property
    def count(self) -> int:
        """How many rooms are free on all dates."""
        return sum(1 for room in self.rooms if not self.busy.get(room.pk))


def rooms_to_use(centre: Any) -> list[Any]:
    """Return the rooms in use with their set-ups and parts."""
    return list(with_parts(Room.objects.of(centre).active()))


def look(centre: Any, spans: Iterable[Span], headcount: int | None = None) -> Free:
    """Say which rooms are free on all the dates, and on which dates the others are not.

    Staff open the door themselves, so hours are not asked.
    """
    rooms = rooms_to_use(centre)
    busy: dict[UUID, list[datetime]] = {}
    for starts, ends in spans:
        free = {
            one.room.pk
            for one in free_rooms(centre, starts, ends, headcount=headcount, ignore_hours=True)
        }
        for room in rooms:
            if room.pk not in free:
                busy.setdefault(room.pk, []).append(starts)
    return Free(rooms, busy)


def places_to_pick(free: Free | None, rooms: Sequence[Any]) -> list[Any]:
    """Return the choices of a select: free ones first, the others with their dates."""
    if free is None:
        return [NO_ROOM, *(choice for room in rooms for choice in _ways(room))]
    open_, taken = [], []
    for room in free.rooms:
        days = free.busy.get(room.pk)
        if not days:
            open_ += _ways(room)
        else:
            said = "、".join(_day(day) for day in days[:3])
            note = f"（{said}{'等' if len(days) > 3 else ''}用不了）"
            taken += [(value, label + note) for value, label in _ways(room)]
    groups = [("这些时间都空着", open_), ("有的时间用不了", taken)]
    return [NO_ROOM, *((title, ways) for title, ways in groups if ways)]


def _ways(room: Any) -> list[tuple[str, str]]:
    ways = [
        (str(Where(room.pk, layout.pk)), f"{room.name} · {layout.name}{_seats(layout, room)}")
        for layout in room.live_layouts
    ] or [(str(Where(room.pk)), f"{room.name}{_seats(room, room)}")]
    if len(room.live_parts) > 1:
        ways += [
            (str(Where(room.pk, None, part.pk)), f"{room.name} · 只用{part.name}")
            for part in room.live_parts
        ]
    return ways


def _seats(one: Any, room: Any) -> str:
    seats = one.capacity or room.capacity
    return f"（{seats}人）" if seats else ""


def _day(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日"


def day_names(days: Iterable[date]) -> dict[date, str]:
    """Return what the notice calls each of these days, as 国庆节; days without a name are left."""
    rows = WorkCalendarDay.objects.filter(date__in=list(days)).exclude(name="")
    return dict(rows.values_list("date", "name"))
