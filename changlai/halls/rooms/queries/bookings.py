"""Lists of bookings: one's own, those of the desk, wishes that compete, dates without a place."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from changlai.foundation.people.public import Actor
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.policies import own_dates, visible_bookings, visible_dates
from changlai.halls.rooms.queries.doors import day_span
from changlai.halls.rooms.states import HOLDING, DateState


@dataclass(frozen=True)
class DateFilter:
    """What the desk looks for among dates."""

    words: str = ""
    state: str = ""
    room_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    priority: int | None = None


def dates_list(actor: Actor, centre: Any, by: DateFilter) -> QuerySet[BookingDate]:
    """Return the dates an actor may see behind a filter, the latest first."""
    rows: Any = visible_dates(actor, centre).with_booking()
    if by.words:
        words = by.words.strip()
        rows = rows.filter(
            Q(booking__purpose__icontains=words)
            | Q(booking__group_name__icontains=words)
            | Q(booking__contact_name__icontains=words)
            | Q(booking__person__name__icontains=words)
            | Q(booking__number__startswith=words)
        )
    if by.state:
        rows = rows.filter(state=by.state)
    if by.room_id:
        rows = rows.filter(room_id=by.room_id)
    if by.priority:
        rows = rows.filter(priority=by.priority)
    if by.since:
        rows = rows.filter(starts__gte=day_span(by.since)[0])
    if by.until:
        rows = rows.filter(starts__lt=day_span(by.until)[1])
    return rows.order_by("-starts", "-id")


def wishes(actor: Actor, centre: Any) -> QuerySet[BookingDate]:
    """Return the wishes that wait, by hour, and within it the village first, then who asked."""
    rows: Any = visible_dates(actor, centre).waiting().with_booking()
    return rows.order_by("starts", "room_id", "priority", "asked_at", "id")


@dataclass(frozen=True)
class Contest:
    """Wishes of one room that share a moment, in the order in which they would be served."""

    rows: list[BookingDate]

    @property
    def is_one(self) -> bool:
        """Whether nobody else wants it."""
        return len(self.rows) == 1


def contests(rows: list[BookingDate]) -> list[Contest]:
    """Put wishes that are in each other's way together; the earliest hour comes first."""
    found: list[list[BookingDate]] = []
    for row in rows:
        for group in found:
            same = group[0].room_id == row.room_id
            if same and any(one.starts < row.ends and one.ends > row.starts for one in group):
                group.append(row)
                break
        else:
            found.append([row])
    return [
        Contest(sorted(group, key=lambda one: (one.priority, one.asked_at, one.pk)))
        for group in found
    ]


def displaced(actor: Actor, centre: Any, at: datetime) -> QuerySet[BookingDate]:
    """Return coming dates that lost their room and have no other yet."""
    rows: Any = visible_dates(actor, centre).with_booking()
    rows = rows.filter(state=DateState.DISPLACED, ends__gt=at)
    return rows.order_by("starts", "id")


def booking_of(actor: Actor, centre: Any) -> QuerySet[Booking]:
    """Return the bookings an actor may see, each with its dates."""
    dates = BookingDate.objects.of(centre).select_related("room", "part", "layout", "decided_by")
    rows: Any = visible_bookings(actor, centre).select_related(
        "room", "function", "person", "booked_by"
    )
    return rows.prefetch_related(
        Prefetch("dates", dates.order_by("starts", "id"), to_attr="all_dates")
    )


def coming_own(actor: Actor, centre: Any, at: datetime) -> QuerySet[BookingDate]:
    """Return one's own dates that are still to come, the next first."""
    rows: Any = own_dates(actor, centre).open().with_booking().filter(ends__gt=at)
    return rows.order_by("starts", "id")


def past_own(actor: Actor, centre: Any, at: datetime) -> QuerySet[BookingDate]:
    """Return one's own dates that are over or came to nothing, the latest first."""
    rows: Any = own_dates(actor, centre).with_booking()
    open_now = Q(ends__gt=at, state__in=[*HOLDING, DateState.REQUESTED, DateState.DISPLACED])
    return rows.exclude(open_now).order_by("-starts", "-id")


def here_now(actor: Actor, centre: Any, room_id: UUID, at: datetime, early: Any) -> Any:
    """Return the actor's own date that is on in a room now, or begins within `early`."""
    rows: Any = own_dates(actor, centre).holding().with_booking()
    return rows.filter(room_id=room_id, starts__lte=at + early, ends__gt=at).first()
