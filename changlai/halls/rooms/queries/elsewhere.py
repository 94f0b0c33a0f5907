"""Where else somebody could go who did not get a room: the same hour, or the same room later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.foundation.places.public import FreeRoom, Room, free_rooms, next_free
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
    rows = Room.objects.of(centre).to_book().exclude(pk__in=[room.pk, *not_rooms])
    rooms = free_rooms(centre, starts, ends, rooms=rows, headcount=headcount) if ends > at else []
    times = []
    if room.is_active:
        times = next_free(centre, room, ends - starts, max(starts, at), layout=layout, most=SHOWN)
    return Elsewhere(room, rooms[:SHOWN], times, ends - starts)


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
