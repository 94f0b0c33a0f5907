"""Keep appointments with their person: entries that were merged, and people who are forgotten."""

from changlai.engines.appointments.actions.keeping import forget, hand_over
from changlai.foundation.people.events import PersonErased, PersonsMerged
from changlai.kernel.events.public import StoredEvent, reaction


@reaction("appointments.persons_merged", events=[PersonsMerged])
def keep_with_person(event: StoredEvent) -> None:
    """Move the appointments of a person who turned out to be another one."""
    merged_id = event.uuid("merged_id")
    if merged_id is not None and event.subject_id is not None:
        hand_over(
            centre_id=event.centre_id, merged_id=merged_id, keep_id=event.subject_id, at=event.at
        )


@reaction("appointments.person_erased", events=[PersonErased])
def forget_person(event: StoredEvent) -> None:
    """Take whoever asked to be forgotten out of their appointments."""
    if event.subject_id is not None:
        forget(centre_id=event.centre_id, person_id=event.subject_id, at=event.at)
