"""Bookings in one's own calendar; in that of the room they are a time that is taken."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from changlai.halls.rooms.events import (
    DateCancelled,
    DateConfirmed,
    DateDisplaced,
    DateMoved,
    DateRefused,
)
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.states import DateState
from changlai.kernel.feeds.public import AgendaSource, Entry

GONE = frozenset({DateState.CANCELLED, DateState.REFUSED, DateState.DISPLACED, DateState.NO_SHOW})


def _of_person(centre: Any, person_id: UUID, since: datetime, until: datetime) -> Iterator[Entry]:
    rows = BookingDate.objects.of(centre).filter(
        booking__person_id=person_id, starts__lt=until, ends__gt=since
    )
    for row in rows.select_related("booking", "room", "part"):
        waits = row.state == DateState.REQUESTED
        yield Entry(
            uid=row.pk,
            title=f"{row.booking.purpose}(等确认)" if waits else row.booking.purpose,
            starts=row.starts,
            ends=row.ends,
            made_at=row.asked_at,
            place=f"{row.room.name}{row.part.name}" if row.part else row.room.name,
            record_id=row.booking_id,
            is_cancelled=row.state in GONE,
            is_certain=not waits,
        )


AGENDA = [
    AgendaSource(
        "rooms",
        40,
        of_person=_of_person,
        changes=(
            DateCancelled.name,
            DateConfirmed.name,
            DateDisplaced.name,
            DateMoved.name,
            DateRefused.name,
        ),
    )
]
