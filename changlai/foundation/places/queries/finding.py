"""Which rooms are free: now, at a time, for so many people, set up in some way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
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
    part: RoomPart | None = None

    @property
    def seats(self) -> int | None:
        """How many fit in like this, where it is known."""
        return seats_of(self.room, self.layout, self.part)

    @property
    def name(self) -> str:
        """The room's name, with that of the part where it is only one."""
        return f"{self.room.name}({self.part.name})" if self.part else self.room.name


def seats_of(room: Room, layout: Layout | None = None, part: RoomPart | None = None) -> int | None:
    """Return how many fit into a room set up in a way, or into a part of it; None if unknown.

    The number said of the layout or the part goes before that of the room, and the smaller of
    two holds: a layout for sixty does not widen half a hall that seats thirty.
    """
    said = [one.capacity for one in (layout, part) if one is not None and one.capacity is not None]
    return min(said) if said else room.capacity


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


@dataclass(frozen=True)
class Ahead:
    """What is known of rooms for a time to come: their hours, and their uses by part."""

    times: OpenTimes
    around: dict[UUID, list[Occupancy]]


def with_layouts(rooms: QuerySet[Room]) -> QuerySet[Room]:
    """Return rooms with their parts and layouts in use, which is what fitting needs."""
    return rooms.prefetch_related(
        Prefetch("parts", RoomPart.objects.filter(is_active=True), to_attr="live_parts"),
        Prefetch("layouts", Layout.objects.filter(is_active=True), to_attr="live_layouts"),
    )


def with_parts(rooms: QuerySet[Room]) -> QuerySet[Room]:
    """Return rooms with their parts, layouts and functions, read in a few statements."""
    return with_layouts(rooms).prefetch_related(
        Prefetch("functions", RoomFunction.objects.select_related("function"))
    )


def with_part_count(rooms: QuerySet[Room]) -> QuerySet[Any]:
    """Return rooms with the number of their parts in use as `part_count`."""
    parts = RoomPart.objects.filter(
        is_active=True, room=OuterRef("pk"), centre_id=OuterRef("centre_id")
    )
    number = parts.order_by().values("room").annotate(number=Count("pk")).values("number")
    return rooms.annotate(part_count=Coalesce(Subquery(number), 0))


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
    by_part: bool = False,
) -> list[FreeRoom]:
    """Return the rooms open and free through a time that suit, the closest in size first.

    `rooms` narrows them down (to those a resident may book); `access` asks for features. Staff
    who open the door themselves may `ignore_hours`, as when they reserve. `by_part` offers a
    part of a hall where the whole is not free.
    """
    found = Room.objects.of(centre).active() if rooms is None else rooms
    if function is not None:
        found = found.filter(functions__function_id=function, functions__centre_id=centre.pk)
    if headcount:
        found = found.filter(Q(capacity__isnull=True) | Q(capacity__gte=headcount))
    candidates = [room for room in with_parts(found) if set(access) <= set(room.access)]
    ahead = Ahead(open_times(centre, timezone.localdate(starts)), uses_around(centre, starts, ends))
    return free_among(
        candidates,
        ahead,
        starts,
        ends,
        headcount=headcount,
        ignore_hours=ignore_hours,
        by_part=by_part,
    )


def free_among(
    rooms: Iterable[Room],
    ahead: Ahead,
    starts: datetime,
    ends: datetime,
    *,
    headcount: int | None = None,
    ignore_hours: bool = False,
    by_part: bool = False,
) -> list[FreeRoom]:
    """Return those of some rooms `with_layouts` that are free and seat the people, as free_rooms.

    A room that is too small as a whole is left out before its layouts are looked at.
    """
    free = [
        place
        for room in rooms
        if (ignore_hours or ahead.times.covers(room.pk, starts, ends))
        and (not headcount or room.capacity is None or room.capacity >= headcount)
        and (place := _place_in(room, headcount, ahead.around, starts, ends, by_part=by_part))
    ]
    return sorted(free, key=lambda one: (one.seats is None, one.seats or 0, one.room.order))


def _place_in(
    room: Any,
    headcount: int | None,
    around: dict[UUID, list[Occupancy]],
    starts: datetime,
    ends: datetime,
    *,
    by_part: bool,
) -> FreeRoom | None:
    """Return the whole room if it is free, else its smallest free part that seats the people.

    A part whose seats nobody has counted is not promised to a number of people.
    """
    parts = [] if not by_part or len(room.live_parts) < 2 else room.live_parts
    counted = [one for one in parts if one.capacity is not None or not headcount]
    for part in (None, *sorted(counted, key=lambda one: one.capacity or 0)):
        layout = _layout_for(room, part, headcount, around, starts, ends)
        if layout is not False:
            return FreeRoom(room, layout, part)
    return None


def _layout_for(
    room: Any,
    part: RoomPart | None,
    headcount: int | None,
    around: dict[UUID, list[Occupancy]],
    starts: datetime,
    ends: datetime,
) -> Any:
    """Return the first layout that seats the people and fits (None: as it stands), else False."""
    sets = sets_of(room.live_layouts)
    choices: list[Layout | None] = [*room.live_layouts] or [None]
    for layout in choices:
        seats = seats_of(room, layout, part)
        if headcount and seats is not None and seats < headcount:
            continue
        wanted = sets.get(layout.pk, Set()) if layout else Set()
        if not any(
            isinstance(fit(around.get(one.pk, ()), sets, wanted, starts, ends), Clash)
            for one in ([part] if part else room.live_parts)
        ):
            return layout
    return False


def rooms_ahead(
    centre: Any, rooms: Iterable[Room], since: datetime, at: datetime | None = None
) -> Ahead:
    """Read what is known of rooms from `since` to a fortnight after `at`, in two statements."""
    ids = [room.pk for room in rooms]
    until = (at or since) + timedelta(days=LOOK_AHEAD_DAYS)
    return Ahead(
        open_times(centre, timezone.localdate(since), ids),
        uses_around(centre, since, until, room_id__in=ids),
    )


def uses_on(room: Any, ahead: Ahead, since: datetime, until: datetime) -> list[Occupancy]:
    """Return the uses of a room `with_parts` in a time, one for each part, in order of time."""
    layouts = {one.pk: one for one in room.live_layouts}
    found = []
    for part in room.live_parts:
        for use in ahead.around.get(part.pk, ()):
            if use.use_starts < until and use.use_ends > since:
                use.room, use.part = room, part
                if use.layout_id in layouts:
                    use.layout = layouts[use.layout_id]
                found.append(use)
    return sorted(found, key=lambda use: (use.use_starts, use.part.order, use.pk))


def next_free(
    room: Room,
    ahead: Ahead,
    length: timedelta,
    after: datetime,
    *,
    layout: Layout | None = None,
    part: RoomPart | None = None,
    most: int = 3,
) -> list[datetime]:
    """Return the next starts at which a room `with_parts` is free for so long, in a fortnight.

    With `part` that part alone has to be free.
    """
    parts = [part] if part else room.live_parts  # type: ignore[attr-defined]
    sets = sets_of(room.live_layouts)  # type: ignore[attr-defined]
    wanted = sets.get(layout.pk, Set()) if layout else Set()
    found: list[datetime] = []
    for days in range(LOOK_AHEAD_DAYS + 1):
        day = timezone.localdate(after) + timedelta(days=days)
        for opens, closes in ahead.times.spans(room.pk, day):
            start = opens
            while start + length <= closes and len(found) < most:
                if start >= after and not any(
                    isinstance(
                        fit(ahead.around.get(one.pk, ()), sets, wanted, start, start + length),
                        Clash,
                    )
                    for one in parts
                ):
                    found.append(start)
                    start += length
                else:
                    start += STEP
    return found


def rooms_now(centre: Any, at: datetime, rooms: QuerySet[Room] | None = None) -> list[RoomNow]:
    """Return how each room in use is at a moment, in the centre's own order.

    Three statements: whoever only looks needs neither layouts nor functions.
    """
    found = list(with_part_count(Room.objects.of(centre).active() if rooms is None else rooms))
    ahead = Ahead(
        open_times(centre, timezone.localdate(at), [room.pk for room in found]),
        uses_around(centre, at, at + timedelta(minutes=1), part__is_active=True),
    )
    by_room: dict[UUID, list[Occupancy]] = {}
    for uses in ahead.around.values():
        by_room.setdefault(uses[0].room_id, []).extend(uses)
    return [
        _room_now(room, at, ahead.times, by_room.get(room.pk, []), room.part_count)
        for room in found
    ]


def room_now(room: Room, ahead: Ahead, at: datetime) -> RoomNow:
    """Return how a room `with_parts` is at a moment, from what is known of it."""
    parts = room.live_parts  # type: ignore[attr-defined]
    uses = [use for part in parts for use in ahead.around.get(part.pk, ())]
    return _room_now(room, at, ahead.times, uses, len(parts))


def _room_now(
    room: Any, at: datetime, times: OpenTimes, uses: list[Occupancy], part_count: int
) -> RoomNow:
    # A room with one part in use or closed is so only when no other part is left.
    busy = {use.part_id: use for use in uses if use.use_starts <= at < use.use_ends}
    coming = sorted((use for use in uses if use.use_starts > at), key=lambda one: one.use_starts)
    following = coming[0] if coming else None
    if busy and len(busy) >= part_count:
        first_free = min(busy.values(), key=lambda use: use.use_ends)
        closed = all(use.holder_kind == HolderKind.CLOSURE for use in busy.values())
        state = "closed" if closed else "in_use"
        return RoomNow(room, state, first_free.use_ends, first_free, following)
    span = _open_span(room, at, times)
    if span is None:
        return RoomNow(room, "not_open", _opens_next(room, at, times), None, following)
    until = span[1]
    if following is not None and part_count == 1:
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
