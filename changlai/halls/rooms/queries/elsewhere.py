"""Where else somebody could go who did not get a room: the same hour, or the same room later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone

from changlai.foundation.places.public import (
    FreeRoom,
    Room,
    free_among,
    next_free,
    rooms_ahead,
    with_layouts,
)
from changlai.halls.rooms.models import BookingDate
from changlai.kernel.pages.words import spoken_moment

SHOWN = 3


@dataclass(frozen=True)
class Elsewhere:
    """Rooms free at the same time, and the next times at which the same room is free.

    `room` comes `with_layouts`, as the form of its times wants it.
    """

    room: Any
    rooms: list[FreeRoom]
    times: list[datetime]
    length: Any

    def choices(
        self, starts: datetime, part: Any, layout: Any, today: Any
    ) -> list[tuple[str, str]]:
        """Return (what a button says, what it sends) for each place and time, as a query."""
        found = [(one.name, _query(one.room, starts, one.part, one.layout)) for one in self.rooms]
        for moment in self.times:
            label = f"{self.room.name} {spoken_moment(moment, today)}"
            found.append((label, _query(self.room, moment, part, layout)))
        return found

    def sentence(self, today: Any) -> str:
        """Return it as a message says it; empty when there is nothing to offer."""
        said = []
        if self.rooms:
            names = "、".join(one.name for one in self.rooms)
            said.append(f"那个时间还空着：{names}。")
        if self.times:
            moments = "、".join(spoken_moment(one, today) for one in self.times)
            said.append(f"“{self.room.name}”空着的时间：{moments}。")
        return "".join(said)


def _query(room: Room, starts: datetime, part: Any, layout: Any) -> str:
    local = timezone.localtime(starts)
    said = {
        "room": str(room.pk),
        "day": local.date().isoformat(),
        "start": f"{local:%H:%M}",
        "part": str(part.pk) if part else "",
        "layout": str(layout.pk) if layout else "",
    }
    return urlencode(said)


def elsewhere(
    centre: Any,
    room: Room,
    starts: datetime,
    ends: datetime,
    *,
    headcount: int | None,
    at: datetime,
    layout: Any = None,
    part: Any = None,
    not_rooms: tuple[UUID, ...] = (),
) -> Elsewhere:
    """Return other places and times that residents may book, nearest in size and soonest first.

    The next times are those of the same `part` in the same `layout`, None for the whole room.
    """
    of_the_centre = Room.objects.of(centre)
    rows = of_the_centre.to_book().exclude(pk__in=not_rooms) | of_the_centre.filter(pk=room.pk)
    rooms = list(with_layouts(rows))
    after = max(starts, at)
    ahead = rooms_ahead(centre, rooms, min(starts, at), after)
    own = next(one for one in rooms if one.pk == room.pk)
    others = [one for one in rooms if one.pk != room.pk]
    free = (
        free_among(others, ahead, starts, ends, headcount=headcount, by_part=True)
        if ends > at
        else []
    )
    times = (
        next_free(own, ahead, ends - starts, after, layout=layout, part=part, most=SHOWN)
        if room.is_active
        else []
    )
    return Elsewhere(own, free[:SHOWN], times, ends - starts)


def elsewhere_for(row: BookingDate, at: datetime) -> Elsewhere:
    """Return other places for one date of a booking."""
    return elsewhere(
        row.centre,
        row.room,
        row.starts,
        row.ends,
        headcount=row.booking.headcount,
        at=at,
        layout=row.layout,
        part=row.part,
    )


def elsewhere_sentence(row: BookingDate, at: datetime) -> str:
    """Return what a message says of other places."""
    return elsewhere_for(row, at).sentence(timezone.localdate(at))
