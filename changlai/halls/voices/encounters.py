"""Encounters of the voices hall: matters that people brought, and calls settled on the line."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.engines.cases.public import family_encounters
from changlai.halls.voices.events import CallLogged, CallReturned
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.models import CallLog
from changlai.halls.voices.policies import visible_calls
from changlai.halls.voices.queries import between
from changlai.halls.voices.states import CallState
from changlai.kernel.events.public import StoredEvent
from changlai.kernel.metrics.public import EncounterLine, EncounterSource, Met, met_in

SPOKEN = {CallState.ANSWERED: "at", CallState.CALLED_BACK: "settled_at"}
"""Calls in which somebody was spoken with, by when; one that became a voice counts as the voice."""


def _read(event: StoredEvent) -> Met | None:
    return met_in(event) if event.payload["state"] in SPOKEN else None


def _recount(centre: Any, first: date, last: date) -> Iterator[Met]:
    for state, moment in SPOKEN.items():
        for call in between(CallLog.objects.of(centre), moment, first, last):
            if call.state == state:
                yield Met(call.pk, timezone.localdate(getattr(call, moment)))


def _lines(actor: Any, centre: Any, ids: Collection[UUID]) -> dict[UUID, EncounterLine]:
    calls = visible_calls(actor).filter(pk__in=list(ids))
    return {call.pk: EncounterLine(call.summary[:40]) for call in calls}


ENCOUNTERS = [
    family_encounters(
        code="voices",
        title="说事求助",
        note="每登记一件算一次；从别的平台导入的不算。",
        order=10,
        family=FAMILY,
        url_name="voices:desk_case",
    ),
    EncounterSource(
        "calls",
        "打电话咨询",
        "电话里当场答复或回了电话的算一次；记成诉求的算在“说事求助”里。",
        20,
        (CallLogged.name, CallReturned.name),
        _recount,
        _lines,
        read=_read,
    ),
]
