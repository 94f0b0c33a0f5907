"""Keep who was met: one projection for each source, so that a new one reads the past by itself."""

from collections.abc import Callable
from uuid import UUID

from changlai.foundation.people.events import PersonsMerged
from changlai.foundation.people.public import person_now
from changlai.insights.figures.models import Encounter
from changlai.kernel.events.public import StoredEvent, projection
from changlai.kernel.metrics.public import EncounterSource
from changlai.kernel.registry.public import collect


def _forgetting(source: EncounterSource) -> Callable[[UUID | None], None]:
    def forget(centre_id: UUID | None) -> None:
        rows = Encounter.objects.filter(source=source.code)
        (rows if centre_id is None else rows.filter(centre_id=centre_id)).delete()

    return forget


def _keeping(source: EncounterSource) -> Callable[[StoredEvent], None]:
    def keep(event: StoredEvent) -> None:
        rows = Encounter.objects.of(event.centre_id).filter(source=source.code)
        if event.name == PersonsMerged.name:
            if event.subject_id is not None:
                into = person_now(event.centre_id, event.subject_id)
                rows.filter(person_id=event.uuid("merged_id")).update(person_id=into)
        elif event.name in source.takes_back:
            rows.filter(subject_id=event.subject_id).delete()
        elif met := source.read(event):
            # A line that arrives late may still name an entry that was merged meanwhile.
            person = met.person_id and person_now(event.centre_id, met.person_id)
            facts = {"day": met.day, "person_id": person, "heads": met.heads}
            if not rows.filter(subject_id=met.subject_id).update(**facts):
                Encounter(
                    centre_id=event.centre_id,
                    source=source.code,
                    subject_id=met.subject_id,
                    **facts,
                ).save(force_insert=True)

    return keep


for _source in collect("encounters"):
    projection(
        f"figures.met.{_source.code}",
        [*_source.adds, *_source.takes_back, PersonsMerged],
        reset=_forgetting(_source),
    )(_keeping(_source))
