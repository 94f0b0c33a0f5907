"""Tell people what became of what they reported broken, and of hours that stand idle."""

from typing import Any, Final

from changlai.engines.cases.public import Case
from changlai.foundation.people.public import Person, known_now, phone_to_call, place_of
from changlai.halls.rooms.events import IdleHoursOffered
from changlai.halls.rooms.models import IdleOffer
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
    person = known_now(case.person) if case.person else None
    if case.person is not None and person is None:
        # Whoever asked to be forgotten is told nothing any more.
        return
    number = phone_to_call(person) if person else case.contact_phone
    rings = event.name in RINGS
    rung = number if rings else ""
    if person is None and not rung:
        return
    no_number = rings and person is not None and person.account_id is None and not rung
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
        visit_at=place_of(person) if person and no_number else None,
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


@reaction("rooms.tell_groups", events=[IdleHoursOffered])
def tell_groups(event: StoredEvent) -> None:
    """Tell the groups that staff chose, each once, that a room is free when nobody uses it."""
    offer = (
        IdleOffer.objects.of(event.centre_id)
        .select_related("room", "centre")
        .get(pk=event.subject_id)
    )
    hours = f"{offer.get_weekday_display()}{offer.opens:%H:%M}到{offer.closes:%H:%M}"
    told = offer.groups.filter(centre_id=event.centre_id).select_related("booking__person")
    for one in told.order_by("group_name", "id"):
        booking = one.booking
        person = known_now(booking.person) if booking.person else None
        number = phone_to_call(person) if person else booking.contact_phone
        if person is None and (booking.person is not None or not number):
            continue
        more = f"{offer.words} " if offer.words else ""
        tell(
            centre=event.centre_id,
            person_id=person.pk if person else booking.pk,
            account_id=person.account_id if person else None,
            text=f"{offer.room.name}{hours}常空着，{one.group_name}想用就约。{more}".strip(),
            at=event.at,
            dedupe=f"{event.name}:{offer.pk}:{one.pk}",
            url=centre_reverse(offer.centre, "rooms:room", pk=offer.room_id) if person else "",
            name_for_list=person.name if person else booking.contact_name or one.group_name,
            phone_for_list=number or None,
            record_id=booking.pk,
            template=TEMPLATE,
        )
