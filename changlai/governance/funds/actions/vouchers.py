"""Write a voucher down, change it, drop it, ask for a line to be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.ledger.public import MOST_CENTS, Direction
from changlai.foundation.people.public import Actor
from changlai.governance.funds import policies
from changlai.governance.funds.actions.typing_in import line_of
from changlai.governance.funds.events import NamingChanged, VoucherMoved
from changlai.governance.funds.models import FundProject, FundSource, Voucher
from changlai.governance.funds.states import (
    DECISION_ROLE,
    PHOTO,
    PartyKind,
    Purpose,
    VoucherState,
)
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import IMAGES, keep_file
from changlai.kernel.policies import require
from changlai.kernel.records.public import link, unlink

FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class VoucherWords:
    """What came or went, as it was typed; without a purpose it is for the source's own."""

    source_id: UUID
    direction: str
    cents: int
    occurred_on: date
    purpose: str
    words: str
    party: str = ""
    party_kind: str = PartyKind.ORG
    may_name: bool = False
    project_id: UUID | None = None
    voucher_number: str = ""


@transaction.atomic
def draft_voucher(
    *,
    centre: Any,
    words: VoucherWords,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    photos: Iterable[Any] = (),
    external_number: str = "",
) -> Voucher:
    """Write down what came or went, to be signed by another; one form is one voucher.

    A photograph is kept where there is one and never asked for. Raises NotAllowed; BadInput for
    what cannot be: an amount of nothing, a day that has not come, a number of a person in words.
    """
    require(policies.may_enter, actor, centre)
    rows = Voucher.objects.of(centre)
    if (first := rows.filter(form_id=form_id).first()) is not None:
        return first
    voucher = Voucher(
        centre_id=centre.pk,
        state=VoucherState.DRAFTED,
        external_number=external_number,
        prepared_by_id=policies.hand_of(actor),
        prepared_at=at,
        form_id=form_id,
    )
    _write(voucher, words, at)
    try:
        with transaction.atomic():
            voucher.save(force_insert=True)
    except IntegrityError:
        if (first := rows.filter(form_id=form_id).first()) is not None:
            return first
        raise BadInput(f"编号“{external_number}”已经导入过了。") from None
    keep_photos(voucher, photos, actor, at)
    _say(voucher, actor, at)
    return voucher


@transaction.atomic
def change_voucher(
    *,
    centre: Any,
    voucher_id: UUID,
    words: VoucherWords,
    actor: Actor,
    at: datetime,
    photos: Iterable[Any] = (),
) -> Voucher:
    """Put other words into a voucher that nobody signed; it waits for its signature again.

    Whoever changes it has prepared it: they cannot sign it themselves. Raises NotAllowed,
    WrongStep once it is booked or dropped, BadInput; a reversal's words are its line's.
    """
    voucher = locked_voucher(centre, voucher_id)
    require(policies.may_change, actor, voucher)
    if voucher.is_reversal:
        raise WrongStep("冲正照原来那一笔，不能改；不对就作废，重新冲正。")
    voucher.move_to(VoucherState.DRAFTED)
    voucher.version += 1
    voucher.prepared_by_id, voucher.prepared_at = policies.hand_of(actor), at
    voucher.reason = ""
    _write(voucher, words, at)
    voucher.save()
    keep_photos(voucher, photos, actor, at)
    _say(voucher, actor, at)
    return voucher


@transaction.atomic
def drop_voucher(*, centre: Any, voucher_id: UUID, actor: Actor, at: datetime) -> Voucher:
    """Drop a voucher that nobody signed. Raises NotAllowed, WrongStep."""
    voucher = locked_voucher(centre, voucher_id)
    require(policies.may_change, actor, voucher)
    voucher.move_to(VoucherState.DROPPED)
    voucher.decided_by_id, voucher.decided_at = actor.account_id, at
    voucher.save(update_fields=["state", "decided_by", "decided_at"])
    _say(voucher, actor, at)
    return voucher


@transaction.atomic
def ask_reversal(
    *, centre: Any, voucher_id: UUID, reason: str, actor: Actor, at: datetime, form_id: UUID
) -> Voucher:
    """Write a voucher that takes a booked line back, with the reason; another signs it too.

    Raises NotAllowed; BadInput without a reason; WrongStep for what is not booked, is itself a
    reversal, or has one already.
    """
    require(policies.may_enter, actor, centre)
    rows = Voucher.objects.of(centre)
    # The row locked is the one that two reversals would both point to.
    old = locked_voucher(centre, voucher_id)
    if (first := rows.filter(form_id=form_id).first()) is not None:
        return first
    if old.state != VoucherState.BOOKED:
        raise WrongStep("还没有入账的不用冲正，直接改或者作废。")
    if old.is_reversal:
        raise WrongStep("这一笔本身就是冲正，不能再冲；弄错了请照实重新记一笔。")
    standing = rows.filter(reverses=old).exclude(state=VoucherState.DROPPED).first()
    if standing is not None:
        raise WrongStep(
            "这一笔已经冲正过了，不能再冲。"
            if standing.state == VoucherState.BOOKED
            else "这一笔已经有人提了冲正，正等复核。"
        )
    voucher = Voucher(
        centre_id=old.centre_id,
        source_id=old.source_id,
        direction=Direction.OUT if old.direction == Direction.IN else Direction.IN,
        cents=old.cents,
        occurred_on=timezone.localdate(at),
        purpose=old.purpose,
        project_id=old.project_id,
        words=old.words,
        party=old.party,
        party_kind=old.party_kind,
        may_name=old.may_name,
        voucher_number=old.voucher_number,
        state=VoucherState.DRAFTED,
        reverses=old,
        reason=line_of(reason, "原因", 120, needed="请写为什么要冲正，例如：金额记错了。"),
        prepared_by_id=policies.hand_of(actor),
        prepared_at=at,
        form_id=form_id,
    )
    voucher.save(force_insert=True)
    _say(voucher, actor, at)
    return voucher


@transaction.atomic
def set_naming(
    *, centre: Any, voucher_id: UUID, may_name: bool, actor: Actor, at: datetime
) -> Voucher:
    """Note that a giver agrees to be named, or no longer does; also after it was published.

    Raises NotAllowed; WrongStep for what is no gift.
    """
    voucher = locked_voucher(centre, voucher_id)
    require(policies.may_change, actor, voucher)
    if not voucher.source.is_gift:
        raise WrongStep("只有捐赠才问要不要公开名字。")
    if voucher.may_name != may_name:
        voucher.may_name = may_name
        voucher.save(update_fields=["may_name"])
        publish(NamingChanged(**_said(voucher, actor, at), may_name=may_name))
    return voucher


@transaction.atomic
def link_decision(
    *, centre: Any, voucher_id: UUID, record_id: UUID, actor: Actor, at: datetime
) -> None:
    """Let a voucher point to the decision that lets the money be used otherwise.

    Raises NotAllowed; WrongStep once it is booked; BadInput where there is no such record.
    """
    voucher = locked_voucher(centre, voucher_id)
    require(policies.may_change, actor, voucher)
    voucher.move_to(VoucherState.DRAFTED)
    voucher.version += 1
    voucher.save(update_fields=["state", "version"])
    link(centre, voucher.pk, record_id, DECISION_ROLE, at=at, by_id=actor.account_id)


@transaction.atomic
def unlink_decision(
    *, centre: Any, voucher_id: UUID, record_id: UUID, actor: Actor, at: datetime
) -> None:
    """Take such a link away again. Raises NotAllowed, WrongStep."""
    voucher = locked_voucher(centre, voucher_id)
    require(policies.may_change, actor, voucher)
    voucher.move_to(VoucherState.DRAFTED)
    voucher.version += 1
    voucher.save(update_fields=["state", "version"])
    unlink(centre, voucher.pk, record_id, DECISION_ROLE)


def keep_photos(voucher: Voucher, photos: Iterable[Any], actor: Actor, at: datetime) -> None:
    """Keep photographs of the paper, private to those who keep the money."""
    for upload in photos:
        keep_file(
            centre=voucher.centre_id,
            upload=upload,
            purpose=PHOTO,
            actor_id=actor.account_id,
            at=at,
            allowed=IMAGES,
            record_id=voucher.pk,
        )


def locked_voucher(centre: Any, voucher_id: UUID) -> Voucher:
    """Return a voucher with its source, locked until the transaction ends."""
    rows = Voucher.objects.of(centre).select_for_update(of=("self",))
    return rows.select_related("source").get(pk=voucher_id)


def _write(voucher: Voucher, words: VoucherWords, at: datetime) -> None:
    centre = voucher.centre_id
    source = FundSource.objects.of(centre).filter(pk=words.source_id).first()
    if source is None:
        raise BadInput("请选这笔钱属于哪一笔资金。")
    purpose = words.purpose or source.purpose
    if words.direction not in Direction.values or purpose not in Purpose.values:
        raise BadInput("请选是收入还是支出、用在哪方面。")
    if not 0 < words.cents <= MOST_CENTS:
        raise BadInput("金额要大于0，一笔最多 99,999,999.99 元。")
    if words.occurred_on > timezone.localdate(at):
        raise BadInput("日期还没有到，请填钱真正收到或者付出的那天。")
    if words.occurred_on < FIRST_DAY:
        raise BadInput("日期太早了，请再看一下年份。")
    is_out = words.direction == Direction.OUT
    if is_out and source.ends_on and words.occurred_on > source.ends_on:
        day = source.ends_on
        raise BadInput(f"“{source.title}”只能用到{day.year}年{day.month}月{day.day}日。")
    if words.project_id is not None:
        if not FundProject.objects.of(centre).filter(pk=words.project_id).exists():
            raise BadInput("没有找到这个项目，请重新选。")
        voucher.project_id = words.project_id
    else:
        voucher.project_id = None
    voucher.source, voucher.direction, voucher.cents = source, words.direction, words.cents
    voucher.occurred_on, voucher.purpose = words.occurred_on, purpose
    voucher.words = line_of(
        words.words, "做什么用", 80, needed="请写这笔钱做什么用，例如：买折叠桌6张。"
    )
    voucher.party = line_of(words.party, "对方", 60)
    kind = words.party_kind
    voucher.party_kind = kind if kind in PartyKind.values else PartyKind.PERSON
    voucher.may_name = words.may_name and source.is_gift and not is_out
    number = " ".join(words.voucher_number.split())
    if len(number) > 40:
        raise BadInput("凭证号太长了，最多40个字。")
    voucher.voucher_number = number


def _said(voucher: Voucher, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": voucher.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": voucher.pk,
    }


def _say(voucher: Voucher, actor: Actor, at: datetime) -> None:
    publish(
        VoucherMoved(
            **_said(voucher, actor, at), state=voucher.state, is_reversal=voucher.is_reversal
        )
    )
