"""How much rooms were used, and when they stand idle; what they are for, by area."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from changlai.foundation.places.models import Occupancy, Room, RoomPart, RoomPast
from changlai.foundation.places.queries.hours import Span, minutes, open_times, union, without
from changlai.foundation.places.states import HolderKind, RoomKind


@dataclass(frozen=True)
class RoomUse:
    """How long a room was used and open in a time, both in minutes."""

    room: Room
    used: int
    open: int


def day_plan(centre: Any, since: datetime, until: datetime, room_id: UUID | None = None) -> Any:
    """Return the live uses of a time with their rooms, one row for each part, in order."""
    rows = Occupancy.objects.of(centre).live().filter(use_starts__lt=until, use_ends__gt=since)
    if room_id is not None:
        rows = rows.filter(room_id=room_id)
    return rows.select_related("room", "part", "layout").order_by(
        "use_starts", "room__order", "part__order", "id"
    )


def room_use(centre: Any, since: date, until: date, at: datetime) -> list[RoomUse]:
    """Return used and open minutes of each room from `since` to `until`, both included.

    A room counts on the days on which it was in use, with the hours it had then: what is changed
    later never rewrites a figure. Parts used at the same time count once. Open is what the hours
    say less the time in which the whole room was closed, and any time in which it was used:
    whoever opens up on a free evening made it open. Only what has passed at `at` counts. Source:
    F01 of the village's own indicators.
    """
    return room_use_of(centre, [(since, until)], at)[0]


def room_use_of(
    centre: Any, times: Sequence[tuple[date, date]], at: datetime
) -> list[list[RoomUse]]:
    """Return `room_use` of several times, which are read together in three statements.

    Where a room was closed, a fourth asks which parts it has.
    """
    windows = [_window(since, until, at) for since, until in times]
    begun = [span for span in windows if span is not None]
    if not begun:
        return [[] for _ in times]
    rooms = _in_use(centre, min(one[0] for one in times), max(one[1] for one in times))
    said = open_times(centre, min(since for since, _ in times), list(rooms))
    uses, closures = _by_room(centre, min(one[0] for one in begun), max(one[1] for one in begun))
    found: list[list[RoomUse]] = []
    for (since, until), span in zip(times, windows, strict=True):
        days = [since + timedelta(days=ahead) for ahead in range((until - since).days + 1)]
        row: list[RoomUse] = []
        found.append(row)
        if span is None:
            continue
        for room, past in rooms.values():
            served = [day for day in days if past.holds(day)]
            if not served:
                continue
            used = union(_clipped(uses.get(room.pk, ()), *span))
            hours = (one for day in served for one in said.spans(room.pk, day))
            opened = without(_clipped(hours, *span), closures.get(room.pk, ()))
            row.append(RoomUse(room, minutes(used), minutes(union([*opened, *used]))))
    return found


def idle_hours(
    centre: Any, since: date, until: date, at: datetime
) -> dict[UUID, dict[tuple[int, int], tuple[int, int]]]:
    """Return, by room and (weekday 1-7, hour 0-23), the minutes open and the minutes used."""
    spans = _window(since, until, at)
    if spans is None:
        return {}
    first, last = spans
    rooms = {
        key: past for key, (room, past) in _in_use(centre, since, until).items() if room.is_active
    }
    times = open_times(centre, since, list(rooms))
    uses, closures = _by_room(centre, first, last)
    days = [since + timedelta(days=ahead) for ahead in range((until - since).days + 1)]
    found: dict[UUID, dict[tuple[int, int], tuple[int, int]]] = {}
    for room_id, past in rooms.items():
        cells: dict[tuple[int, int], list[int]] = {}
        said = (span for day in days if past.holds(day) for span in times.spans(room_id, day))
        opened = without(_clipped(said, first, last), closures.get(room_id, ()))
        for place, pieces in enumerate((opened, union(uses.get(room_id, ())))):
            for weekday, hour, length in _by_hour(pieces):
                cells.setdefault((weekday, hour), [0, 0])[place] += length
        found[room_id] = {key: (opens, used) for key, (opens, used) in cells.items()}
    return found


def _window(since: date, until: date, at: datetime) -> Span | None:
    zone = timezone.get_default_timezone()
    first = datetime.combine(since, time(0), zone)
    last = min(datetime.combine(until + timedelta(days=1), time(0), zone), at)
    return (first, last) if first < last else None


@dataclass(frozen=True)
class _Past:
    """The times in which a room was in use, each from a day to the day before another."""

    times: tuple[tuple[date, date | None], ...]

    def holds(self, day: date) -> bool:
        """Say whether the room was in use on a day."""
        return any(since <= day and (until is None or day < until) for since, until in self.times)


def _in_use(centre: Any, since: date, until: date) -> dict[UUID, tuple[Room, _Past]]:
    """Return the rooms that were in use in a time with when they were, in the centre's order."""
    rows = RoomPast.objects.of(centre).filter(
        Q(until__isnull=True) | Q(until__gt=since), since__lte=until
    )
    found: dict[UUID, tuple[Room, _Past]] = {}
    for row in rows.select_related("room").order_by("room__order", "room__name", "since"):
        _, past = found.get(row.room_id, (None, _Past(())))
        found[row.room_id] = (row.room, _Past((*past.times, (row.since, row.until))))
    return found


def _by_room(
    centre: Any, first: datetime, last: datetime
) -> tuple[dict[UUID, list[Span]], dict[UUID, list[Span]]]:
    """Return uses, and the times in which a whole room was closed, by room, clipped to a time."""
    rows = Occupancy.objects.of(centre).live().filter(use_starts__lt=last, use_ends__gt=first)
    uses: dict[UUID, list[Span]] = {}
    closed: dict[UUID, dict[UUID, list[Span]]] = {}
    for room_id, part_id, kind, starts, ends in rows.values_list(
        "room_id", "part_id", "holder_kind", "use_starts", "use_ends"
    ).order_by("use_starts", "id"):
        span = (max(starts, first), min(ends, last))
        if kind == HolderKind.CLOSURE:
            closed.setdefault(room_id, {}).setdefault(part_id, []).append(span)
        else:
            uses.setdefault(room_id, []).append(span)
    return uses, _wholly(centre, closed)


def _wholly(centre: Any, closed: dict[UUID, dict[UUID, list[Span]]]) -> dict[UUID, list[Span]]:
    """Return the times in which all parts of a room were closed at once."""
    if not closed:
        return {}
    parts = RoomPart.objects.of(centre).filter(room_id__in=list(closed), is_active=True)
    of_room: dict[UUID, set[UUID]] = {}
    for room_id, part_id in parts.values_list("room_id", "pk"):
        of_room.setdefault(room_id, set()).add(part_id)
    found = {}
    for room_id, by_part in closed.items():
        wholly = union(span for spans in by_part.values() for span in spans)
        for part_id in of_room.get(room_id, ()):
            wholly = without(wholly, without(wholly, by_part.get(part_id, ())))
        found[room_id] = wholly
    return found


def _clipped(spans: Iterable[Span], first: datetime, last: datetime) -> list[Span]:
    return [
        (max(starts, first), min(ends, last))
        for starts, ends in spans
        if max(starts, first) < min(ends, last)
    ]


def _by_hour(spans: Iterable[Span]) -> Iterable[tuple[int, int, int]]:
    for starts, ends in spans:
        moment = timezone.localtime(starts)
        last = timezone.localtime(ends)
        while moment < last:
            hour_end = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
            piece_end = min(hour_end, last)
            yield moment.isoweekday(), moment.hour, round((piece_end - moment).total_seconds() / 60)
            moment = piece_end


@dataclass(frozen=True)
class AreaShares:
    """How the indoor area divides on a day, in square metres; outdoor places stand apart."""

    day: date
    office: Decimal
    service: Decimal
    shared: Decimal
    outdoor: Decimal

    @property
    def indoor(self) -> Decimal:
        """Office, service and shared rooms together."""
        return self.office + self.service + self.shared

    def share(self, kind: str) -> Decimal | None:
        """Return the percentage of a kind in the indoor area, to one decimal; None without any."""
        if not self.indoor:
            return None
        part = {
            RoomKind.OFFICE: self.office,
            RoomKind.SERVICE: self.service,
            RoomKind.SHARED: self.shared,
        }[RoomKind(kind)]
        return (100 * part / self.indoor).quantize(Decimal("0.1"), ROUND_HALF_UP)


def area_shares(centre: Any, day: date) -> AreaShares:
    """Return the shares as they stood on a day, from what each room was then (F08)."""
    rows = RoomPast.objects.of(centre).filter(
        Q(until__isnull=True) | Q(until__gt=day), since__lte=day
    )
    return _shares(day, rows)


def share_history(centre: Any) -> list[AreaShares]:
    """Return the shares on every day on which a room changed, the latest first, in one read."""
    rows = list(RoomPast.objects.of(centre))
    days = {row.since for row in rows} | {row.until for row in rows if row.until}
    return [
        _shares(
            day,
            [row for row in rows if row.since <= day and (row.until is None or row.until > day)],
        )
        for day in sorted(days, reverse=True)
    ]


def _shares(day: date, rows: Iterable[RoomPast]) -> AreaShares:
    sums = dict.fromkeys(RoomKind, Decimal(0))
    for row in rows:
        sums[RoomKind(row.kind)] += row.area_m2
    return AreaShares(
        day,
        sums[RoomKind.OFFICE],
        sums[RoomKind.SERVICE],
        sums[RoomKind.SHARED],
        sums[RoomKind.OUTDOOR],
    )
