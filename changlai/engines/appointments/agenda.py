"""Appointments in one's own calendar; a talk nobody may know of is in none."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from changlai.engines.appointments.events import (
    AppointmentCancelled,
    AppointmentMissed,
    AppointmentMoved,
    SittingCancelled,
    SittingMoved,
)
from changlai.engines.appointments.models import Appointment
from changlai.engines.appointments.states import LIVE, Purpose, SittingState
from changlai.kernel.feeds.public import AgendaSource, Entry
from changlai.kernel.pages.routes import optional_url
from changlai.kernel.registry.public import record_page


def _of_person(centre: Any, person_id: UUID, since: datetime, until: datetime) -> Iterator[Entry]:
    rows = Appointment.objects.of(centre).filter(
        Q(slot__isnull=False) | Q(state__in=LIVE),
        person_id=person_id,
        sitting__is_opaque=False,
        sitting__starts__lt=until,
        sitting__ends__gt=since,
    )
    pages = {
        Purpose.CLINIC: record_page("appointment"),
        Purpose.COUNTER: record_page("counter_appointment"),
    }
    for row in rows.select_related("sitting__provider", "slot"):
        sitting, span = row.sitting, row.slot or row.sitting
        page = pages[Purpose(sitting.purpose)]
        who = f"：{sitting.provider.name}" if sitting.provider else ""
        yield Entry(
            uid=row.pk,
            title=f"{sitting.title}{who}",
            starts=span.starts,
            ends=span.ends,
            made_at=row.booked_at,
            place=sitting.place_text,
            url=optional_url(centre, page, pk=row.pk),
            is_cancelled=row.state not in LIVE or sitting.state == SittingState.CANCELLED,
            about=(sitting.pk,),
        )


AGENDA = [
    AgendaSource(
        "appointments",
        30,
        of_person=_of_person,
        changes=(
            AppointmentCancelled.name,
            AppointmentMissed.name,
            AppointmentMoved.name,
            SittingCancelled.name,
            SittingMoved.name,
        ),
    )
]
