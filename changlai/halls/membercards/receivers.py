"""Follow people who merge or leave; consents are asked for when a page is made, not here."""

from changlai.foundation.people.events import PersonErased, PersonsMerged
from changlai.halls.membercards.actions import forget_person, keep_with_person
from changlai.kernel.events.public import StoredEvent, reaction


@reaction("membercards.person_erased", events=[PersonErased])
def forget_the_person(event: StoredEvent) -> None:
    """Delete the card and the photograph of whoever asked to be forgotten."""
    if event.subject_id is not None:
        forget_person(centre_id=event.centre_id, person_id=event.subject_id)


@reaction("membercards.persons_merged", events=[PersonsMerged])
def keep_with_their_person(event: StoredEvent) -> None:
    """Move the card of a person who turned out to be another one."""
    merged = event.uuid("merged_id")
    if merged is not None and event.subject_id is not None:
        keep_with_person(centre_id=event.centre_id, merged_id=merged, keep_id=event.subject_id)
