"""Count changes of what stands in calendars, one projection for each source."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import F

from changlai.doors.calendars.models import ChangeCount
from changlai.kernel.events.public import StoredEvent, projection
from changlai.kernel.feeds.public import AgendaSource
from changlai.kernel.registry.public import collect


def _forgetting(source: AgendaSource) -> Callable[[UUID | None], None]:
    def forget(centre_id: UUID | None) -> None:
        rows = ChangeCount.objects.filter(source=source.code)
        (rows if centre_id is None else rows.filter(centre_id=centre_id)).delete()

    return forget


def _counting(source: AgendaSource) -> Callable[[StoredEvent], None]:
    def count(event: StoredEvent) -> None:
        if event.subject_id is None:
            return
        rows = ChangeCount.objects.of(event.centre_id).filter(
            source=source.code, subject_id=event.subject_id
        )
        if not rows.update(number=F("number") + 1, at=event.at):
            ChangeCount(
                centre_id=event.centre_id,
                source=source.code,
                subject_id=event.subject_id,
                number=1,
                at=event.at,
            ).save(force_insert=True)

    return count


for _source in collect("agenda"):
    if _source.changes:
        projection(
            f"calendars.changes.{_source.code}", _source.changes, reset=_forgetting(_source)
        )(_counting(_source))
