"""Tell people how the matter they entrusted goes: accepted, something missing, done."""

from typing import Any, Final

from django.utils import timezone

from changlai.engines.cases.public import Case
from changlai.engines.faces.public import ask
from changlai.foundation.people.events import PersonErased
from changlai.foundation.people.public import known_now, phone_to_call, place_of
from changlai.halls.counter.actions.requests import forget_person
from changlai.halls.counter.events import Delivered
from changlai.halls.counter.kinds import FAMILY
from changlai.halls.counter.models import Notice
from changlai.kernel.events.public import StoredEvent, reaction
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_moment

TEMPLATE: Final = "services"
LONGEST_QUOTE: Final = 100

WORDS: Final = {
    "cases.case.accepted": "您托办的“{what}”受理了{due}。",
    "cases.case.extended": "您托办的“{what}”要晚几天，原因在办件页上。",
    "cases.case.answered": "您托办的“{what}”办好了：{answer}",
    "cases.case.refused": "您托办的“{what}”这次办不了，原因在办件页上。",
    "counter.request.missing_told": "您托办的“{what}”还缺：{missing}。补来了接着办。",
}
RINGS: Final = frozenset(set(WORDS) - {"cases.case.accepted"})


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest] + "…"


@reaction("counter.tell_requester", events=list(WORDS))
def tell_requester(event: StoredEvent) -> None:
    """Tell whoever entrusted it; the whole list of what is missing goes in one message."""
    is_ours = event.name.startswith("counter.") or event.payload.get("family") == FAMILY
    if not is_ours or event.subject_id is None:
        return
    rows = Case.objects.of(event.centre_id).select_related("person", "centre")
    case = rows.filter(pk=event.subject_id).first()
    if case is None:
        return
    due = ""
    if case.resolution_due:
        due = f"，{spoken_moment(case.resolution_due, timezone.localdate(event.at))}前办好"
    words = WORDS[event.name].format(
        what=_short(case.heading, 24),
        answer=_short(case.answer, LONGEST_QUOTE),
        missing=_missing(event),
        due=due,
    )
    _tell(case, event, words)


def _missing(event: StoredEvent) -> str:
    number = event.payload.get("number")
    rows = Notice.objects.of(event.centre_id).filter(request__case_id=event.subject_id)
    found = rows.filter(number=number).first() if number else None
    return "、".join(found.lines) if found else ""


def _tell(case: Case, event: StoredEvent, text: str) -> None:
    person = known_now(case.person) if case.person else None
    if case.person is not None and person is None:
        return
    number = case.contact_phone or (phone_to_call(person) if person else "")
    has_screen = person is not None and person.account_id is not None
    rings = event.name in RINGS and not has_screen
    rung = number if rings else ""
    if person is None and not rung:
        return
    more: dict[str, Any] = {}
    if rings and person is not None and not rung:
        more["visit_at"] = place_of(person)
    tell(
        centre=case.centre_id,
        person_id=person.pk if person else case.pk,
        account_id=person.account_id if person else None,
        text=text,
        at=event.at,
        dedupe=f"{event.name}:{case.pk}:{event.at.timestamp():.0f}",
        url=centre_reverse(case.centre, "counter:request", pk=case.pk) if person else "",
        name_for_list=person.name if person else case.reporter_alias or "托办的人",
        phone_for_list=rung or None,
        record_id=case.pk,
        template=TEMPLATE,
        **more,
    )


@reaction("counter.ask_how_it_went", events=[Delivered])
def ask_how_it_went(event: StoredEvent) -> None:
    """Ask whoever entrusted a matter, by account or by the code of the receipt, how it went."""
    rows = Case.objects.of(event.centre_id).select_related("person")
    case = rows.filter(pk=event.subject_id).first()
    if case is None:
        return
    person = known_now(case.person) if case.person else None
    if case.person is not None and person is None:
        return
    ask(
        centre=event.centre_id,
        kind="counter",
        subject_id=case.pk,
        at=event.at,
        title=case.heading,
        person=person,
        served_by=case.handler_id or event.actor_id,
    )


@reaction("counter.person_erased", events=[PersonErased])
def forget_the_person(event: StoredEvent) -> None:
    """Take answers, names and scans out of the requests of whoever asked to be forgotten."""
    if event.subject_id is not None:
        forget_person(event.centre_id, event.subject_id, event.at)
