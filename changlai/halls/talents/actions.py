"""Leave a card and take it back, keep it for longer, ask somebody to come, forget in time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import (
    Actor,
    Matter,
    Person,
    give_consent,
    withdraw_consent,
)
from changlai.halls.talents import policies
from changlai.halls.talents.events import (
    CardDropped,
    CardEnding,
    CardPut,
    CardRenewed,
    CardSeen,
    CardsPurged,
    InvitationMade,
    InvitationMoved,
)
from changlai.halls.talents.models import Invitation, TalentCard
from changlai.halls.talents.states import (
    CHANNELS,
    CONSENT_VERSION,
    KEPT_DAYS,
    REMIND_DAYS,
    Field,
    InvitationState,
    Living,
    Reach,
    Wish,
)
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.wording import one_line

HOW_STAFF_HEARD = {
    "phone": "电话里本人同意",
    "paper": "本人签了纸表",
    "counter": "本人在窗口同意",
    "visit": "上门时本人同意",
}


@dataclass(frozen=True, kw_only=True)
class Talent:
    """What somebody can do and would like, as it was typed."""

    skills: str
    fields: Iterable[str] = field(default_factory=tuple)
    wishes: Iterable[str] = field(default_factory=tuple)
    wish_words: str = ""
    living: str = Living.HERE
    reach: str = Reach.CENTRE
    contact_phone: str = ""


@transaction.atomic
def leave_card(
    *,
    centre: Any,
    person: Person,
    talent: Talent,
    agrees: bool,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    channel: str = "online",
) -> TalentCard:
    """Leave a card for oneself, or for somebody by telephone or paper; one form is one card.

    The consent is written down with the card, and is what the card stands on. Raises NotAllowed;
    BadInput without consent, with nothing that they can do, or where there is a card already.
    """
    require(policies.may_leave_card, actor, centre, person.pk)
    first = TalentCard.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    if not agrees:
        raise BadInput("本人同意才能登记，请勾上“同意”。")
    if channel not in CHANNELS:
        channel = "counter"
    by_staff = not policies.is_own(actor, person.pk) or actor.acting_for is not None
    card = TalentCard(
        centre=centre,
        person=person,
        channel=channel,
        entered_by_id=actor.account_id if by_staff else None,
        made_at=at,
        expires_on=timezone.localdate(at) + timedelta(days=KEPT_DAYS),
        form_id=form_id,
    )
    _write(card, talent, at)
    try:
        with transaction.atomic():
            card.save(force_insert=True)
    except IntegrityError:
        first = TalentCard.objects.of(centre).filter(form_id=form_id).first()
        if first is not None:
            return first
        raise BadInput("已经登记过了，改一改就行，不用再登记。") from None
    give_consent(
        centre=centre,
        person_id=person.pk,
        matter=Matter.TALENT,
        version=CONSENT_VERSION,
        # Staff who hear a yes on the telephone write it down; they speak for nobody by that.
        actor=Actor.system(centre.pk) if by_staff else actor,
        at=at,
        note=HOW_STAFF_HEARD.get(channel, "") if by_staff else "",
    )
    _say_put(card, actor, at, is_new=True)
    return card


@transaction.atomic
def change_card(
    *, centre: Any, card_id: UUID, talent: Talent, actor: Actor, at: datetime
) -> TalentCard:
    """Change what a card says; its last day stays. Raises NotAllowed, BadInput."""
    card = TalentCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_keep, actor, card)
    _write(card, talent, at)
    card.save()
    _say_put(card, actor, at, is_new=False)
    return card


@transaction.atomic
def renew_card(*, centre: Any, card_id: UUID, actor: Actor, at: datetime) -> TalentCard:
    """Keep a card for another year from today. Raises NotAllowed."""
    card = TalentCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_keep, actor, card)
    card.expires_on = timezone.localdate(at) + timedelta(days=KEPT_DAYS)
    card.save(update_fields=["expires_on"])
    publish(CardRenewed(**_said(card, actor, at)))
    return card


@transaction.atomic
def see_card(*, centre: Any, card_id: UUID, actor: Actor, at: datetime) -> TalentCard:
    """Note that a colleague read a new card, so that it is in nobody's way any more."""
    card = TalentCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_see, actor, centre)
    if card.seen_at is None:
        card.seen_at = at
        card.save(update_fields=["seen_at"])
        publish(CardSeen(**_said(card, actor, at)))
    return card


@transaction.atomic
def take_back_card(*, centre: Any, card_id: UUID, actor: Actor, at: datetime) -> None:
    """Delete a card for good and end the consent; nobody has to say why. Raises NotAllowed."""
    card = TalentCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_keep, actor, card)
    own = policies.is_own(actor, card.person_id) and actor.acting_for is None
    publish(CardDropped(**_said(card, actor, at), by_staff=not own))
    person_id = card.person_id
    card.delete()
    withdraw_consent(
        centre=centre,
        person_id=person_id,
        matter=Matter.TALENT,
        actor=actor if own else Actor.system(centre.pk),
        at=at,
    )


@transaction.atomic
def invite(
    *, centre: Any, card_id: UUID, about: str, actor: Actor, at: datetime, form_id: UUID
) -> Invitation:
    """Note that somebody is to be asked to come, and for what; one form is one note.

    Raises NotAllowed; BadInput without a word of what for.
    """
    card = TalentCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_see, actor, centre)
    first = Invitation.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    row = Invitation(
        centre_id=card.centre_id,
        card=card,
        about=one_line(about, 80, "请写请来做什么，例如：讲一课嫁接。"),
        state=InvitationState.ASKED,
        asked_at=at,
        asked_by_id=actor.account_id,
        form_id=form_id,
    )
    row.save(force_insert=True)
    publish(
        InvitationMade(
            centre_id=card.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            card_id=card.pk,
        )
    )
    return row


@transaction.atomic
def note_outcome(
    *, centre: Any, invitation_id: UUID, state: str, actor: Actor, at: datetime, note: str = ""
) -> Invitation:
    """Note what came of asking: reached, agreed, or not this time.

    Raises NotAllowed; BadInput for what is no outcome; WrongStep when it has one already.
    """
    row = Invitation.objects.of(centre).select_for_update().get(pk=invitation_id)
    require(policies.may_see, actor, centre)
    if state not in InvitationState.values:
        raise BadInput("请选联系的情况。")
    row.move_to(state, at)
    row.note = one_line(note, 120) or row.note
    row.save(update_fields=["state", "moved_at", "note"])
    publish(
        InvitationMoved(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            card_id=row.card_id,
            state=row.state,
        )
    )
    return row


def remind(at: datetime) -> int:
    """Ask whoever has a card that ends within a month whether to keep it, once for each end."""
    until = timezone.localdate(at) + timedelta(days=REMIND_DAYS)
    rows = TalentCard.objects.filter(expires_on__lte=until)
    due = list(rows.only("pk", "centre_id", "expires_on", "reminded_for"))
    return sum(
        _remind(one.centre_id, one.pk, until, at)
        for one in due
        if one.reminded_for != one.expires_on
    )


@transaction.atomic
def _remind(centre_id: UUID, card_id: UUID, until: date, at: datetime) -> bool:
    card = TalentCard.objects.of(centre_id).select_for_update().filter(pk=card_id).first()
    if card is None or card.expires_on > until or card.reminded_for == card.expires_on:
        return False
    card.reminded_for = card.expires_on
    card.save(update_fields=["reminded_for"])
    publish(CardEnding(centre_id=centre_id, at=at, actor_id=None, subject_id=card.pk))
    return True


def purge(at: datetime) -> int:
    """Delete cards past their day and end their consent; return how many.

    A centre a transaction, with a fact that says how many as the proof.
    """
    today = timezone.localdate(at)
    due = TalentCard.objects.filter(expires_on__lt=today).order_by()
    return sum(
        _purge(key, today, at) for key in sorted(set(due.values_list("centre_id", flat=True)))
    )


@transaction.atomic
def _purge(centre_id: UUID, today: date, at: datetime) -> int:
    rows = TalentCard.objects.of(centre_id).select_for_update().filter(expires_on__lt=today)
    cards = list(rows.order_by("id"))
    for card in cards:
        centre, person = card.centre, card.person
        card.delete()
        if person.is_active:
            withdraw_consent(
                centre=centre,
                person_id=person.pk,
                matter=Matter.TALENT,
                actor=Actor.system(centre_id),
                at=at,
            )
    if cards:
        publish(CardsPurged(centre_id=centre_id, at=at, cards=len(cards)))
    return len(cards)


@transaction.atomic
def forget_person(*, centre_id: UUID, person_id: UUID) -> None:
    """Delete the card of whoever asked to be forgotten, or took the consent back."""
    TalentCard.objects.of(centre_id).filter(person_id=person_id).delete()


@transaction.atomic
def keep_with_person(*, centre_id: UUID, merged_id: UUID, keep_id: UUID) -> None:
    """Move a card to the entry its owner turned out to be; where that has one, that one stays."""
    rows = TalentCard.objects.of(centre_id)
    own = rows.filter(person_id=keep_id).first()
    if own is not None:
        # What was arranged with them stays arranged.
        Invitation.objects.of(centre_id).filter(card__person_id=merged_id).update(card=own)
        rows.filter(person_id=merged_id).delete()
    else:
        rows.filter(person_id=merged_id).update(person_id=keep_id)


def _said(card: TalentCard, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": card.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": card.pk,
    }


def _say_put(card: TalentCard, actor: Actor, at: datetime, *, is_new: bool) -> None:
    publish(CardPut(**_said(card, actor, at), channel=card.channel, is_new=is_new))


def _write(card: TalentCard, talent: Talent, at: datetime) -> None:
    card.skills = one_line(talent.skills, 200, "请写会什么，一句话就行。")
    card.wish_words = one_line(talent.wish_words, 200)
    card.fields = _codes(one.value for one in Field if one.value in set(talent.fields))
    card.wishes = _codes(one.value for one in Wish if one.value in set(talent.wishes))
    if talent.living not in Living.values or talent.reach not in Reach.values:
        raise BadInput("请选现在住哪里、怎么联系。")
    card.living, card.reach = Living(talent.living), Reach(talent.reach)
    typed = talent.contact_phone.strip()
    card.contact_phone = normalise_cn(typed) if typed else ""
    card.changed_at = at


def _codes(codes: Iterable[str]) -> str:
    joined = " ".join(codes)
    return f" {joined} " if joined else ""
