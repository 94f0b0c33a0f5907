"""Make a worker's card, change it, keep it for longer, and delete it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor, masked_name
from changlai.halls.jobs import policies
from changlai.halls.jobs.actions.lines import few_words
from changlai.halls.jobs.events import CardDeleted, CardPut
from changlai.halls.jobs.models import JobMatch, WorkerCard
from changlai.halls.jobs.states import CARD_DAYS, TAKEN, WEEKDAYS, YOUNGEST
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.outbox.public import forget_person as forget_told
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.wording import one_line

TOO_YOUNG = "没满16周岁不能打零工，这是劳动法的规定，不能登记。"
JUST_SIXTEEN = "今年才满16周岁的，请确认生日已经过了。"
UNBELIEVABLE = 110


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What somebody can do, where and when, as it was typed."""

    skills: Iterable[str] = field(default_factory=tuple)
    more_skills: str = ""
    places: Iterable[str] = field(default_factory=tuple)
    weekdays: Iterable[int] = field(default_factory=tuple)
    hours: str = ""


def check_age(
    birth_year: int | None, at: datetime, *, had_birthday: bool = False, person: Any = None
) -> None:
    """Refuse whoever is not sixteen yet; what the centre knows of a person counts too.

    The year is asked, looked at and not kept. Source: 劳动法第十五条. Raises BadInput.
    """
    if birth_year is None:
        raise BadInput("请写出生年份，没满16周岁不能登记。")
    year = timezone.localdate(at).year
    known = person.birth_year if person is not None else None
    for one in filter(None, (birth_year, known)):
        if year - one < YOUNGEST:
            raise BadInput(TOO_YOUNG)
        if year - one > UNBELIEVABLE:
            raise BadInput("出生年份不对，请写四位数，例如1975。")
        if year - one == YOUNGEST and not had_birthday:
            raise BadInput(JUST_SIXTEEN)


@transaction.atomic
def make_card(
    *,
    centre: Any,
    offer: Offer,
    birth_year: int | None,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    had_birthday: bool = False,
    person: Any = None,
    alias: str = "",
    contact_phone: str = "",
    channel: str = "online",
) -> WorkerCard:
    """Make a card for oneself, or for somebody at the counter; twice the same form is one card.

    Raises NotAllowed; BadInput for somebody under sixteen, whoever makes the card, for nothing
    that they can do, and for a person who has a card already.
    """
    require(policies.may_act_for, actor, centre, person.pk if person else None)
    first = WorkerCard.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    check_age(birth_year, at, had_birthday=had_birthday, person=person)
    card = WorkerCard(
        centre=centre,
        person=person,
        alias="" if person else one_line(alias, 40, "请填写称呼。"),
        contact_phone=_phone(person, contact_phone),
        channel=channel[:10],
        entered_by_id=actor.account_id if policies.may_take_in(actor, centre) else None,
        made_at=at,
        expires_on=timezone.localdate(at) + timedelta(days=CARD_DAYS),
        form_id=form_id,
    )
    _write(card, offer)
    try:
        with transaction.atomic():
            card.save(force_insert=True)
    except IntegrityError:
        first = WorkerCard.objects.of(centre).filter(form_id=form_id).first()
        if first is not None:
            return first
        raise BadInput("已经有求职卡了，改一改就行，不用再登记。") from None
    _said(card, actor, at, is_new=True)
    return card


@transaction.atomic
def change_card(
    *, centre: Any, card_id: UUID, offer: Offer, actor: Actor, at: datetime
) -> WorkerCard:
    """Change what a card says, and keep it for as long as a new one.

    Raises NotAllowed; BadInput for nothing that they can do.
    """
    card = WorkerCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_keep_card, actor, card)
    _write(card, offer)
    return _kept(card, actor, at)


@transaction.atomic
def renew_card(*, centre: Any, card_id: UUID, actor: Actor, at: datetime) -> WorkerCard:
    """Keep a card as it is for another ninety days. Raises NotAllowed."""
    card = WorkerCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_keep_card, actor, card)
    return _kept(card, actor, at)


@transaction.atomic
def delete_card(*, centre: Any, card_id: UUID, actor: Actor, at: datetime) -> None:
    """Delete a card for good; nothing has to be said why. Raises NotAllowed."""
    card = WorkerCard.objects.of(centre).select_for_update().get(pk=card_id)
    require(policies.may_keep_card, actor, card)
    own = policies.acts_as(actor, card.centre_id, card.person_id)
    publish(
        CardDeleted(
            centre_id=card.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=card.pk,
            by_staff=not own,
        )
    )
    drop_card(card)


def drop_card(card: WorkerCard) -> None:
    """Take a locked card out, and the talks that came of it; what was agreed stays, nameless.

    Whoever the centre knows as a person stays the one who went to work; a name that staff wrote
    down is masked with the card, and gone from the telephone list with its number.
    """
    mine = JobMatch.objects.of(card.centre_id).filter(card=card)
    told_under = [card.pk, *mine.values_list("pk", flat=True)] if card.person_id is None else []
    # One that became a matter of its own is still where that matter began.
    idle = mine.exclude(state__in=TAKEN).filter(voice_record__isnull=True)
    for key in list(idle.values_list("pk", flat=True)):
        records.drop(card.centre_id, key)
    idle.delete()
    for key in told_under:
        forget_told(centre=card.centre_id, person_id=key)
    mine.filter(person__isnull=True).update(alias=masked_name(card.alias))
    mine.update(card=None)
    card.delete()


def _kept(card: WorkerCard, actor: Actor, at: datetime) -> WorkerCard:
    card.expires_on = timezone.localdate(at) + timedelta(days=CARD_DAYS)
    card.save()
    _said(card, actor, at, is_new=False)
    return card


def _said(card: WorkerCard, actor: Actor, at: datetime, *, is_new: bool) -> None:
    publish(
        CardPut(
            centre_id=card.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=card.pk,
            person_id=card.person_id,
            channel=card.channel,
            is_new=is_new,
        )
    )


def _write(card: WorkerCard, offer: Offer) -> None:
    card.skills = few_words(offer.skills)
    card.more_skills, card.hours = one_line(offer.more_skills, 60), one_line(offer.hours, 60)
    card.places = few_words(offer.places, 40)
    known = {number for number, _ in WEEKDAYS}
    card.weekdays = sorted({int(day) for day in offer.weekdays} & known)
    if not card.all_skills:
        raise BadInput("请至少选一样会做的，或者写一句。")


def _phone(person: Any, typed: str) -> str:
    if typed.strip():
        return normalise_cn(typed)
    if person is None:
        raise BadInput("请写电话，有活才找得到人。")
    return ""
