"""Where else somebody could go who did not get a room: the same hour, or the same room later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
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
    """Rooms free at the same time, and the next times at which the same room is free."""

    room: Room
    rooms: list[FreeRoom]
    times: list[datetime]
    length: Any

    def sentence(self, today: Any) -> str:
        """Return it as a message says it; empty when there is nothing to offer."""
        said = []
        if self.rooms:
            names = "、".join(one.room.name for one in self.rooms)
            said.append(f"那个时间还空着：{names}。")
        if self.times:
            moments = "、".join(spoken_moment(one, today) for one in self.times)
            said.append(f"“{self.room.name}”空着的时间：{moments}。")
        return "".join(said)


def elsewhere(
    centre: Any,
    room: Room,
    starts: datetime,
    ends: datetime,
    *,
    headcount: int | None,
    at: datetime,
    layout: Any = None,
    not_rooms: tuple[UUID, ...] = (),
) -> Elsewhere:
    """Return other places and times that residents may book, nearest in size and soonest first."""
    of_the_centre = Room.objects.of(centre)
    rows = of_the_centre.to_book().exclude(pk__in=not_rooms) | of_the_centre.filter(pk=room.pk)
    rooms = list(with_layouts(rows))
    after = max(starts, at)
    ahead = rooms_ahead(centre, rooms, min(starts, at), after)
    own = next(one for one in rooms if one.pk == room.pk)
    others = [one for one in rooms if one.pk != room.pk]
    free = free_among(others, ahead, starts, ends, headcount=headcount) if ends > at else []
    times = (
        next_free(own, ahead, ends - starts, after, layout=layout, most=SHOWN)
        if room.is_active
        else []
    )
    return Elsewhere(room, free[:SHOWN], times, ends - starts)


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
    )


def elsewhere_sentence(row: BookingDate, at: datetime) -> str:
    """Return what a message says of other places."""
    return elsewhere_for(row, at).sentence(timezone.localdate(at))
