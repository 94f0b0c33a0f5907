"""Count what comes out, and follow people who take consent back, merge, or leave."""

from django.utils import timezone

from changlai.engines.content.actions.agreeing import (
    forget_person,
    keep_with_person,
    withdraw_pictures,
)
from changlai.engines.content.events import VersionPublished
from changlai.engines.content.states import COUNT_PUBLISHED
from changlai.foundation.people.events import ConsentWithdrawn, PersonErased, PersonsMerged
from changlai.foundation.people.public import Matter
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, clearing


@projection("content.figures", events=[VersionPublished], reset=clearing(COUNT_PUBLISHED))
def keep_figures(event: StoredEvent) -> None:
    """Count a version under the day on which it came out."""
    day = timezone.localdate(event.at)
    add(event.centre_id, COUNT_PUBLISHED, day, kind=event.payload["kind"])


@reaction("content.consent_withdrawn", events=[ConsentWithdrawn])
def take_pictures_down(event: StoredEvent) -> None:
    """Take down what shows a person who no longer agrees to pictures."""
    if event.payload["matter"] == Matter.PORTRAIT and event.subject_id is not None:
        withdraw_pictures(centre_id=event.centre_id, person_id=event.subject_id, at=event.at)


@reaction("content.person_erased", events=[PersonErased])
def forget_the_person(event: StoredEvent) -> None:
    """Take down what somebody stands in who asked to be forgotten."""
    if event.subject_id is not None:
        forget_person(centre_id=event.centre_id, person_id=event.subject_id, at=event.at)


@reaction("content.persons_merged", events=[PersonsMerged])
def keep_with_their_person(event: StoredEvent) -> None:
    """Move the consents of a person who turned out to be another one."""
    merged = event.uuid("merged_id")
    if merged is not None and event.subject_id is not None:
        keep_with_person(centre_id=event.centre_id, merged_id=merged, keep_id=event.subject_id)
