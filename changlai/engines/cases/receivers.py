"""What the engine itself keeps from its facts: figures per day, replayed by `changlai rebuild`."""

from uuid import UUID

from django.utils import timezone

from changlai.engines.cases import metrics
from changlai.engines.cases.events import (
    CaseAnswered,
    CaseCalledBack,
    CaseContacted,
    CaseEscalated,
    CaseOpened,
    CaseRated,
)
from changlai.engines.cases.models import Case, Follower
from changlai.engines.cases.searching import keep_searchable
from changlai.engines.cases.states import CallBackOutcome
from changlai.foundation.people.events import PersonErased, PersonsMerged
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, forget


def forget_figures(centre_id: UUID | None) -> None:
    """Empty the figures before they are replayed."""
    forget(centre_id, *metrics.ALL)


def _yes(value: object) -> str:
    return "yes" if value else "no"


@projection(
    "cases.figures",
    events=[CaseOpened, CaseContacted, CaseAnswered, CaseCalledBack, CaseRated, CaseEscalated],
    reset=forget_figures,
)
def keep_figures(event: StoredEvent) -> None:
    """Add one fact to the figures of its day."""
    day = timezone.localdate(event.at)
    centre, facts = event.centre_id, event.payload
    family, kind = facts["family"], facts["kind"]
    match event.name:
        case CaseOpened.name:
            dims = {name: facts[name] for name in ("channel", "category", "urgency")}
            add(centre, metrics.RECEIVED, day, family=family, kind=kind, **dims)
        case CaseContacted.name:
            add(centre, metrics.CONTACTED, day, family=family, in_time=_yes(facts["in_time"]))
        case CaseAnswered.name:
            in_time = _yes(facts["in_time"])
            add(centre, metrics.ANSWERED, day, family=family, kind=kind, in_time=in_time)
            add(centre, metrics.MINUTES, day, facts["minutes"], family=family, kind=kind)
        case CaseCalledBack.name if facts["outcome"] == CallBackOutcome.REACHED:
            add(centre, metrics.SOLVED, day, family=family, solved=_yes(facts["solved"]))
        case CaseRated.name:
            add(
                centre,
                metrics.RATED,
                day,
                family=family,
                face=facts["face"],
                channel=facts["channel"],
            )
        case CaseEscalated.name:
            add(centre, metrics.ESCALATED, day, family=family, alarm=facts["alarm"])


@reaction("cases.person_erased", events=[PersonErased])
def forget_the_person(event: StoredEvent) -> None:
    """Take number and form of address out of the cases of whoever asked to be forgotten.

    What was said and done stays, as the matter of nobody in particular.
    """
    centre_id, person_id = event.centre_id, event.subject_id
    for case in Case.objects.of(centre_id).filter(person_id=person_id).order_by("id"):
        case.contact_phone = case.reporter_alias = ""
        case.save(update_fields=["contact_phone", "reporter_alias"])
        keep_searchable(case)
    Follower.objects.of(centre_id).filter(person_id=person_id).update(phone="")


@reaction("cases.persons_merged", events=[PersonsMerged])
def keep_matters_with_their_person(event: StoredEvent) -> None:
    """Move the cases of a person who turned out to be another one, so that 我的 shows them all.

    A follower's row that would stand twice stays where it was: the other one is told.
    """
    merged, keep = event.uuid("merged_id"), event.subject_id
    Case.objects.of(event.centre_id).filter(person_id=merged).update(person_id=keep)
    followed = Follower.objects.of(event.centre_id).filter(person_id=keep).values("case_id")
    mine = Follower.objects.of(event.centre_id).filter(person_id=merged)
    mine.exclude(case_id__in=followed).update(person_id=keep)
