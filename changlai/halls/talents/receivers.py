"""Tell of a card that ends, and follow people who merge, leave, or take their consent back."""

from typing import Final

from changlai.foundation.people.events import ConsentWithdrawn, PersonErased, PersonsMerged
from changlai.foundation.people.public import (
    Matter,
    has_consented,
    known_now,
    phone_to_call,
    place_of,
)
from changlai.halls.talents.actions import forget_person, keep_with_person
from changlai.halls.talents.events import CardEnding
from changlai.halls.talents.models import TalentCard
from changlai.kernel.events.public import StoredEvent, reaction
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse

TEMPLATE: Final = "talents"


@reaction("talents.tell_ending", events=[CardEnding])
def tell_ending(event: StoredEvent) -> None:
    """Ask whoever has a card that ends soon whether to keep it."""
    rows = TalentCard.objects.of(event.centre_id).select_related("person", "centre")
    card = rows.filter(pk=event.subject_id).first()
    person = known_now(card.person) if card is not None else None
    if card is None or person is None:
        return
    number = phone_to_call(person)
    has_no_way = person.account_id is None and not number
    day = f"{card.expires_on.month}月{card.expires_on.day}日"
    tell(
        centre=card.centre_id,
        person_id=person.pk,
        account_id=person.account_id,
        text=f"您的人才登记留到{day}。还愿意帮忙就续一年，不续就删掉了。",
        at=event.at,
        dedupe=f"{event.name}:{card.pk}:{card.expires_on.isoformat()}",
        url=centre_reverse(card.centre, "talents:card"),
        name_for_list=person.name,
        phone_for_list=number or None,
        visit_at=place_of(person) if has_no_way else None,
        template=TEMPLATE,
    )


@reaction("talents.person_gone", events=[PersonErased, ConsentWithdrawn])
def forget_the_person(event: StoredEvent) -> None:
    """Delete the card of whoever asked to be forgotten, or no longer agrees to it."""
    person_id = event.subject_id
    if person_id is None:
        return
    if event.name == ConsentWithdrawn.name:
        is_other = event.payload["matter"] != Matter.TALENT
        # Whoever agreed again meanwhile left a new card.
        if is_other or has_consented(event.centre_id, person_id, Matter.TALENT):
            return
    forget_person(centre_id=event.centre_id, person_id=person_id)


@reaction("talents.persons_merged", events=[PersonsMerged])
def keep_with_their_person(event: StoredEvent) -> None:
    """Move the card of a person who turned out to be another one."""
    merged = event.uuid("merged_id")
    if merged is not None and event.subject_id is not None:
        keep_with_person(centre_id=event.centre_id, merged_id=merged, keep_id=event.subject_id)
