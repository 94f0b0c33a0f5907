"""Hold parts of a room for a time, and give them up; the one door to the table of uses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.places.events import OccupancyReleased, OccupancyTaken
from changlai.foundation.places.fitting import Clash, Fit, Set, fit
from changlai.foundation.places.models import Layout, Occupancy, Room, RoomPart
from changlai.foundation.places.queries.finding import sets_of
from changlai.foundation.places.queries.hours import open_times
from changlai.foundation.places.states import HolderKind
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.events.public import publish

DAY = timedelta(days=1)
TO_CLOSED_DAY = "这一天不开放"


class RoomTaken(RuleBroken):
    """Another use holds the room, or the time between is too short for changing the layout."""

    sentence = "这个时间已经有人用了，请换个时间或场所。"


class RoomNotOpen(RuleBroken):
    """The room is not open then, or not in use any more."""

    sentence = "这个时间场所不开放，请换个时间。"


@dataclass(frozen=True)
class Holder:
    """Who holds: the kind, the id of the row of its own app, and what the door sheet says."""

    kind: HolderKind
    id: UUID
    title: str = ""


@transaction.atomic
def reserve(
    *,
    centre: Any,
    room_id: UUID,
    starts: datetime,
    ends: datetime,
    holder: Holder,
    at: datetime,
    layout_id: UUID | None = None,
    part_ids: Iterable[UUID] | None = None,
    ignore_hours: bool = False,
    actor_id: UUID | None = None,
) -> list[Occupancy]:
    """Hold a room, or some parts of it, for one holder in the caller's transaction.

    Without `part_ids` the whole room is taken. The minutes for another layout are put before
    the use, and before the one that follows. Staff arranging the village's own things may
    `ignore_hours`, since whoever has the key opens the door.

    Raises BadInput for a time that ends before it begins, a layout or part of another room;
    RoomNotOpen outside the room's hours; RoomTaken when another use is in the way. What is
    asked first is asked under the room's lock, and the database refuses the rest.
    """
    room, rows, moved = _plan(
        centre, room_id, starts, ends, holder, layout_id, part_ids, ignore_hours=ignore_hours
    )
    # A refusal of the database ends this function, whose own savepoint undoes what it began.
    try:
        for use in moved:
            use.save(update_fields=["starts"])
        Occupancy.objects.bulk_create(rows)
    except IntegrityError:
        raise RoomTaken from None
    publish(
        OccupancyTaken(
            centre_id=room.centre_id,
            at=at,
            actor_id=actor_id,
            subject_id=holder.id,
            room_id=room.pk,
            holder_kind=holder.kind,
            starts=starts,
            ends=ends,
        )
    )
    return rows


@transaction.atomic
def require_free(
    *,
    centre: Any,
    room_id: UUID,
    starts: datetime,
    ends: datetime,
    layout_id: UUID | None = None,
    part_ids: Iterable[UUID] | None = None,
    ignore_hours: bool = False,
) -> None:
    """Raise what `reserve` would raise now, and hold nothing: for a wish that others may share."""
    _plan(
        centre,
        room_id,
        starts,
        ends,
        Holder(HolderKind.BOOKING, room_id),
        layout_id,
        part_ids,
        ignore_hours=ignore_hours,
    )


@transaction.atomic
def release(
    *,
    centre: Any,
    holder_id: UUID,
    at: datetime,
    from_moment: datetime | None = None,
    actor_id: UUID | None = None,
) -> int:
    """Give up what a holder has; return how many parts came free.

    With `from_moment` inside a use the use ends there, as when people leave early; otherwise the
    room was not used at all. A holder without a room is fine: it may have been displaced.
    """
    held = Occupancy.objects.of(centre).live().filter(holder_id=holder_id)
    rooms = sorted(set(held.values_list("room_id", flat=True)))
    # The room first, the rows second: the same order as whoever reserves.
    list(Room.objects.of(centre).filter(pk__in=rooms).order_by("pk").select_for_update())
    rows = list(held.select_for_update().order_by("pk"))
    for row in rows:
        if from_moment is not None and row.use_starts < from_moment:
            if from_moment < row.use_ends:
                row.use_ends = row.ends = from_moment
                row.save(update_fields=["use_ends", "ends"])
            continue
        row.is_live, row.ended_at = False, at
        row.save(update_fields=["is_live", "ended_at"])
    for room_id in rooms:
        of_room = [row for row in rows if row.room_id == room_id]
        refit(centre, room_id, of_room)
        publish(
            OccupancyReleased(
                centre_id=of_room[0].centre_id,
                at=at,
                actor_id=actor_id,
                subject_id=holder_id,
                room_id=room_id,
                holder_kind=of_room[0].holder_kind,
            )
        )
    return len(rows)


def retitle(*, centre: Any, holder_ids: Iterable[UUID], title: str) -> int:
    """Let the door say something else of what holders have; return how many parts it is about."""
    held = Occupancy.objects.of(centre).live().filter(holder_id__in=list(holder_ids))
    changed: int = held.update(title=title[:60])
    return changed


@transaction.atomic
def shift(
    *,
    centre: Any,
    room_id: UUID,
    starts: datetime,
    ends: datetime,
    holder: Holder,
    at: datetime,
    layout_id: UUID | None = None,
    part_ids: Iterable[UUID] | None = None,
    ignore_hours: bool = False,
    actor_id: UUID | None = None,
) -> list[Occupancy]:
    """Move a holder to another time or room; where that is not free, it keeps what it has.

    Raises as `reserve`.
    """
    release(centre=centre, holder_id=holder.id, at=at, actor_id=actor_id)
    return reserve(
        centre=centre,
        room_id=room_id,
        starts=starts,
        ends=ends,
        holder=holder,
        at=at,
        layout_id=layout_id,
        part_ids=part_ids,
        ignore_hours=ignore_hours,
        actor_id=actor_id,
    )


def uses_of_parts(
    centre: Any, parts: Iterable[RoomPart], starts: datetime, ends: datetime
) -> dict[UUID, list[Occupancy]]:
    """Return the live uses of parts from a day before to a day after, by part."""
    rows = (
        Occupancy.objects.of(centre)
        .live()
        .filter(part_id__in=[part.pk for part in parts])
        .touching(starts - DAY, ends + DAY)
        .order_by("use_starts", "id")
    )
    found: dict[UUID, list[Occupancy]] = {}
    for row in rows:
        found.setdefault(row.part_id, []).append(row)
    return found


def refit(centre: Any, room_id: UUID, gone: Iterable[Occupancy]) -> None:
    """Give back the minutes that the uses after `gone` needed only because of it."""
    sets = sets_of(Layout.objects.of(centre).filter(room_id=room_id))
    for row in gone:
        part = RoomPart(pk=row.part_id, centre_id=row.centre_id)
        uses = uses_of_parts(centre, [part], row.use_starts, row.use_ends).get(row.part_id, [])
        following = next((use for use in uses if use.use_starts >= row.use_ends), None)
        if following is None or following.holder_kind == HolderKind.CLOSURE:
            continue
        others = [use for use in uses if use.pk != following.pk]
        wanted = sets.get(following.layout_id, Set()) if following.layout_id else Set()
        found = fit(others, sets, wanted, following.use_starts, following.use_ends)
        if isinstance(found, Fit) and following.starts != following.use_starts - found.before:
            following.starts = following.use_starts - found.before
            following.save(update_fields=["starts"])


def _plan(
    centre: Any,
    room_id: UUID,
    starts: datetime,
    ends: datetime,
    holder: Holder,
    layout_id: UUID | None,
    part_ids: Iterable[UUID] | None,
    *,
    ignore_hours: bool,
) -> tuple[Room, list[Occupancy], list[Occupancy]]:
    """Lock the room and return the rows that would hold it, with those that make way."""
    if ends <= starts:
        raise BadInput("结束时间要晚于开始时间。")
    room = Room.objects.of(centre).select_for_update().get(pk=room_id)
    if not room.is_active:
        raise RoomNotOpen(f"“{room.name}”已经停用。")
    if not ignore_hours:
        _require_open(centre, room, starts, ends)
    layouts = list(Layout.objects.of(centre).filter(room=room))
    if layout_id is not None and all(one.pk != layout_id for one in layouts):
        raise BadInput("没有这种布置，请重新选。")
    sets = sets_of(layouts)
    wanted = sets.get(layout_id, Set()) if layout_id else Set()
    parts = _parts(centre, room, part_ids)
    uses = uses_of_parts(centre, parts, starts, ends)
    rows, moved = [], []
    for part in parts:
        found = fit(uses.get(part.pk, ()), sets, wanted, starts, ends)
        if isinstance(found, Clash):
            raise RoomTaken(_why(room, found))
        rows.append(
            Occupancy(
                centre_id=room.centre_id,
                room=room,
                part=part,
                layout_id=layout_id,
                starts=starts - found.before,
                ends=ends,
                use_starts=starts,
                use_ends=ends,
                holder_kind=holder.kind,
                holder_id=holder.id,
                title=holder.title[:60],
            )
        )
        moved += _moved(found)
    return room, rows, moved


def _moved(found: Fit) -> list[Occupancy]:
    """Return the use that follows, its beginning moved to leave the minutes it needs."""
    following = found.following
    if not isinstance(following, Occupancy):
        return []
    starts = following.use_starts - found.following_before
    if following.starts == starts:
        return []
    following.starts = starts
    return [following]


def _parts(centre: Any, room: Room, part_ids: Iterable[UUID] | None) -> list[RoomPart]:
    parts = list(RoomPart.objects.of(centre).filter(room=room, is_active=True))
    if part_ids is None:
        return parts
    asked = set(part_ids)
    chosen = [part for part in parts if part.pk in asked]
    if not chosen or len(chosen) != len(asked):
        raise BadInput("没有这个分区，请重新选。")
    return chosen


def _require_open(centre: Any, room: Room, starts: datetime, ends: datetime) -> None:
    day = timezone.localdate(starts)
    times = open_times(centre, day - DAY, [room.pk])
    if times.covers(room.pk, starts, ends):
        return
    spans = "、".join(
        f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in times.hours(room.pk, day)
    )
    said = f"{day.month}月{day.day}日开放时间是{spans}" if spans else TO_CLOSED_DAY
    raise RoomNotOpen(f"“{room.name}”{said}，请换个时间。")


def _why(room: Room, clash: Clash) -> str:
    use = clash.with_use
    starts, ends = timezone.localtime(use.use_starts), timezone.localtime(use.use_ends)
    when = f"{starts.month}月{starts.day}日{starts:%H:%M}到{ends:%H:%M}"
    if use.holder_kind == HolderKind.CLOSURE:
        return f"“{room.name}”{when}暂停使用，请换个时间或场所。"
    if clash.minutes_short and clash.earliest is not None:
        earliest = timezone.localtime(clash.earliest)
        return f"“{room.name}”前面一场的摆法不同，收拾布置要到{earliest:%H:%M}，请往后约。"
    if clash.minutes_short:
        return f"“{room.name}”{starts:%H:%M}还有一场，摆法不同，中间来不及布置，请早一点结束。"
    return f"“{room.name}”{when}已经有人用了，请换个时间或场所。"
