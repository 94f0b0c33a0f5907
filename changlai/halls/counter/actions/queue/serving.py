"""Somebody was served at a window: what of it counts as having been here."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from changlai.engines.appointments.public import Appointment
from changlai.halls.counter.events import NumberServed
from changlai.halls.counter.models import Ticket
from changlai.kernel.events.public import publish


@transaction.atomic
def count_served(
    *, centre_id: UUID, appointment_id: UUID, actor_id: UUID | None, at: datetime
) -> bool:
    """Note that somebody was served with a number of which no request came; say whether.

    The number is locked, as whoever links a request to it locks it: one of the two comes later
    and sees the other, so that a visit counts once.
    """
    ticket = (
        Ticket.objects.of(centre_id)
        .select_for_update()
        .filter(appointment_id=appointment_id)
        .first()
    )
    if ticket is not None and ticket.case_id is not None:
        return False
    person_id = (
        Appointment.objects.of(centre_id).values_list("person_id", flat=True).get(pk=appointment_id)
    )
    publish(
        NumberServed(
            centre_id=centre_id,
            at=at,
            actor_id=actor_id,
            subject_id=appointment_id,
            person_id=person_id,
        )
    )
    return True
