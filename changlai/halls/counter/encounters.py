"""Encounters of the counter: a matter entrusted, or somebody served at a window without one.

Whoever has a number and entrusts a matter with it is met once: the request counts, and takes the
number's encounter back if the clerk had said it was over before.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.engines.appointments.public import Appointment, AppointmentState, Purpose
from changlai.engines.cases.public import family_encounters
from changlai.halls.counter.events import NumberBecameRequest, NumberServed
from changlai.halls.counter.kinds import FAMILY
from changlai.halls.counter.models import Ticket
from changlai.halls.counter.policies import CALL, visible_numbers
from changlai.kernel.metrics.public import EncounterLine, EncounterSource, Met


def _recount(centre: Any, first: date, last: date) -> Iterator[Met]:
    counted = Ticket.objects.of(centre).filter(case__isnull=False).values("appointment_id")
    rows = Appointment.objects.of(centre).filter(
        sitting__purpose=Purpose.COUNTER, state=AppointmentState.DONE, ended_at__isnull=False
    )
    for row in rows.exclude(pk__in=counted):
        if row.ended_at and first <= (day := timezone.localdate(row.ended_at)) <= last:
            yield Met(row.pk, day, row.person_id)


def _lines(actor: Any, centre: Any, ids: Collection[UUID]) -> dict[UUID, EncounterLine]:
    if not actor.can(CALL):
        return {}
    rows = visible_numbers(actor, centre).filter(pk__in=list(ids))
    return {row.pk: EncounterLine(f"窗口{row.queue_number}号") for row in rows}


ENCOUNTERS = [
    family_encounters(
        code="counter",
        title="办事",
        note="每托一件事算一次。",
        order=15,
        family=FAMILY,
        url_name="counter:desk_request",
    ),
    EncounterSource(
        "counter_queue",
        "到窗口问事",
        "叫到号、在窗口办完的算一次；当场托了事的只算那件事，不重复算。",
        16,
        (NumberServed.name,),
        _recount,
        _lines,
        takes_back=(NumberBecameRequest.name,),
    ),
]
