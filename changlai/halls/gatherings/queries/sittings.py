"""Named reads for clinics and legal aid: what is coming and free, the queue, the day's figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from changlai.engines.activities.public import (
    ActivityState,
    Document,
    Session,
    SessionState,
)
from changlai.engines.appointments.public import (
    LIVE,
    QUEUE,
    Appointment,
    AppointmentState,
    Sitting,
    SittingState,
    Slot,
    coming_sittings,
    sittings_from,
)

MOST_LISTED = 60
WEEKS_AHEAD = timedelta(weeks=12)


@dataclass(frozen=True)
class Coming:
    """A sitting with what is left of its slots."""

    sitting: Sitting
    free: int


def coming_with_free(centre: Any, at: datetime) -> list[Coming]:
    """Return the sittings that are not over, each with its free slots, in three statements."""
    return _with_free(centre, coming_sittings(centre, at)[:MOST_LISTED], at)


def times_of(centre: Any, sessions: Iterable[UUID], at: datetime) -> list[Coming]:
    """Return the sittings that some sessions brought and that are not over, as a list of them."""
    rows = coming_sittings(centre, at).filter(origin_id__in=list(sessions))
    return _with_free(centre, rows[:MOST_LISTED], at)


def _with_free(centre: Any, rows: Iterable[Sitting], at: datetime) -> list[Coming]:
    sittings = list(rows)
    if not sittings:
        return []
    keys = [row.pk for row in sittings]
    taken = set(
        Appointment.objects.of(centre)
        .filter(sitting_id__in=keys, state__in=LIVE, slot__isnull=False)
        .values_list("slot_id", flat=True)
    )
    free: dict[Any, int] = {}
    slots = Slot.objects.of(centre).filter(sitting_id__in=keys, is_closed=False, starts__gt=at)
    for key, sitting_id in slots.values_list("pk", "sitting_id"):
        free[sitting_id] = free.get(sitting_id, 0) + (key not in taken)
    return [Coming(row, free.get(row.pk, 0)) for row in sittings]


def listed_sittings(rows: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """Return sittings for the desk, the next or latest first, each with who has a place in it."""
    return (
        rows.select_related("provider", "centre")
        .annotate(
            booked=Count("appointments", filter=Q(appointments__state__in=LIVE)),
            seen=Count("appointments", filter=Q(appointments__state=AppointmentState.DONE)),
        )
        .order_by("-starts", "-id")
    )


def sittings_of_day(rows: QuerySet[Sitting], at: datetime) -> QuerySet[Sitting]:
    """Return the sittings of the day of a moment that are not over, with how many are expected."""
    start = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        rows.filter(
            state=SittingState.PLANNED, starts__gte=start, starts__lt=start + timedelta(days=1)
        )
        .select_related("provider", "centre")
        .annotate(
            expected=Count("appointments", filter=Q(appointments__state=AppointmentState.BOOKED)),
            here=Count("appointments", filter=Q(appointments__state__in=QUEUE)),
        )
        .order_by("starts", "id")
    )


def unended_sittings(rows: QuerySet[Sitting], at: datetime) -> QuerySet[Sitting]:
    """Return sittings whose time is over and that nobody has ended."""
    return (
        rows.filter(state=SittingState.PLANNED, ends__lt=at)
        .select_related("provider", "centre")
        .order_by("starts", "id")
    )


def own_appointments(rows: QuerySet[Appointment], person_id: Any) -> QuerySet[Appointment]:
    """Return a person's own appointments, the latest sitting first."""
    return (
        rows.filter(person_id=person_id)
        .select_related("sitting", "sitting__provider", "slot", "centre")
        .order_by("-sitting__starts", "-booked_at", "-id")
    )


def everybody(sitting: Sitting) -> Any:
    """Return all appointments of a sitting that were not cancelled, by slot, walk-ins last."""
    rows = Appointment.objects.of(sitting.centre_id).filter(sitting=sitting)
    return (
        rows.exclude(state=AppointmentState.CANCELLED)
        .select_related("person", "slot")
        .order_by("slot__starts", "queue_number", "booked_at", "id")
    )


def before_in_queue(row: Appointment) -> int:
    """Return how many stand before one who is here and waits."""
    waiting = Appointment.objects.of(row.centre_id).filter(
        sitting_id=row.sitting_id,
        state=AppointmentState.HERE,
        queue_number__lt=row.queue_number,
    )
    return waiting.count()


@dataclass(frozen=True)
class Wanting:
    """A coming session that goes by slots, with how many sit in it already."""

    session: Session
    laid: int


def sessions_by_slots(centre: Any, at: datetime) -> list[Wanting]:
    """Return coming sessions of kinds that go by slots, those without a sitting first.

    One that has a sitting may have another: two doctors come to one clinic.
    """
    rows = (
        Session.objects.of(centre)
        .filter(
            state=SessionState.PLANNED,
            ends__gt=at,
            starts__lt=at + WEEKS_AHEAD,
            activity__state__in=[ActivityState.DRAFT, ActivityState.ANNOUNCED],
        )
        .select_related("activity", "activity__version", "room")
        .order_by("starts", "id")
    )
    found = [row for row in rows if Document.SLOTS in row.activity.version.documents]
    laid = Counter(
        sittings_from(centre, [row.pk for row in found]).values_list("origin_id", flat=True)
    )
    wanting = [Wanting(row, laid[row.pk]) for row in found]
    return sorted(wanting, key=lambda one: one.laid > 0)
