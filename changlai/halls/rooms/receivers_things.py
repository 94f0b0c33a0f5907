"""Tell people what became of what they reported broken, and of hours that stand idle."""

from typing import Any, Final

from changlai.engines.cases.public import Case
from changlai.foundation.people.public import Person, phone_to_call
from changlai.halls.rooms.repairs import FAMILY
from changlai.kernel.events.public import StoredEvent, reaction
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse

TEMPLATE: Final = "rooms_things"
LONGEST_QUOTE: Final = 100

WORDS: Final = {
    "cases.case.accepted": "您报修的“{what}”有人去修了。",
    "cases.case.extended": "您报修的“{what}”要晚几天修好。",
    "cases.case.answered": "您报修的“{what}”修好了：{answer}",
    "cases.case.refused": "您报修的“{what}”这次不修，原因在报修页上。",
}
RINGS: Final = frozenset({"cases.case.answered", "cases.case.refused"})


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest] + "…"


@reaction("rooms.tell_reporter", events=list(WORDS))
def tell_reporter(event: StoredEvent) -> None:
    """Tell whoever reported a fault and left a way to be told."""
    if event.payload.get("family") != FAMILY or event.subject_id is None:
        return
    rows = Case.objects.of(event.centre_id).select_related("person", "centre")
    case = rows.filter(pk=event.subject_id).first()
    if case is None:
        return
    words = WORDS[event.name].format(
        what=_short(case.heading, 24), answer=_short(case.answer, LONGEST_QUOTE)
    )
    _tell(case, event, words)


def _tell(case: Case, event: StoredEvent, text: str) -> None:
    person = case.person
    number = phone_to_call(person) if person else case.contact_phone
    rung = number if event.name in RINGS else ""
    if person is None and not rung:
        return
    tell(
        centre=case.centre_id,
        person_id=person.pk if person else case.pk,
        account_id=person.account_id if person else None,
        text=text,
        at=event.at,
        dedupe=f"{event.name}:{case.pk}:{event.at.timestamp():.0f}",
        url=centre_reverse(case.centre, "rooms:repair", pk=case.pk) if person else "",
        name_for_list=person.name if person else case.reporter_alias or "报修的人",
        phone_for_list=rung or None,
        record_id=case.pk,
        template=TEMPLATE,
    )


@reaction("rooms.tell_mender", events=["cases.case.assigned"])
def tell_mender(event: StoredEvent) -> None:
    """Tell a colleague, known as a person here, that a repair has come into their hands."""
    account_id: Any = event.uuid("handler_id")
    if event.payload.get("family") != FAMILY or account_id in {None, event.actor_id}:
        return
    case = Case.objects.of(event.centre_id).select_related("centre").get(pk=event.subject_id)
    for person in Person.objects.of(event.centre_id).active().filter(account_id=account_id):
        tell(
            centre=event.centre_id,
            person_id=person.pk,
            account_id=account_id,
            text=f"请您去修“{_short(case.heading, 24)}”。",
            at=event.at,
            dedupe=f"staff:{event.name}:{case.pk}:{event.at.timestamp():.0f}",
            url=centre_reverse(case.centre, "rooms:desk_repair", pk=case.pk),
            record_id=case.pk,
            template=TEMPLATE,
        )
