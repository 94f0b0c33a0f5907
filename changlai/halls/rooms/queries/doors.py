"""What a door says: how a room is now, what is on in it today, when it is open this week."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from changlai.foundation.places.public import (
    HolderKind,
    Layout,
    OpenTimes,
    Room,
    RoomNow,
    RoomPart,
    day_plan,
    use_page,
)
from changlai.halls.rooms.models import BookingDate
from changlai.kernel.pages.words import spoken_clock, spoken_day


@dataclass(frozen=True)
class NowSaid:
    """How a room is now, as its page says it: tone and word of a tag, and the words after it."""

    tone: str
    label: str
    more: str


def clock(at: datetime) -> str:
    """Return a moment's time of day as people say it."""
    local = timezone.localtime(at)
    return spoken_clock(local.hour, local.minute)


def now_said(now: RoomNow, at: datetime) -> NowSaid:
    """Say whether a room is free, in use, shut or not open, and until when."""
    today = timezone.localdate(at)
    until = ""
    if now.until is not None:
        day = timezone.localdate(now.until)
        until = ("" if day == today else spoken_day(day, today)) + clock(now.until)
    if now.state == "free":
        more = [f"可以用到{until}"] if until else []
        if now.use is not None:
            is_closed = now.use.holder_kind == HolderKind.CLOSURE
            more.append("另一部分暂停使用" if is_closed else "另一部分有人用")
        return NowSaid("done", "现在空着", "，".join(more))
    if now.state == "in_use":
        return NowSaid("hand", "正在用", f"{until}空出来" if until else "")
    if now.state == "closed":
        reason = now.use.title if now.use else ""
        return NowSaid("late", "暂停使用", f"{reason}，到{until}" if reason else f"到{until}")
    return NowSaid("plain", "现在没开放", f"{until}开放" if until else "")


@dataclass
class DoorLine:
    """One use of a room as the door sheet shows it: when, what, how it is set up."""

    room: Room
    starts: datetime
    ends: datetime
    ready_from: datetime
    title: str
    kind: HolderKind
    holder_id: UUID
    layout: Layout | None
    parts: list[str] = field(default_factory=list)
    whole: bool = True
    wanted: str = ""

    @property
    def is_closure(self) -> bool:
        """Whether the room cannot be used then."""
        return self.kind == HolderKind.CLOSURE

    @property
    def has_page(self) -> bool:
        """Whether an app shows what stands behind it."""
        return bool(use_page(self.kind))

    @property
    def where(self) -> str:
        """Return the parts that are used, empty for the whole room."""
        return "" if self.whole else "、".join(self.parts)

    @property
    def to_set_up(self) -> list[str]:
        """Return what has to be put up, line by line."""
        if self.layout is None or self.layout.is_default:
            return []
        return [line.strip() for line in self.layout.checklist.splitlines() if line.strip()]


def day_span(day: date, days: int = 1) -> tuple[datetime, datetime]:
    """Return the first moment of a day and the first one after so many days."""
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(day, time(0), zone),
        datetime.combine(day + timedelta(days=days), time(0), zone),
    )


def door_lines(
    centre: Any, day: date, room_id: UUID | None = None, days: int = 1
) -> list[DoorLine]:
    """Return the uses of a day (or several), one line for each holder, in order of time."""
    rows = list(day_plan(centre, *day_span(day, days), room_id))
    return lines_of(rows, _parts_of(centre, {row.room_id for row in rows}) if rows else {})


def with_wants(centre: Any, lines: Iterable[DoorLine]) -> None:
    """Add to lines of bookings how many come and what they asked for, for whoever sets up."""
    booked = {line.holder_id: line for line in lines if line.kind == HolderKind.BOOKING}
    rows = BookingDate.objects.of(centre).filter(pk__in=list(booked)).select_related("booking")
    for row in rows if booked else ():
        asked = [f"{row.booking.headcount}人"]
        if row.booking.needs:
            asked.append(f"要{row.booking.needs.removeprefix('要')}")
        booked[row.pk].wanted = "，".join(asked)


def lines_of(rows: Iterable[Any], counts: Mapping[UUID, int]) -> list[DoorLine]:
    """Put the uses of parts together, one line for each holder; `counts` are a room's parts."""
    found: dict[tuple[UUID, UUID], DoorLine] = {}
    for row in rows:
        key = (row.holder_id, row.room_id)
        line = found.get(key)
        if line is None:
            line = found[key] = DoorLine(
                room=row.room,
                starts=row.use_starts,
                ends=row.use_ends,
                ready_from=row.starts,
                title=row.title,
                kind=HolderKind(row.holder_kind),
                holder_id=row.holder_id,
                layout=row.layout,
            )
        line.parts.append(row.part.name)
    for line in found.values():
        line.whole = len(line.parts) >= counts.get(line.room.pk, 1)
    return list(found.values())


def _parts_of(centre: Any, room_ids: Iterable[UUID]) -> dict[UUID, int]:
    rows = RoomPart.objects.of(centre).filter(room_id__in=room_ids, is_active=True)
    return dict(rows.values_list("room_id").annotate(Count("pk")))


@dataclass(frozen=True)
class DayHours:
    """The hours of one day: its name and its spans, empty when the room is shut."""

    day: date
    name: str
    spans: str
    is_today: bool


def week_hours(times: OpenTimes, room_id: UUID, today: date) -> list[DayHours]:
    """Return the hours of the coming seven days, holidays and announced days included."""
    found = []
    for ahead in range(7):
        day = today + timedelta(days=ahead)
        spans = "、".join(f"{a:%H:%M}–{b:%H:%M}" for a, b in times.hours(room_id, day))
        name = "今天" if not ahead else "明天" if ahead == 1 else spoken_day(day, today)
        found.append(DayHours(day, name, spans, not ahead))
    return found
