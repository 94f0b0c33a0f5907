"""Encounters of appointments: a talk that took place; nothing of what was said is known."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.engines.appointments.events import AppointmentDone
from changlai.engines.appointments.models import Appointment
from changlai.engines.appointments.policies import visible_appointments
from changlai.engines.appointments.states import AppointmentState, Purpose
from changlai.kernel.events.facts import StoredEvent
from changlai.kernel.metrics.public import EncounterLine, EncounterSource, Met, met_in


def _read(event: StoredEvent) -> Met | None:
    """Leave the counter to its hall, which knows what led to a request that is counted already."""
    is_clinic = event.payload.get("purpose", Purpose.CLINIC) == Purpose.CLINIC
    return met_in(event) if is_clinic else None


def _recount(centre: Any, first: date, last: date) -> Iterator[Met]:
    for row in Appointment.objects.of(centre).filter(sitting__purpose=Purpose.CLINIC):
        if row.state != AppointmentState.DONE or row.ended_at is None:
            continue
        if first <= (day := timezone.localdate(row.ended_at)) <= last:
            yield Met(row.pk, day, row.person_id)


def _lines(actor: Any, centre: Any, ids: Collection[UUID]) -> dict[UUID, EncounterLine]:
    rows = visible_appointments(actor, centre).filter(pk__in=list(ids))
    return {row.pk: EncounterLine(row.sitting.title) for row in rows.select_related("sitting")}


ENCOUNTERS = [
    EncounterSource(
        "appointments",
        "按时段咨询、看诊",
        "谈完一位算一次，没来的不算。",
        40,
        (AppointmentDone.name,),
        _recount,
        _lines,
        read=_read,
    ),
]
