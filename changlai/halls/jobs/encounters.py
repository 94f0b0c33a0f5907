"""Encounters of the gig station: workers for whom work was agreed."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.halls.jobs.events import MatchAgreed, MatchUndone
from changlai.halls.jobs.models import JobMatch
from changlai.halls.jobs.policies import SEE
from changlai.halls.jobs.states import TAKEN
from changlai.kernel.metrics.public import EncounterLine, EncounterSource, Met
from changlai.kernel.pages.routes import optional_url


def _recount(centre: Any, first: date, last: date) -> Iterator[Met]:
    for row in JobMatch.objects.of(centre).filter(state__in=TAKEN):
        if row.agreed_at and first <= (day := timezone.localdate(row.agreed_at)) <= last:
            yield Met(row.pk, day, row.person_id)


def _lines(actor: Any, centre: Any, ids: Collection[UUID]) -> dict[UUID, EncounterLine]:
    if not actor.can(SEE):
        return {}
    rows = JobMatch.objects.of(centre).filter(pk__in=list(ids)).select_related("post")
    return {
        row.pk: EncounterLine(row.post.title, optional_url(centre, "jobs:desk_match", pk=row.pk))
        for row in rows
    }


ENCOUNTERS = [
    EncounterSource(
        "jobs",
        "找到零工",
        "一个人说好一份活算一次；说好又没去成的不算。",
        45,
        (MatchAgreed.name,),
        _recount,
        _lines,
        takes_back=(MatchUndone.name,),
    ),
]
