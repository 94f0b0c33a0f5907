"""Write a card down, note consents as they are told, keep the photograph, print, take off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from changlai.engines.cases.public import OpenedCase, open_case
from changlai.foundation.people.public import (
    Actor,
    Person,
    give_consent,
    has_consented,
    withdraw_consent,
)
from changlai.halls.membercards import policies
from changlai.halls.membercards.events import (
    CardChanged,
    CardDropped,
    CardMade,
    ConsentTold,
    ContactAsked,
    PaperTakenOff,
    SheetPrinted,
)
from changlai.halls.membercards.models import MemberCard, PrintedCard, SheetPrint
from changlai.halls.membercards.queries import shown_card, shown_cards
from changlai.halls.membercards.states import (
    CARD_MATTERS,
    CONSENT_VERSION,
    CONTACT_KIND,
    Crop,
    How,
    Standing,
)
from changlai.kernel.crypto.marks import marks_in, words_of
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import drop_files, keep_file
from changlai.kernel.policies import require
from changlai.kernel.wording import one_line

ATTEMPTS = 6


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a card says, as it was typed."""

    group: str = ""
    group_order: int = 0
    role: str = ""
    duty: str = ""
    standing: str = ""
    promise: str = ""
    honours: str = ""
    crop: str = Crop.TOP


@transaction.atomic
def make_card(
    *,
    centre: Any,
    person: Person,
    said: Said,
    agreed: Iterable[str],
    how: str,
    actor: Actor,
    at: datetime,
    form_id: UUID,
) -> MemberCard:
    """Write a card down with what the person agreed to, matter by matter; one form is one card.

    Raises NotAllowed; BadInput where there is a card already, for a personal number in it, and for
    consents without how they were given.
    """
    require(policies.may_keep, actor, centre)
    first = MemberCard.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    card = MemberCard(
        centre=centre,
        person=person,
        made_at=at,
        made_by_id=actor.account_id,
        form_id=form_id,
    )
    _write(card, said)
    _insert(centre, card)
    publish(CardMade(**_fact(card, actor, at)))
    for matter in agreed:
        _note_consent(card, matter, how, actor, at, is_given=True)
    return card


def _insert(centre: Any, card: MemberCard) -> None:
    for _ in range(ATTEMPTS):
        last = MemberCard.objects.of(centre).aggregate(last=Max("number"))["last"] or 0
        card.number = last + 1
        try:
            with transaction.atomic():
                card.save(force_insert=True)
        except IntegrityError:
            if MemberCard.objects.of(centre).filter(person_id=card.person_id).exists():
                raise BadInput("这位已经有一张了，打开改就行。") from None
        else:
            return
    raise BadInput("同时登记的太多，请再存一次。")


@transaction.atomic
def change_card(
    *, centre: Any, card_id: UUID, said: Said, actor: Actor, at: datetime
) -> MemberCard:
    """Change what a card says; consents stay as they are. Raises NotAllowed, BadInput."""
    card = MemberCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_keep, actor, centre)
    _write(card, said)
    card.save()
    publish(CardChanged(**_fact(card, actor, at)))
    return card


@transaction.atomic
def keep_photo(
    *, centre: Any, card_id: UUID, upload: Any, actor: Actor, at: datetime
) -> MemberCard:
    """Keep a photograph with a card, never public by itself; the one before is deleted.

    Without the consent to it nothing is kept: an unasked photograph is none of the centre's.
    Raises NotAllowed, WrongStep, BadInput.
    """
    card = MemberCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_keep, actor, centre)
    if not has_consented(card.centre_id, card.person_id, CARD_MATTERS[1]):
        raise WrongStep("本人还没有同意放照片，问过、记下同意以后再放。")
    before = card.photo_id
    card.photo = keep_file(
        centre=centre,
        upload=upload,
        purpose="membercard",
        actor_id=actor.account_id,
        at=at,
        record_id=card.pk,
    )
    card.save(update_fields=["photo"])
    if before is not None:
        drop_files(centre=centre, file_ids=[before])
    publish(CardChanged(**_fact(card, actor, at)))
    return card


@transaction.atomic
def note_consent(
    *,
    centre: Any,
    card_id: UUID,
    matter: str,
    is_given: bool,
    how: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down that a person agreed to a matter, or no longer does, as staff were told.

    Taken back, it is gone from the very next page: what is shown asks for the consents each time.
    Raises NotAllowed; BadInput for a matter that is none, or without how it was said.
    """
    card = MemberCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_keep, actor, centre)
    _note_consent(card, matter, how, actor, at, is_given=is_given)


def _note_consent(
    card: MemberCard, matter: str, how: str, actor: Actor, at: datetime, *, is_given: bool
) -> None:
    if matter not in CARD_MATTERS:
        raise BadInput
    if how not in How.values:
        raise BadInput("请选是怎么说的：签了同意书、当面说的，还是电话里说的。")
    # Staff who hear a yes or a no write it down; they speak for nobody by that.
    who: dict[str, Any] = {
        "centre": card.centre,
        "person_id": card.person_id,
        "matter": matter,
        "actor": Actor.system(card.centre_id),
        "at": at,
    }
    if is_given:
        note = f"{How(how).label}，{card.record_number}"
        give_consent(**who, version=CONSENT_VERSION, note=note)
    else:
        withdraw_consent(**who)
    publish(ConsentTold(**_fact(card, actor, at), matter=matter, how=how, is_given=is_given))


@transaction.atomic
def drop_card(*, centre: Any, card_id: UUID, actor: Actor, at: datetime) -> None:
    """Delete a card with its photograph and take its consents back. Raises NotAllowed."""
    card = MemberCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_keep, actor, centre)
    if card.person.is_active:
        for matter in CARD_MATTERS:
            withdraw_consent(
                centre=card.centre,
                person_id=card.person_id,
                matter=matter,
                actor=Actor.system(card.centre_id),
                at=at,
            )
    publish(CardDropped(**_fact(card, actor, at)))
    _forget(card)


def _forget(card: MemberCard) -> None:
    photo = card.photo_id
    # The paper outlives the row: it still has to be taken off the wall.
    PrintedCard.objects.of(card.centre_id).filter(card=card).update(card=None)
    card.delete()
    if photo is not None:
        drop_files(centre=card.centre_id, file_ids=[photo])


@transaction.atomic
def print_sheet(*, centre: Any, actor: Actor, at: datetime, form_id: UUID) -> SheetPrint:
    """Remember that the sheet is printed now, and what of whom stands on it.

    One form is one printing. Raises NotAllowed; BadInput where there is nothing to print.
    """
    require(policies.may_keep, actor, centre)
    first: SheetPrint | None = SheetPrint.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    cards = shown_cards(centre)
    if not cards:
        raise BadInput("还没有可以印的卡片。")
    sheet = SheetPrint(centre_id=centre.pk, at=at, by_id=actor.account_id, form_id=form_id)
    try:
        with transaction.atomic():
            sheet.save(force_insert=True)
    except IntegrityError:
        again: SheetPrint = SheetPrint.objects.of(centre).get(form_id=form_id)
        return again
    numbers = dict(MemberCard.objects.of(centre).values_list("pk", "number"))
    PrintedCard.objects.bulk_create(
        PrintedCard(
            centre_id=centre.pk,
            sheet=sheet,
            card_id=one.pk,
            number=numbers[one.pk],
            matters=list(one.matters),
        )
        for one in cards
    )
    publish(
        SheetPrinted(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=sheet.pk,
            cards=len(cards),
        )
    )
    return sheet


@transaction.atomic
def take_off(*, centre: Any, printed_id: UUID, actor: Actor, at: datetime) -> int:
    """Note that a card's paper is off the wall, of this print and of those before it.

    Returns how many papers that were. Raises NotAllowed.
    """
    row = PrintedCard.objects.of(centre).select_for_update().get(pk=printed_id)
    require(policies.may_keep, actor, centre)
    rows = PrintedCard.objects.of(centre).filter(
        number=row.number, taken_off_at__isnull=True, sheet__at__lte=row.sheet.at
    )
    keys = list(rows.values_list("pk", flat=True))
    done = PrintedCard.objects.of(centre).filter(pk__in=keys)
    count = int(done.update(taken_off_at=at, taken_off_by_id=actor.account_id))
    if count:
        publish(
            PaperTakenOff(
                centre_id=row.centre_id, at=at, actor_id=actor.account_id, subject_id=row.pk
            )
        )
    return count


@transaction.atomic
def ask_contact(
    *,
    centre: Any,
    card_id: UUID,
    text: str,
    actor: Actor,
    person: Person | None,
    channel: str,
    at: datetime,
    form_id: UUID,
) -> OpenedCase:
    """Ask the centre to put somebody in touch with a member; no number changes hands.

    Raises NotAllowed for whoever is not known here; BadInput for a card that is not shown, or
    without a word of what for.
    """
    if person is None:
        raise NotAllowed
    found = shown_card(centre, card_id)
    if found is None:
        raise BadInput("这张卡片现在没有公开。")
    card, shown = found
    if not text.strip():
        raise BadInput("请写一句想联系他做什么。")
    opened = open_case(
        centre=centre,
        kind=CONTACT_KIND,
        text=f"{text.strip()}\n(想联系党员{shown.name}，请中心转告)",
        title=f"想联系党员{shown.name}",
        channel=channel,
        at=at,
        actor=actor,
        person=person,
        form_id=form_id,
    )
    if opened.is_new:
        publish(ContactAsked(**_fact(card, actor, at), case_id=opened.case.pk))
    return opened


@transaction.atomic
def forget_person(*, centre_id: UUID, person_id: UUID) -> None:
    """Delete the card of whoever asked to be forgotten; paper on the wall is to be taken off."""
    for card in MemberCard.objects.of(centre_id).select_for_update().filter(person_id=person_id):
        _forget(card)


@transaction.atomic
def keep_with_person(*, centre_id: UUID, merged_id: UUID, keep_id: UUID) -> None:
    """Move a card to the entry its person turned out to be; where that has one, that one stays."""
    rows = MemberCard.objects.of(centre_id)
    if rows.filter(person_id=keep_id).exists():
        forget_person(centre_id=centre_id, person_id=merged_id)
    else:
        rows.filter(person_id=merged_id).update(person_id=keep_id)


def _fact(card: MemberCard, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": card.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": card.pk,
    }


def _write(card: MemberCard, said: Said) -> None:
    if said.standing and said.standing not in Standing.values:
        raise BadInput("党龄请选一档，不写日期。")
    texts = [said.group, said.role, said.duty, said.promise, said.honours]
    if marks := marks_in("\n\n\n".join(texts)):
        raise BadInput(f"里面有{words_of(marks)}，卡片上不写号码，联系请走中心。")
    card.group, card.group_order = one_line(said.group, 30), said.group_order
    card.role, card.duty = one_line(said.role, 40), one_line(said.duty, 120)
    card.standing = said.standing
    card.promise, card.honours = one_line(said.promise, 200), one_line(said.honours, 200)
    card.crop = Crop(said.crop) if said.crop in Crop.values else Crop.TOP
