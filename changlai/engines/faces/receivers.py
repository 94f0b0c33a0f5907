"""Keep the figures of faces, and follow people who merge or leave."""

from datetime import date

from django.utils import timezone

from changlai.engines.faces import metrics
from changlai.engines.faces.actions import forget_person, keep_with_person
from changlai.engines.faces.events import AskTakenBack, FaceAsked, FaceGiven
from changlai.engines.faces.states import COUNT_ANSWERED, COUNT_ASKED, spelled
from changlai.foundation.people.events import PersonErased, PersonsMerged
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, clearing


@projection(
    "faces.figures", events=[FaceAsked, AskTakenBack, FaceGiven], reset=clearing(*metrics.ALL)
)
def keep_figures(event: StoredEvent) -> None:
    """Count under the day of the service; who thinks again is still one who answered."""
    said = event.payload
    kind = said["kind"]
    if event.name == FaceAsked.name:
        add(event.centre_id, COUNT_ASKED, timezone.localdate(event.at), kind=kind)
        return
    day = date.fromisoformat(said["asked_on"])
    if event.name == AskTakenBack.name:
        add(event.centre_id, COUNT_ASKED, day, -1, kind=kind)
        return
    for face, amount in ((said["was"], -1), (said["face"], 1)):
        if face and said["was"] != said["face"]:
            add(
                event.centre_id,
                COUNT_ANSWERED,
                day,
                amount,
                kind=kind,
                face=spelled(face),
            )


@reaction("faces.person_erased", events=[PersonErased])
def forget_the_person(event: StoredEvent) -> None:
    """Take whoever asked to be forgotten out of what they were asked."""
    if event.subject_id is not None:
        forget_person(centre_id=event.centre_id, person_id=event.subject_id)


@reaction("faces.persons_merged", events=[PersonsMerged])
def keep_with_their_person(event: StoredEvent) -> None:
    """Move what was asked of a person who turned out to be another one."""
    merged = event.uuid("merged_id")
    if merged is not None and event.subject_id is not None:
        keep_with_person(centre_id=event.centre_id, merged_id=merged, keep_id=event.subject_id)
