"""What becomes of appointments when an entry of a person is merged into another, or emptied."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from changlai.engines.appointments.actions.steps import end_cancelled
from changlai.engines.appointments.models import Appointment
from changlai.engines.appointments.states import COMING, AppointmentState
from changlai.foundation.people.public import Actor


@transaction.atomic
def hand_over(*, centre_id: UUID, merged_id: UUID, keep_id: UUID, at: datetime) -> int:
    """Give one entry's appointments to the other; return how many.

    Where both have one at the same sitting, the merged one keeps its number without a name: two
    numbers were given out, and one human comes with one of them. A second time only booked is
    given free.
    """
    rows = Appointment.objects.of(centre_id)
    both = rows.filter(person_id=keep_id, state__in=COMING).values("sitting_id")
    doubled = rows.filter(person_id=merged_id, state__in=COMING, sitting_id__in=both)
    for row in doubled.select_related("sitting").select_for_update(of=("self",)).order_by("pk"):
        row.person = None
        row.save(update_fields=["person"])
        if row.state == AppointmentState.BOOKED:
            end_cancelled(row, Actor.system(centre_id), at, "")
    return int(rows.filter(person_id=merged_id).update(person_id=keep_id))


@transaction.atomic
def forget(*, centre_id: UUID, person_id: UUID, at: datetime) -> int:
    """Take a person out of their appointments, and give free what was still to come."""
    rows = Appointment.objects.of(centre_id).filter(person_id=person_id)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    booked = rows.filter(state=AppointmentState.BOOKED).select_related("sitting")
    for row in booked.select_for_update(of=("self",)).order_by("pk"):
        row.person = None
        row.save(update_fields=["person"])
        end_cancelled(row, Actor.system(centre_id), at, "")
    Appointment.objects.of(centre_id).filter(pk__in=keys).update(person=None, alias="")
    return len(keys)
