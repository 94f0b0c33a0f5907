"""Encounters of the parcels hall: parcels fetched at the counter or brought to the door.

Who fetched what is forgotten after thirty days, so these are counted as heads and never as
known persons.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.halls.parcels.events import ParcelHandedOut, ParcelPutBack
from changlai.halls.parcels.policies import KEEP, visible_parcels
from changlai.halls.parcels.queries import handed
from changlai.kernel.metrics.public import EncounterLine, EncounterSource, Met
from changlai.kernel.pages.routes import optional_url


def _recount(centre: Any, first: date, last: date) -> Iterator[Met]:
    for key, moment in handed(centre, first, last).values_list("pk", "out_at").iterator():
        yield Met(key, timezone.localdate(moment))


def _lines(actor: Any, centre: Any, ids: Collection[UUID]) -> dict[UUID, EncounterLine]:
    if not actor.can(KEEP):
        return {}
    rows = visible_parcels(actor).filter(pk__in=list(ids))
    return {
        row.pk: EncounterLine(
            f"{row.title} {row.get_taker_display()}",
            optional_url(centre, "parcels:desk_parcel", pk=row.pk),
        )
        for row in rows
    }


ENCOUNTERS = [
    EncounterSource(
        "parcels",
        "取快递",
        "取走或送到家一件算一次；放回架上的不算。只算人次，不记是谁。",
        45,
        (ParcelHandedOut.name,),
        _recount,
        _lines,
        takes_back=(ParcelPutBack.name,),
    ),
]
