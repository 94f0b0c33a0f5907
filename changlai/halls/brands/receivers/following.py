"""Follow people who merge or leave."""

from changlai.foundation.people.events import PersonErased, PersonsMerged
from changlai.halls.brands.actions.lives import forget_month, keep_month_with_person
from changlai.halls.brands.actions.plots import forget_person, keep_with_person
from changlai.kernel.events.public import StoredEvent, reaction


@reaction("brands.person_erased", events=[PersonErased])
def forget_the_person(event: StoredEvent) -> None:
    """End the adoptions of whoever asked to be forgotten, and forget their month and name."""
    if event.subject_id is not None:
        forget_person(centre_id=event.centre_id, person_id=event.subject_id, at=event.at)
        forget_month(centre_id=event.centre_id, person_id=event.subject_id)


@reaction("brands.persons_merged", events=[PersonsMerged])
def keep_with_their_person(event: StoredEvent) -> None:
    """Move adoptions and month of a person who turned out to be another one."""
    merged = event.uuid("merged_id")
    if merged is not None and event.subject_id is not None:
        keys = {"centre_id": event.centre_id, "merged_id": merged, "keep_id": event.subject_id}
        keep_with_person(**keys)
        keep_month_with_person(**keys)
