"""What may be shown in this very moment: cards read together with the consents that stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from changlai.foundation.people.public import Consent, Matter
from changlai.halls.membercards.models import MemberCard, PrintedCard
from changlai.halls.membercards.states import CARD_MATTERS, SHORT


@dataclass(frozen=True)
class Shown:
    """What anybody may see of a card now: only what its person has consented to.

    Nothing else of the row is in it, so that no page, sheet or file can let slip what was not.
    """

    pk: UUID
    name: str
    group: str
    role: str
    duty: str
    standing: str
    promise: str
    honours: str
    has_photo: bool
    crop: str
    matters: tuple[str, ...]


@dataclass(frozen=True)
class Hanging:
    """Paper on the wall that shows what is consented to no more."""

    row: PrintedCard
    what: str
    at: datetime


def consents(centre: Any, person_ids: Collection[Any]) -> dict[Any, dict[str, Consent]]:
    """Return the consents to cards that stand now, by person and matter; one statement."""
    rows = Consent.objects.of(centre).filter(
        person_id__in=list(person_ids), matter__in=CARD_MATTERS, withdrawn_at__isnull=True
    )
    found: dict[Any, dict[str, Consent]] = defaultdict(dict)
    for one in rows:
        found[one.person_id][one.matter] = one
    return found


def shown_cards(centre: Any) -> list[Shown]:
    """Return the cards that anybody may see now; two statements.

    By branch group, and within it by the day on which the name was consented to: an order that
    says nothing of anybody.
    """
    cards = list(
        MemberCard.objects.of(centre).filter(person__is_active=True).select_related("person")
    )
    stands = consents(centre, [one.person_id for one in cards])
    named = [one for one in cards if Matter.CARD_NAME in stands[one.person_id]]
    named.sort(
        key=lambda one: (
            one.group_order,
            one.group,
            stands[one.person_id][Matter.CARD_NAME].given_at,
            one.number,
        )
    )
    return [shown_of(one, stands[one.person_id]) for one in named]


def shown_card(centre: Any, card_id: UUID) -> tuple[MemberCard, Shown] | None:
    """Return one card and what may be seen of it now, or None; two statements."""
    rows = MemberCard.objects.of(centre).filter(person__is_active=True, pk=card_id)
    row = rows.select_related("person", "photo").first()
    if row is None:
        return None
    stands = consents(centre, [row.person_id])[row.person_id]
    return (row, shown_of(row, stands)) if Matter.CARD_NAME in stands else None


def shown_of(card: MemberCard, stands: Collection[str]) -> Shown:
    """Return what of a card these consents let anybody see."""

    def allowed(matter: str, text: str) -> str:
        return text if matter in stands else ""

    return Shown(
        pk=card.pk,
        name=allowed(Matter.CARD_NAME, card.person.name),
        group=card.group,
        role=allowed(Matter.CARD_NAME, card.role),
        duty=allowed(Matter.CARD_NAME, card.duty),
        standing=allowed(Matter.CARD_STANDING, card.get_standing_display()),
        promise=allowed(Matter.CARD_PROMISE, card.promise),
        honours=allowed(Matter.CARD_HONOURS, card.honours),
        has_photo=Matter.CARD_PHOTO in stands and card.photo_id is not None,
        crop=card.crop,
        matters=tuple(matter for matter in CARD_MATTERS if matter in stands),
    )


def grouped(cards: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    """Return cards under their branch groups, in the order in which they come."""
    found: dict[str, list[Shown]] = {}
    for one in cards:
        found.setdefault(one.group, []).append(one)
    return list(found.items())


def to_take_off(centre: Any) -> list[Hanging]:
    """Return the paper on the wall that shows more than is consented to now; two statements."""
    rows = list(
        PrintedCard.objects.of(centre)
        .filter(taken_off_at__isnull=True)
        .select_related("card__person", "sheet")
        .order_by("sheet__at", "number")
    )
    people = [one.card.person_id for one in rows if one.card is not None]
    stands = consents(centre, people)
    found = []
    for one in rows:
        if one.card is None or not one.card.person.is_active:
            gone = list(one.matters)
        else:
            now = stands[one.card.person_id]
            gone = [matter for matter in one.matters if matter not in now]
            if gone and Matter.CARD_NAME not in now:
                gone = [Matter.CARD_NAME]
        if gone:
            whole = Matter.CARD_NAME in gone
            what = "整张" if whole else "、".join(SHORT[matter] for matter in gone)
            found.append(Hanging(one, what, one.sheet.at))
    return found
