"""When rooms stand idle, said in plain sentences, and which groups could use the hours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from changlai.foundation.places.public import Room, idle_hours
from changlai.halls.rooms.models import Booking, OfferedTo

WEEKDAYS = "一二三四五六日"
PARTS = (("morning", "上午", 0, 12), ("afternoon", "下午", 12, 18), ("evening", "晚上", 18, 24))
SPANS = ((91, "三个月"), (28, "四个星期"))
SELDOM_PERCENT = 10
"""Used in less of the open time than this, a part of the day is seldom used: our own number."""
MANY_GROUPS = 60


@dataclass(frozen=True)
class Cell:
    """One hour of one weekday of a room: how much of it was used."""

    open: int
    used: int

    @property
    def percent(self) -> int:
        """Return how much of the open time was used."""
        return round(100 * min(self.used, self.open) / self.open) if self.open else 0

    @property
    def words(self) -> str:
        """Return what is read aloud, and seen."""
        if not self.open:
            return "不开"
        return f"{self.percent}%" if self.used else "空"

    @property
    def tone(self) -> str:
        """Return the tint: never used, seldom, often."""
        if not self.open:
            return "is-shut"
        if not self.used:
            return "is-idle"
        return "is-some" if self.percent < 50 else "is-busy"


@dataclass(frozen=True)
class IdleTime:
    """A part of the day on which a room was open and nobody came, with the weekdays."""

    room: Room
    part: str
    part_name: str
    weekdays: tuple[int, ...]
    span: str
    is_seldom: bool = False

    @property
    def sentence(self) -> str:
        """Return it as one would say it: 大礼堂周二上午三个月没人用."""
        days = "、".join(f"周{WEEKDAYS[day - 1]}" for day in self.weekdays)
        how = "很少有人用" if self.is_seldom else "没人用"
        return f"{self.room.name}{days}{self.part_name}{self.span}{how}"


@dataclass(frozen=True)
class IdleHours:
    """The table of rooms by weekday and hour over some weeks."""

    rooms: list[Room]
    table: dict[UUID, dict[tuple[int, int], tuple[int, int]]]
    span: str

    def hours(self, room_id: UUID) -> list[int]:
        """Return the hours in which a room is open on some weekday, from first to last."""
        open_ = [hour for (_, hour), (opens, _) in self._of(room_id).items() if opens]
        return list(range(min(open_), max(open_) + 1)) if open_ else []

    def cell(self, room_id: UUID, weekday: int, hour: int) -> Cell:
        """Return one cell."""
        return Cell(*self._of(room_id).get((weekday, hour), (0, 0)))

    def rows(self, room_id: UUID) -> list[tuple[int, list[Cell]]]:
        """Return the hours with a cell for each weekday."""
        return [
            (hour, [self.cell(room_id, weekday, hour) for weekday in range(1, 8)])
            for hour in self.hours(room_id)
        ]

    def open_span(self, room_id: UUID, weekday: int, part: str) -> tuple[time, time] | None:
        """Return from when to when a room is open in a part of a weekday; None when it is not."""
        _, _, first, last = next(one for one in PARTS if one[0] == part)
        found = [hour for hour in range(first, last) if self.cell(room_id, weekday, hour).open]
        if not found:
            return None
        ends = max(found) + 1
        return time(min(found)), time(ends) if ends < 24 else time(23, 59)

    def idle_times(self) -> list[IdleTime]:
        """Return what nobody used, room by room, and after it what was seldom used."""
        found = []
        for seldom in (False, True):
            for room in self.rooms:
                for part, name, first, last in PARTS:
                    days = tuple(
                        weekday
                        for weekday in range(1, 8)
                        if self._how_idle(room, weekday, first, last) is seldom
                    )
                    if days:
                        found.append(IdleTime(room, part, name, days, self.span, seldom))
        return found

    def _how_idle(self, room: Room, weekday: int, first: int, last: int) -> bool | None:
        """Return False for never used, True for under `SELDOM_PERCENT`, None for used or shut."""
        cells = [self.cell(room.pk, weekday, hour) for hour in range(first, last)]
        opened, used = sum(one.open for one in cells), sum(one.used for one in cells)
        if not opened:
            return None
        if not used:
            return False
        return True if 100 * used < SELDOM_PERCENT * opened else None

    def _of(self, room_id: UUID) -> dict[tuple[int, int], tuple[int, int]]:
        return self.table.get(room_id, {})


def find_idle(centre: Any, today: date, at: datetime, days: int = SPANS[0][0]) -> IdleHours:
    """Return how the rooms were used over so many days before today.

    Rooms that were not there at the beginning are left out: nobody could use them then.
    """
    since = today - timedelta(days=days)
    rooms = Room.objects.of(centre).active().order_by("order", "name")
    there = rooms.filter(past__centre_id=centre.pk, past__since__lte=since).distinct()
    table = idle_hours(centre, since, today - timedelta(days=1), at)
    span = dict(SPANS).get(days, f"{days}天")
    return IdleHours(list(there), table, span)


@dataclass(frozen=True)
class Group:
    """A group that used rooms of the same functions before, by its latest booking."""

    booking: Booking
    told_at: datetime | None

    @property
    def name(self) -> str:
        """Return the name of the group."""
        return str(self.booking.group_name)


def matching_groups(centre: Any, room: Room, at: datetime) -> list[Group]:
    """Return groups that used a room of one of this room's functions in the year before.

    The latest first, each with the day on which it was last told of idle hours of this room.
    """
    functions = room.functions.filter(centre_id=centre.pk).values_list("function_id", flat=True)
    like = Room.objects.of(centre).filter(
        functions__centre_id=centre.pk, functions__function_id__in=list(functions)
    )
    rows = (
        Booking.objects.of(centre)
        .filter(room__in=like.values("pk"), booked_at__gte=at - timedelta(days=366))
        .exclude(group_name="")
        .select_related("person")
        .order_by("-booked_at", "-id")
    )
    latest: dict[str, Booking] = {}
    for booking in rows[:500]:
        latest.setdefault(booking.group_name, booking)
    told = dict(
        OfferedTo.objects.of(centre)
        .filter(offer__room=room)
        .order_by("offer__offered_at")
        .values_list("group_name", "offer__offered_at")
    )
    return [Group(one, told.get(name)) for name, one in list(latest.items())[:MANY_GROUPS]]
