"""Which rooms are free: now, at a time, for so many people, set up in some way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from changlai.foundation.places.fitting import Clash, Set, fit
from changlai.foundation.places.models import (
    Layout,
    Occupancy,
    Room,
    RoomFunction,
    RoomPart,
)
from changlai.foundation.places.queries.hours import OpenTimes, open_times
from changlai.foundation.places.states import HolderKind

STEP = timedelta(minutes=30)
LOOK_AHEAD_DAYS = 14


@dataclass(frozen=True)
class FreeRoom:
    """A room that can be had at the time asked for, set up so that the people fit in."""

    room: Room
    layout: Layout | None
    part_ids: tuple[UUID, ...] | None = None

    @property
    def seats(self) -> int | None:
        """How many fit in like this, where it is known."""
        return (self.layout.capacity if self.layout else None) or self.room.capacity


@dataclass(frozen=True)
class RoomNow:
    """How a room is at a moment: open and free, in use, or not open, and until when."""

    room: Room
    state: str
    until: datetime | None
    use: Occupancy | None = None
    following: Occupancy | None = None

    @property
    def is_free(self) -> bool:
        """Whether one could walk in."""
        return self.state == "free"


def with_parts(rooms: QuerySet[Room]) -> QuerySet[Room]:
    """Return rooms with their parts, layouts and functions, read in a few statements."""
    return rooms.prefetch_related(
        Prefetch("parts", RoomPart.objects.filter(is_active=True), to_attr="live_parts"),
        Prefetch("layouts", Layout.objects.filter(is_active=True), to_attr="live_layouts"),
        Prefetch("functions", RoomFunction.objects.select_related("function")),
    )


def sets_of(layouts: Iterable[Layout]) -> dict[UUID, Set]:
    """Return the layouts that take minutes, as the sums of fitting want them."""
    return {
        one.pk: Set(one.pk, one.set_up_minutes, one.clean_up_minutes)
        for one in layouts
        if not one.is_default
    }


def uses_around(
    centre: Any, starts: datetime, ends: datetime, **more: Any
) -> dict[UUID, list[Occupancy]]:
    """Return the live uses of a day before to a day after, by part, closures included."""
    day = timedelta(days=1)
    rows = Occupancy.objects.of(centre).live().touching(starts - day, ends + day).filter(**more)
    found: dict[UUID, list[Occupancy]] = {}
    for row in rows.order_by("use_starts", "id"):
        found.setdefault(row.part_id, []).append(row)
    return found


def free_rooms(
    centre: Any,
    starts: datetime,
    ends: datetime,
    *,
    rooms: QuerySet[Room] | None = None,
    headcount: int | None = None,
    function: UUID | None = None,
    access: Iterable[str] = (),
    ignore_hours: bool = False,
) -> list[FreeRoom]:
    """Return the rooms open and free through a time that suit, the closest in size first.

    `rooms` narrows them down (to those a resident may book); `access` asks for features. Staff
    who open the door themselves may `ignore_hours`, as when they reserve.
    """
    found = Room.objects.of(centre).active() if rooms is None else rooms
    if function is not None:
        found = found.filter(functions__function_id=function, functions__centre_id=centre.pk)
    if headcount:
        found = found.filter(Q(capacity__isnull=True) | Q(capacity__gte=headcount))
    candidates = [room for room in with_parts(found) if set(access) <= set(room.access)]
    times = open_times(centre, timezone.localdate(starts))
    around = uses_around(centre, starts, ends)
    free = [
        FreeRoom(room, layout)
        for room in candidates
        if (ignore_hours or times.covers(room.pk, starts, ends))
        and (layout := _layout_for(room, headcount, around, starts, ends)) is not False
    ]
    return sorted(free, key=lambda one: (one.seats is None, one.seats or 0, one.room.order))


def _layout_for(
    room: Any,
    headcount: int | None,
    around: dict[UUID, list[Occupancy]],
    starts: datetime,
    ends: datetime,
) -> Any:
    """Return the first layout that seats the people and fits (None: as it stands), else False."""
    sets = sets_of(room.live_layouts)
    choices = [one for one in room.live_layouts if _seats(one, room, headcount)]
    for layout in choices or ([None] if not room.live_layouts else []):
        wanted = sets.get(layout.pk, Set()) if layout else Set()
        if not any(
            isinstance(fit(around.get(part.pk, ()), sets, wanted, starts, ends), Clash)
            for part in room.live_parts
        ):
            return layout
    return False


def _seats(layout: Layout, room: Room, headcount: int | None) -> bool:
    seats = layout.capacity or room.capacity
    return not headcount or seats is None or seats >= headcount


def next_free(
    centre: Any,
    room: Room,
    length: timedelta,
    after: datetime,
    *,
    layout: Layout | None = None,
    most: int = 3,
) -> list[datetime]:
    """Return the next starts at which a room is open and free for so long, within a fortnight."""
    room = with_parts(Room.objects.of(centre).filter(pk=room.pk)).get()
    times = open_times(centre, timezone.localdate(after), [room.pk])
    until = after + timedelta(days=LOOK_AHEAD_DAYS)
    around = uses_around(centre, after, until, room_id=room.pk)
    sets = sets_of(room.live_layouts)  # type: ignore[attr-defined]
    wanted = sets.get(layout.pk, Set()) if layout else Set()
    found: list[datetime] = []
    for ahead in range(LOOK_AHEAD_DAYS + 1):
        day = timezone.localdate(after) + timedelta(days=ahead)
        for opens, closes in times.spans(room.pk, day):
            start = opens
            while start + length <= closes and len(found) < most:
                if start >= after and not any(
                    isinstance(
                        fit(around.get(part.pk, ()), sets, wanted, start, start + length), Clash
                    )
                    for part in room.live_parts  # type: ignore[attr-defined]
                ):
                    found.append(start)
                    start += length
                else:
                    start += STEP
    return found


def rooms_now(centre: Any, at: datetime, rooms: QuerySet[Room] | None = None) -> list[RoomNow]:
    """Return how each room in use is at a moment, in the centre's own order."""
    found = list(with_parts(Room.objects.of(centre).active() if rooms is None else rooms))
    times = open_times(centre, timezone.localdate(at), [room.pk for room in found])
    around = uses_around(centre, at, at + timedelta(minutes=1))
    return [_room_now(room, at, times, around) for room in found]


def _room_now(
    room: Any, at: datetime, times: OpenTimes, around: dict[UUID, list[Occupancy]]
) -> RoomNow:
    uses = [use for part in room.live_parts for use in around.get(part.pk, ())]
    # A room with one part in use is in use only when no other part is left.
    busy = {use.part_id: use for use in uses if use.use_starts <= at < use.use_ends}
    coming = sorted((use for use in uses if use.use_starts > at), key=lambda one: one.use_starts)
    following = coming[0] if coming else None
    closures = [use for use in busy.values() if use.holder_kind == HolderKind.CLOSURE]
    if closures:
        return RoomNow(room, "closed", closures[0].use_ends, closures[0], following)
    if busy and len(busy) >= len(room.live_parts):
        first_free = min(busy.values(), key=lambda use: use.use_ends)
        return RoomNow(room, "in_use", first_free.use_ends, first_free, following)
    span = _open_span(room, at, times)
    if span is None:
        return RoomNow(room, "not_open", _opens_next(room, at, times), None, following)
    until = span[1]
    if following is not None and len(room.live_parts) == 1:
        until = min(until, following.starts)
    return RoomNow(room, "free", until, next(iter(busy.values()), None), following)


def _open_span(room: Room, at: datetime, times: OpenTimes) -> tuple[datetime, datetime] | None:
    spans = times.spans(room.pk, timezone.localdate(at))
    return next((span for span in spans if span[0] <= at < span[1]), None)


def _opens_next(room: Room, at: datetime, times: OpenTimes) -> datetime | None:
    for ahead in range(LOOK_AHEAD_DAYS):
        for opens, _ in times.spans(room.pk, timezone.localdate(at) + timedelta(days=ahead)):
            if opens > at:
                return opens
    return None
