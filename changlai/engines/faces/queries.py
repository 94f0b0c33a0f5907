"""Named reads: what a link asks, what stands on the page of satisfaction."""

from datetime import date
from typing import Any
from uuid import UUID

from changlai.engines.faces.models import Asked
from changlai.engines.faces.sources import FaceCounts, FaceFigure, sources
from changlai.engines.faces.states import COUNT_ANSWERED, COUNT_ASKED, Face, spelled
from changlai.kernel.metrics.public import by, by_both


def asked_of(centre: Any, kind: str, subject_id: UUID) -> Asked | None:
    """Return what was asked about one thing of a hall; None where nobody was asked."""
    rows = Asked.objects.of(centre).filter(kind=kind, subject_id=subject_id)
    found: Asked | None = rows.first()
    return found


def by_token(centre: Any, token: str) -> Any:
    """Return, as a queryset of one or none, what a link asks."""
    return Asked.objects.of(centre).filter(token=token)


def face_figures(centre: Any, since: date, until: date) -> list[FaceFigure]:
    """Return every service with who was asked and what they said, both days included.

    Two statements for all that the engine asks, and what a hall with its own rating takes. An
    answer belongs to the day of its service, so that the response rate is of those very people.
    """
    asked = by(centre, COUNT_ASKED, "kind", since, until)
    given = by_both(centre, COUNT_ANSWERED, "kind", "face", since, until)
    return [
        FaceFigure(
            source,
            source.figures(centre, since, until)
            if source.figures is not None
            else FaceCounts(
                asked.get(source.code, 0),
                {one.value: given.get((source.code, spelled(one.value)), 0) for one in Face},
            ),
        )
        for source in sources(centre)
    ]
