"""Verbs of the residents' list: find or make a person, put right, reveal, merge; households."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from changlai.foundation.areas.public import Centre, Hamlet
from changlai.foundation.people import names, policies, queries
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.events import (
    HouseholdMade,
    PersonAdded,
    PersonEdited,
    PersonRevealed,
    PersonsMerged,
)
from changlai.foundation.people.models import (
    ActForSession,
    Consent,
    Delegation,
    Household,
    NumberLook,
    Person,
)
from changlai.foundation.people.states import NumberKind
from changlai.kernel.crypto import id_numbers
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.outbox.public import hand_over
from changlai.kernel.policies import require

PHONE_TAKEN = "这个手机号已登记给{name}。一个号码只登记给一个人；家人的号码请填在“家人电话”里。"


@transaction.atomic
def find_or_make_person(
    *,
    centre: Centre,
    name: str,
    actor: Actor,
    at: datetime,
    phone: str = "",
    hamlet: Hamlet | None = None,
    household: Household | None = None,
    contact_phone: str = "",
    birth_year: int | None = None,
    way: str = "staff",
) -> Person:
    """Return the person of this name and telephone, made known to the centre if new.

    A number leads to its holder when the name is theirs, or only a form of address (王先生). With
    another name it is somebody of the same telephone, whom we reach there: families share one.
    Raises BadInput for a name or number that is none; NotAllowed if `actor` does not serve here.
    """
    require(policies.may_add_person, actor, centre.pk)
    number = normalise_cn(phone) if phone.strip() else ""
    rows = Person.objects.of(centre).active()
    if number:
        holder = rows.select_for_update().filter(phone_index=queries.phone_index(number)).first()
        if holder is not None and (not name.strip() or names.may_be(name, holder.name)):
            return holder
        if holder is not None:
            number, contact_phone = "", contact_phone or number
    name = names.cleaned(name)
    known = _known_without_number(rows, name, contact_phone, household) if not number else None
    if known is not None:
        return known
    person = Person(
        centre=centre,
        name=name,
        phone=number,
        contact_phone=normalise_cn(contact_phone) if contact_phone.strip() else "",
        hamlet=hamlet,
        household=household,
        birth_year=_year(birth_year),
        added_at=at,
        added_by_id=actor.account_id,
    )
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        # A colleague entered the same number a moment ago, or the button was tapped twice.
        return rows.get(phone_index=queries.phone_index(number))
    publish(
        PersonAdded(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=person.pk,
            way=way,
        )
    )
    return person


def _known_without_number(
    rows: QuerySet[Person], name: str, contact_phone: str, household: Household | None
) -> Person | None:
    """Find who has the same name and the same household or family telephone."""
    if household is not None:
        return rows.filter(name=name, household=household).first()
    if contact_phone.strip():
        number = normalise_cn(contact_phone)
        return next((p for p in rows.filter(name=name) if p.contact_phone == number), None)
    return None


def _year(year: int | None) -> int | None:
    if year is not None and not 1880 <= year <= 2200:
        raise BadInput("出生年份应是四位数字，如 1956。")
    return year


@transaction.atomic
def edit_person(
    *,
    centre: Centre,
    person_id: UUID,
    actor: Actor,
    at: datetime,
    name: str,
    phone: str | None = None,
    contact_phone: str | None = None,
    hamlet: Hamlet | None = None,
    household: Household | None = None,
    birth_year: int | None = None,
    id_number: str | None = None,
) -> Person:
    """Put a person's entry right; a number given as None stays as it is, as "" it is emptied.

    The phone of someone with an account of their own is the one they signed in with, so staff
    cannot change it under them. Raises BadInput for a number that is none or someone else's,
    NotAllowed for whoever is neither the person nor keeps the list.
    """
    person = Person.objects.of(centre).select_for_update().active().get(pk=person_id)
    require(policies.may_edit_person, actor, person)
    person.name, person.birth_year = names.cleaned(name), _year(birth_year)
    person.hamlet, person.household = hamlet, household
    if phone is not None:
        number = normalise_cn(phone) if phone.strip() else ""
        if number != person.phone:
            if person.account_id is not None:
                raise BadInput("这位居民用手机号登录，手机号要由本人在“我的资料”里更换。")
            _refuse_taken(person, number)
            person.phone = number
    if contact_phone is not None:
        person.contact_phone = normalise_cn(contact_phone) if contact_phone.strip() else ""
    if id_number is not None:
        person.id_number = id_numbers.check(id_number) if id_number.strip() else ""
    fields = ["name", "phone", "phone_index", "contact_phone", "hamlet", "household"]
    try:
        with transaction.atomic():
            person.save(update_fields=[*fields, "birth_year", "id_number"])
    except IntegrityError:
        raise BadInput(PHONE_TAKEN.format(name="另一位居民")) from None
    publish(
        PersonEdited(centre_id=centre.pk, at=at, actor_id=actor.account_id, subject_id=person.pk)
    )
    return person


def _refuse_taken(person: Person, number: str) -> None:
    if not number:
        return
    others = Person.objects.of(person.centre_id).active().exclude(pk=person.pk)
    holder = others.filter(phone_index=queries.phone_index(number)).first()
    if holder is not None:
        raise BadInput(PHONE_TAKEN.format(name=queries.masked_name(holder.name)))


@transaction.atomic
def numbers_for_errand(
    *, centre: Centre, person_ids: Iterable[UUID], actor: Actor, power: str, at: datetime
) -> dict[UUID, str]:
    """Return the numbers to ring of those to whom something is brought, else the family's.

    An errand shows numbers to whoever has its `power`, who need not be let into the list of people;
    each look is noted as in `reveal_person`. Raises NotAllowed.
    """
    require(policies.may_run_errand, actor, power)
    found = {}
    for person in Person.objects.of(centre).active().filter(pk__in=list(person_ids)):
        number = person.phone or person.contact_phone
        if not number:
            continue
        field = NumberKind.PHONE if person.phone else NumberKind.CONTACT_PHONE
        found[person.pk] = number
        _note_look(person, field, actor, at)
    return found


def _note_look(person: Person, field: str, actor: Actor, at: datetime) -> None:
    """Note who read a number in full: a fact in the book, and a line the person finds."""
    NumberLook.objects.create(
        centre_id=person.centre_id, person=person, field=field, by_id=actor.account_id, at=at
    )
    publish(
        PersonRevealed(
            centre_id=person.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=person.pk,
            field=field,
        )
    )


@transaction.atomic
def reveal_person(
    *, centre: Centre, person_id: UUID, field: str, actor: Actor, at: datetime
) -> str:
    """Return a number in full; who read it is a fact in the book, and the person finds it.

    `field` is phone, contact_phone or id_number.
    """
    person = Person.objects.of(centre).active().get(pk=person_id)
    require(policies.may_reveal_person, actor, person)
    if field not in NumberKind.values:
        raise BadInput
    _note_look(person, field, actor, at)
    value: str = getattr(person, field)
    return value


@transaction.atomic
def merge_persons(
    *, centre: Centre, keep_id: UUID, merge_id: UUID, actor: Actor, at: datetime
) -> Person:
    """Make one person of two entries: blanks of the kept one are filled, the other is closed.

    Other apps re-point their rows when they hear PersonsMerged. Raises WrongStep when both have
    an account, since then they are two people at two phones.
    """
    if keep_id == merge_id:
        raise BadInput("请选择另一位居民来合并。")
    rows = Person.objects.of(centre).select_for_update().active().order_by("id")
    both = {person.pk: person for person in rows.filter(pk__in=[keep_id, merge_id])}
    require(policies.may_manage_people, actor, centre.pk)
    if len(both) < 2:
        raise WrongStep("其中一位的登记已经合并或注销了。")
    keep, merged = both[keep_id], both[merge_id]
    if keep.account_id and merged.account_id:
        raise WrongStep("两位都有自己的账号，不能合并。")
    if keep.phone and merged.account_id:
        # The number someone signs in with wins over one that was typed for them.
        keep.contact_phone = keep.contact_phone or keep.phone
        keep.phone = ""
    taken = {
        field: getattr(merged, field)
        for field in ("phone", "contact_phone", "id_number", "birth_year", "hamlet_id")
    }
    spare = (merged.phone, merged.contact_phone)
    taken |= {"household_id": merged.household_id, "account_id": merged.account_id}
    merged.phone, merged.contact_phone, merged.id_number = "", "", ""
    merged.account, merged.is_active, merged.merged_into = None, False, keep
    merged.save()
    for field, value in taken.items():
        if value and not getattr(keep, field):
            setattr(keep, field, value)
    # A second number of the same human is still a way to reach them.
    second = next((number for number in spare if number and number != keep.phone), "")
    keep.contact_phone = keep.contact_phone or second
    keep.save()
    _move_papers(centre, merged, keep, at)
    hand_over(centre=centre, from_id=merged.pk, to_id=keep.pk)
    publish(
        PersonsMerged(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=keep.pk,
            merged_id=merged.pk,
        )
    )
    return keep


def _move_papers(centre: Centre, merged: Person, keep: Person, at: datetime) -> None:
    """Hand over consents, delegations and act-for sessions of an entry that is closed."""
    live = Consent.objects.of(centre).filter(withdrawn_at__isnull=True)
    held = list(live.filter(person=keep).values_list("matter", flat=True))
    live.filter(person=merged, matter__in=held).update(withdrawn_at=at)
    Consent.objects.of(centre).filter(person=merged).update(person=keep)
    NumberLook.objects.of(centre).filter(person=merged).update(person=keep)
    leaves = Delegation.objects.of(centre)
    leaves.filter(principal=merged).update(principal=keep)
    if keep.account_id is not None:
        # Who turned out to be their own delegate needs no leave.
        own = leaves.filter(principal=keep, delegate_id=keep.account_id, ended_at__isnull=True)
        own.update(ended_at=at)
    ActForSession.objects.of(centre).filter(person=merged).update(person=keep)


@transaction.atomic
def make_household(
    *,
    centre: Centre,
    number: str,
    actor: Actor,
    at: datetime,
    address: str = "",
    hamlet: Hamlet | None = None,
) -> Household:
    """Enter a household under its number of the village register.

    Raises BadInput for a number that is missing or taken, NotAllowed for an outsider.
    """
    require(policies.may_manage_people, actor, centre.pk)
    number = number.strip()
    if not number or len(number) > 40:
        raise BadInput("请填写户号，最多 40 个字。")
    household, made = Household.objects.of(centre).get_or_create(
        number=number,
        defaults={"centre": centre, "address": address.strip()[:120], "hamlet": hamlet},
    )
    if not made:
        raise BadInput("这个户号已经有了。")
    publish(
        HouseholdMade(
            centre_id=centre.pk, at=at, actor_id=actor.account_id, subject_id=household.pk
        )
    )
    return household


@transaction.atomic
def edit_household(
    *,
    centre: Centre,
    household_id: UUID,
    address: str,
    actor: Actor,
    at: datetime,
    hamlet: Hamlet | None = None,
) -> Household:
    """Put a household's address and hamlet right."""
    household = Household.objects.of(centre).select_for_update().get(pk=household_id)
    require(policies.may_manage_people, actor, centre.pk)
    household.address, household.hamlet = address.strip()[:120], hamlet
    household.save(update_fields=["address", "hamlet"])
    return household
