"""Appointments in one's own calendar; a talk nobody may know of is in none."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from changlai.engines.appointments.events import (
    AppointmentCancelled,
    AppointmentMissed,
    SittingCancelled,
)
from changlai.engines.appointments.models import Appointment
from changlai.engines.appointments.states import LIVE, SittingState
from changlai.kernel.feeds.public import AgendaSource, Entry


def _of_person(centre: Any, person_id: UUID, since: datetime, until: datetime) -> Iterator[Entry]:
    rows = Appointment.objects.of(centre).filter(
        Q(slot__isnull=False) | Q(state__in=LIVE),
        person_id=person_id,
        sitting__is_opaque=False,
        sitting__starts__lt=until,
        sitting__ends__gt=since,
    )
    for row in rows.select_related("sitting__provider", "slot"):
        sitting, span = row.sitting, row.slot or row.sitting
        yield Entry(
            uid=row.pk,
            title=f"{sitting.title}：{sitting.provider.name}",
            starts=span.starts,
            ends=span.ends,
            made_at=row.booked_at,
            place=sitting.place_text,
            record_id=sitting.origin_id,
            is_cancelled=row.state not in LIVE or sitting.state == SittingState.CANCELLED,
            about=(sitting.pk,),
        )


AGENDA = [
    AgendaSource(
        "appointments",
        30,
        of_person=_of_person,
        changes=(AppointmentCancelled.name, AppointmentMissed.name, SittingCancelled.name),
    )
]
