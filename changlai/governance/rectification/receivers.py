"""Write the issue's own row where another part opened the case, and tell who it was given to."""

from typing import Any, Final

from changlai.engines.cases.public import Case
from changlai.foundation.people.public import Person
from changlai.governance.rectification.actions import keep_issue
from changlai.governance.rectification.kinds import FAMILY
from changlai.kernel.events.public import StoredEvent, reaction
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse

TEMPLATE: Final = "rectification"


@reaction("rectification.keep_issue", events=["cases.case.opened"])
def keep_its_issue(event: StoredEvent) -> None:
    """Write an issue down beside its case, whoever opened that: a checklist, a meeting, a voice."""
    if event.payload.get("family") == FAMILY and event.subject_id is not None:
        keep_issue(centre=event.centre_id, case_id=event.subject_id)


@reaction("rectification.tell_owner", events=["cases.case.assigned"])
def tell_owner(event: StoredEvent) -> None:
    """Tell a colleague, known as a person here, that an issue was given to them."""
    account_id: Any = event.uuid("handler_id")
    if event.payload.get("family") != FAMILY or account_id in {None, event.actor_id}:
        return
    case = Case.objects.of(event.centre_id).select_related("centre").get(pk=event.subject_id)
    for person in Person.objects.of(event.centre_id).active().filter(account_id=account_id):
        tell(
            centre=event.centre_id,
            person_id=person.pk,
            account_id=account_id,
            text=f"有一个问题请您来改：“{' '.join(case.heading.split())[:24]}”。",
            at=event.at,
            dedupe=f"staff:{event.name}:{case.pk}:{event.at.timestamp():.0f}",
            url=centre_reverse(case.centre, "rectification:desk_issue", pk=case.pk),
            record_id=case.pk,
            template=TEMPLATE,
        )
