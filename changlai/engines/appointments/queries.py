"""Named reads of appointments: free slots, the queue of a sitting."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from changlai.engines.appointments.models import Appointment, AtWindow, Sitting, Slot, Window
from changlai.engines.appointments.states import (
    LIVE,
    QUEUE,
    AppointmentState,
    Purpose,
    SittingState,
)


def coming_sittings(centre: Any, at: datetime, purpose: Purpose = Purpose.CLINIC) -> Any:
    """Return the sittings that are not over, the next one first; opaque ones are left out."""
    rows = Sitting.objects.of(centre).filter(
        state=SittingState.PLANNED, ends__gt=at, is_opaque=False, purpose=purpose
    )
    return rows.select_related("provider").order_by("starts", "id")


def sittings_from(centre: Any, origin_ids: Iterable[UUID]) -> Any:
    """Return the sittings that some things brought, as the sessions of a clinic day, in order.

    One that was called off is not among them. Opaque ones are: this is for whoever keeps the
    sittings in step, not for a page.
    """
    rows = Sitting.objects.of(centre).filter(origin_id__in=list(origin_ids))
    rows = rows.exclude(state=SittingState.CANCELLED).select_related("provider")
    return rows.order_by("starts", "id")


def slots_of(sitting: Sitting) -> Any:
    """Return the slots of a sitting in order, each with `is_taken`."""
    taken = Appointment.objects.filter(
        centre_id=OuterRef("centre_id"), slot_id=OuterRef("pk"), state__in=LIVE
    )
    rows = Slot.objects.of(sitting.centre_id).filter(sitting=sitting)
    return rows.annotate(is_taken=Exists(taken)).order_by("starts", "id")


def free_slots(sitting: Sitting, at: datetime) -> list[Slot]:
    """Return the slots one can still book at a moment."""
    return [
        slot
        for slot in slots_of(sitting)
        if not slot.is_taken and not slot.is_closed and slot.starts > at
    ]


def queue_of(sitting: Sitting) -> Any:
    """Return who is here and not seen yet, in the order in which they stand."""
    rows = Appointment.objects.of(sitting.centre_id).filter(sitting=sitting, state__in=QUEUE)
    return rows.select_related("person", "slot").order_by("place", "queue_number")


def goes_first(row: Appointment, at: datetime) -> bool:
    """Say whether somebody is called before those who only wait in line."""
    is_due = row.slot is not None and row.slot.starts <= at and not row.is_behind
    return row.sent_to_id is not None or is_due


def in_turn(rows: Iterable[Appointment], at: datetime) -> list[Appointment]:
    """Return who is here in the order in which they are called at a moment.

    Whoever was sent to a window from another one goes first there; then whoever booked and whose
    time has come, by that time; then everybody else as they stand.
    """

    def turn(row: Appointment) -> tuple[int, float, int]:
        place = row.place or 0
        if row.sent_to_id is not None:
            return 0, place, 0
        if row.slot is not None and row.slot.starts <= at and not row.is_behind:
            return 1, row.slot.starts.timestamp(), place
        return 2, place, 0

    here = [row for row in rows if row.state == AppointmentState.HERE]
    return sorted(here, key=turn)


def windows_of(centre: Any) -> Any:
    """Return the windows in use, in the centre's order."""
    return Window.objects.of(centre).filter(is_open=True).order_by("order", "name")


def at_windows(sitting: Sitting) -> Any:
    """Return which colleagues are at which windows of a sitting now."""
    rows = AtWindow.objects.of(sitting.centre_id).filter(sitting=sitting, until__isnull=True)
    return rows.select_related("window", "account").order_by("window__order", "window__name")


def expected(sitting: Sitting) -> Any:
    """Return who has a slot and is not here yet, by the time of the slot."""
    rows = Appointment.objects.of(sitting.centre_id).filter(
        sitting=sitting, state=AppointmentState.BOOKED
    )
    return rows.select_related("person", "slot").order_by("slot__starts", "id")
