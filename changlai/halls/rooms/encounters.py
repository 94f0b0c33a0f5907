"""Encounters of the rooms hall: people who used a room they had booked."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.halls.rooms.events import UseEnded
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.policies import visible_dates
from changlai.halls.rooms.states import DateState
from changlai.kernel.events.public import StoredEvent
from changlai.kernel.metrics.public import EncounterLine, EncounterSource, Met, met_in
from changlai.kernel.pages.routes import optional_url


def _read(event: StoredEvent) -> Met | None:
    met, starts = met_in(event), event.moment("starts")
    if met is None or starts is None:
        return None
    return Met(met.subject_id, timezone.localdate(starts), met.person_id, met.heads)


def _recount(centre: Any, first: date, last: date) -> Iterator[Met]:
    for row in BookingDate.objects.of(centre).select_related("booking"):
        day = timezone.localdate(row.starts)
        if row.state == DateState.DONE and first <= day <= last:
            yield Met(row.pk, day, row.booking.person_id, row.booking.headcount)


def _lines(actor: Any, centre: Any, ids: Collection[UUID]) -> dict[UUID, EncounterLine]:
    rows = visible_dates(actor, centre).filter(pk__in=list(ids)).select_related("room", "booking")
    return {
        row.pk: EncounterLine(
            f"{row.room.name} {row.booking.door_title}",
            optional_url(centre, "rooms:desk_booking", pk=row.booking_id),
        )
        for row in rows
    }


ENCOUNTERS = [
    EncounterSource(
        "rooms",
        "用场所",
        "约好的场所用完一次，按约的时候说的人数算；没来的不算。",
        25,
        (UseEnded.name,),
        _recount,
        _lines,
        read=_read,
    ),
]
