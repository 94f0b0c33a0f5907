"""Verbs of signing in: ask for a code, use it, come into a centre, leave for good."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from changlai.foundation.areas.public import Centre, Hamlet
from changlai.foundation.people import names, queries
from changlai.foundation.people.events import (
    ConsentGiven,
    PersonAdded,
    PersonErased,
    PersonLinked,
    SignedIn,
)
from changlai.foundation.people.models import (
    Account,
    Consent,
    Delegation,
    NumberLook,
    Person,
    RoleGrant,
    SignInCode,
)
from changlai.foundation.people.states import Matter
from changlai.kernel.crypto.phones import is_mobile, normalise_cn
from changlai.kernel.crypto.public import blind_index
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.outbox.public import forget_person
from changlai.kernel.tasks.locks import wait_for

CODE_MINUTES = 5
CODE_TRIES = 5
# Seconds to wait after the first, second … unused code of a day; the last holds from then on.
PHONE_WAITS = (60, 120, 300, 900, 3600)
PHONE_CODES_A_DAY = 20
# A hall shares one address among many phones, so the first codes of an hour are free.
ADDRESS_FREE_AN_HOUR = 20
ADDRESS_WAITS = (30, 60, 120, 300, 600)
PRIVACY_VERSION = "2026-11"

WRONG_CODE = "验证码不对或已过期，请核对后再填，或重新获取。"


class TooOften(BadInput):
    """A code was asked for too soon after the last; `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        wait = f"{seconds}秒" if seconds < 120 else f"{-(-seconds // 60)}分钟"
        super().__init__(f"获取验证码太频繁了，请过{wait}再试。")


@dataclass(frozen=True)
class AskedCode:
    """A code to be brought to a phone, once."""

    phone: str
    code: str
    expires_at: datetime


def ask_code(*, phone: str, address: str, at: datetime) -> AskedCode:
    """Make a six-digit code for a phone, whether or not the phone is known.

    The wait grows with each code that was not used, per phone and per address, so that neither
    a phone can be rung all day nor a code be guessed. Raises BadInput for what is no mobile
    number; TooOften when it is too soon.
    """
    number = normalise_cn(phone)
    if not is_mobile(number):
        raise BadInput("请填 11 位手机号，座机收不到验证码。")
    of_phone = blind_index(number, "phone")
    of_address = blind_index(address, "address")
    with transaction.atomic():
        # A hundred requests at the same moment must not each find that none came before.
        wait_for(f"sign-in {of_phone}", f"sign-in {of_address}")
        _refuse_haste(of_phone, of_address, at)
        code = f"{secrets.randbelow(10**6):06d}"
        asked = SignInCode(
            phone_index=of_phone,
            address_index=of_address,
            asked_at=at,
            expires_at=at + timedelta(minutes=CODE_MINUTES),
        )
        asked.code_hash = _hash(asked.pk, code)
        asked.save(force_insert=True)
    return AskedCode(number, code, asked.expires_at)


def _hash(code_id: UUID, code: str) -> str:
    return blind_index(f"{code_id}:{code}", "sign-in code")


def _refuse_haste(of_phone: str, of_address: str, at: datetime) -> None:
    day_ago, hour_ago = at - timedelta(days=1), at - timedelta(hours=1)
    mine = SignInCode.objects.filter(phone_index=of_phone, asked_at__gt=day_ago)
    unused = list(
        mine.filter(used_at__isnull=True).order_by("-asked_at").values_list("asked_at", flat=True)
    )
    waits = []
    if unused:
        wait = PHONE_WAITS[min(len(unused), len(PHONE_WAITS)) - 1]
        waits.append(unused[0] + timedelta(seconds=wait))
    if mine.count() >= PHONE_CODES_A_DAY:
        waits.append(
            mine.order_by("asked_at").values_list("asked_at", flat=True)[0] + timedelta(days=1)
        )
    here = list(
        SignInCode.objects.filter(address_index=of_address, asked_at__gt=hour_ago)
        .order_by("-asked_at")
        .values_list("asked_at", flat=True)[: ADDRESS_FREE_AN_HOUR + len(ADDRESS_WAITS)]
    )
    over = len(here) - ADDRESS_FREE_AN_HOUR
    if over >= 0:
        wait = ADDRESS_WAITS[min(over, len(ADDRESS_WAITS) - 1)]
        waits.append(here[0] + timedelta(seconds=wait))
    if waits and max(waits) > at:
        raise TooOften(int((max(waits) - at).total_seconds()) + 1)


def use_code(*, phone: str, code: str, at: datetime) -> Account:
    """Take a code back and return its phone's account, made now if there was none.

    Raises BadInput for a code that is wrong, too old, used, or tried five times; the sentence
    is one and the same, so that nothing can be learned from it.
    """
    number = normalise_cn(phone)
    typed = "".join(character for character in code if character.isdecimal())
    with transaction.atomic():
        asked = (
            SignInCode.objects.select_for_update()
            .filter(
                phone_index=blind_index(number, "phone"), expires_at__gt=at, used_at__isnull=True
            )
            .order_by("-asked_at", "-id")
            .first()
        )
        right = False
        if asked is not None and asked.tries < CODE_TRIES:
            right = hmac.compare_digest(asked.code_hash, _hash(asked.pk, typed))
            asked.tries += 1
            if right:
                asked.used_at = at
            asked.save(update_fields=["tries", "used_at"])
    # Raised after the transaction: the count of wrong tries must stay.
    if not right:
        raise BadInput(WRONG_CODE)
    return account_of(number, at)


def account_of(number: str, at: datetime) -> Account:
    """Return the account of a normalised phone, made now if there was none."""
    index = queries.phone_index(number)
    account = Account.objects.filter(phone_index=index).first()
    if account is None:
        try:
            with transaction.atomic():
                return Account.objects.create_user(phone=number, joined_at=at)
        except IntegrityError:
            account = Account.objects.get(phone_index=index)
    if not account.is_active:
        raise BadInput("这个账号已停用，请到窗口或打中心电话询问。")
    return account


@transaction.atomic
def note_sign_in(*, account: Account, way: str, at: datetime) -> None:
    """Put a sign-in into the book of every centre the account belongs to."""
    centres = set(
        Person.objects.filter(account=account, is_active=True).values_list("centre_id", flat=True)
    )
    centres |= set(
        RoleGrant.objects.effective(at)
        .filter(account=account, centre__isnull=False)
        .values_list("centre_id", flat=True)
    )
    for centre_id in sorted(centres):
        publish(
            SignedIn(
                centre_id=centre_id, at=at, actor_id=account.pk, subject_id=account.pk, way=way
            )
        )


@transaction.atomic
def join_centre(
    *,
    centre: Centre,
    account: Account,
    name: str,
    agreed: bool,
    at: datetime,
    hamlet: Hamlet | None = None,
) -> Person:
    """Let an account come into a centre as a person, after the privacy note was agreed to.

    Whom the village knows by the same phone, already proven by the code, is that person and
    keeps the village's entry. Raises BadInput without agreement or name, or when the number
    belongs there to another account.
    """
    if not agreed:
        raise BadInput("请先阅读并同意个人信息使用说明。")
    account = Account.objects.select_for_update().get(pk=account.pk)
    rows = Person.objects.of(centre).select_for_update().active()
    person = rows.filter(account=account).first()
    if person is not None:
        return person
    known = rows.filter(phone_index=account.phone_index).first() if account.phone_index else None
    if known is not None and known.account_id is not None:
        raise BadInput("这个手机号在本村登记在另一个账号名下，请到窗口核对。")
    facts: dict[str, Any] = {"centre_id": centre.pk, "at": at, "actor_id": account.pk}
    if known is not None:
        known.account = account
        known.save(update_fields=["account"])
        person = known
        publish(PersonLinked(**facts, subject_id=person.pk))
    else:
        person = Person(
            centre=centre,
            name=names.cleaned(name),
            phone=account.phone,
            hamlet=hamlet,
            account=account,
            added_at=at,
            added_by=account,
        )
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError:
            raise WrongStep("工作人员刚刚登记了您的手机号，请再点一次。") from None
        publish(PersonAdded(**facts, subject_id=person.pk, way="self"))
    if not account.name:
        account.name = person.name
        account.save(update_fields=["name"])
    consent, made = Consent.objects.of(centre).get_or_create(
        person=person,
        matter=Matter.PRIVACY,
        withdrawn_at=None,
        defaults={
            "centre": centre,
            "version": PRIVACY_VERSION,
            "given_at": at,
            "given_by": account,
        },
    )
    if made:
        publish(ConsentGiven(**facts, subject_id=person.pk, matter=consent.matter))
    return person


@transaction.atomic
def sign_out_everywhere(*, account: Account, at: datetime) -> None:
    """End every session of an account, as after a lost phone."""
    Account.objects.filter(pk=account.pk).update(session_round=F("session_round") + 1)


@transaction.atomic
def close_account(*, account: Account, at: datetime) -> None:
    """Forget a resident who asks for it (注销): names and numbers go, the account is closed.

    What was done stays, told by ids only. Raises WrongStep while the account serves somewhere:
    its roles are ended first, by whoever gave them.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    if RoleGrant.objects.effective(at).filter(account=account).exists():
        raise WrongStep("您现在还担任工作角色，请先请书记结束角色，再注销账号。")
    for person in Person.objects.filter(account=account).order_by("centre_id", "id"):
        erase(person)
        publish(
            PersonErased(
                centre_id=person.centre_id, at=at, actor_id=account.pk, subject_id=person.pk
            )
        )
    Delegation.objects.filter(delegate=account, ended_at__isnull=True).update(ended_at=at)
    account.factors.all().delete()
    account.name, account.username, account.phone = "", None, ""
    account.is_active, account.closed_at = False, at
    account.session_round += 1
    account.set_unusable_password()
    account.save()


def erase(person: Person) -> None:
    """Empty a person's row of everything that says who they are, and what they were told.

    Entries that were merged into it are the same human, so they go the same way.
    """
    for earlier in Person.objects.of(person.centre_id).filter(merged_into=person):
        erase(earlier)
    forget_person(centre=person.centre_id, person_id=person.pk)
    person.name, person.phone, person.contact_phone, person.id_number = "已注销", "", "", ""
    person.birth_year = person.household = person.hamlet = person.account = None
    person.is_active = False
    person.save()
    Delegation.objects.of(person.centre_id).filter(principal=person).update(evidence="")
    Consent.objects.of(person.centre_id).filter(person=person).update(note="")
    NumberLook.objects.of(person.centre_id).filter(person=person).delete()


def drop_old_codes(at: datetime) -> int:
    """Delete sign-in codes older than two days; the waits look back one."""
    deleted, _ = SignInCode.objects.filter(asked_at__lt=at - timedelta(days=2)).delete()
    return deleted
