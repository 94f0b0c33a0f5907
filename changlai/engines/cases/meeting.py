"""Encounters of cases: somebody brought a matter to the centre; a hall names its own family."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.engines.cases.events import CaseOpened
from changlai.engines.cases.models import Case
from changlai.engines.cases.policies import visible_cases
from changlai.engines.cases.queries import day_start
from changlai.engines.cases.states import Channel
from changlai.kernel.events.public import StoredEvent
from changlai.kernel.metrics.public import EncounterLine, EncounterSource, Met, met_in
from changlai.kernel.pages.routes import centre_reverse

NO_ENCOUNTER = frozenset({Channel.IMPORT})
"""A sheet of another platform was read in: nobody came to this centre."""


def family_encounters(
    *, code: str, title: str, note: str, order: int, family: str, url_name: str
) -> EncounterSource:
    """Return the source of the cases of a family; `url_name` is their page on the workbench."""

    def read(event: StoredEvent) -> Met | None:
        facts = event.payload
        ours = facts["family"] == family and facts["channel"] not in NO_ENCOUNTER
        return met_in(event) if ours else None

    def recount(centre: Any, first: date, last: date) -> Iterator[Met]:
        rows = Case.objects.of(centre).filter(
            opened_at__gte=day_start(first), opened_at__lt=day_start(last + timedelta(days=1))
        )
        for case in rows.only("centre", "opened_at", "channel", "family", "person"):
            if case.family == family and case.channel not in NO_ENCOUNTER:
                yield Met(case.pk, timezone.localdate(case.opened_at), case.person_id)

    def lines(actor: Any, centre: Any, ids: Collection[UUID]) -> dict[UUID, EncounterLine]:
        rows = visible_cases(actor).filter(pk__in=list(ids))
        return {
            case.pk: EncounterLine(
                f"{case.number} {case.heading}", centre_reverse(centre, url_name, pk=case.pk)
            )
            for case in rows
        }

    return EncounterSource(code, title, note, order, (CaseOpened.name,), recount, lines, read=read)
