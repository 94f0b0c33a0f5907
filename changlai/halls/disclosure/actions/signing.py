"""Hand in, sign as the village's supervision, approve and let out, declare once a year."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.content.public import (
    Piece,
    Version,
    VersionState,
    Wording,
    change_draft,
    open_version,
    publish_version,
    send_back,
    submit_version,
    take_down,
)
from changlai.foundation.people.public import Actor
from changlai.halls.disclosure import policies
from changlai.halls.disclosure.events import (
    DeclarationMade,
    DisclosurePublished,
    DisclosureSigned,
)
from changlai.halls.disclosure.models import Declaration, Disclosure, SignOff
from changlai.halls.disclosure.queries.showing import public_days
from changlai.halls.disclosure.queries.signing import (
    agreed,
    digest_of,
    has_declared,
    never_public,
    refusal_of,
    signatures_of,
    texts_beside,
    year_of,
)
from changlai.halls.disclosure.states import LONGEST_DAYS, SignedAs, Verdict
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def hand_in(*, centre: Any, disclosure_id: UUID, actor: Actor, at: datetime) -> Version:
    """Give the draft to the supervision. Raises NotAllowed, WrongStep, BadInput.

    What could not be published anyway is told to the writer now, not to those who sign later.
    """
    _, version = _locked(centre, disclosure_id)
    require(policies.may_write, actor, centre)
    if version is None or version.state != VersionState.DRAFT:
        raise WrongStep("这一份已经送审了。")
    if not version.body and not version.disclosure_lines.exists():
        raise BadInput("还没有写正文，也没有一行内容，请先写好。")
    if marks := never_public(texts_beside(version)):
        raise BadInput(refusal_of(marks, "表格或附件名"))
    return submit_version(centre=centre, version_id=version.pk, actor=actor, at=at)


@transaction.atomic
def supervise(
    *,
    centre: Any,
    disclosure_id: UUID,
    digest: str,
    verdict: str,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> SignOff:
    """Sign exactly these words (`digest`) as the supervision, or send them back saying why.

    Raises NotAllowed, also for whoever wrote it; WrongStep where somebody signed a moment ago,
    where the words have changed since they were read, and without this year's declaration.
    """
    row, version = _in_review(centre, disclosure_id)
    require(policies.may_supervise, actor, centre)
    _refuse_own(row, version, actor)
    year = year_of(at)
    if not has_declared(centre, actor.account_id, year):
        raise WrongStep(f"请先做{year}年的声明：不是村委会成员，也不是他们的近亲属。")
    return _sign(row, version, SignedAs.SUPERVISE, digest, verdict, note, actor, at)


@transaction.atomic
def approve(
    *,
    centre: Any,
    disclosure_id: UUID,
    digest: str,
    verdict: str,
    actor: Actor,
    at: datetime,
    note: str = "",
    days: int | None = None,
    phones_seen: bool = False,
) -> SignOff:
    """Approve exactly these words and let them out for `days`, or send them back saying why.

    Raises NotAllowed; WrongStep before the supervision signed these very words, and where somebody
    else was faster; BadInput for what may not be public.
    """
    row, version = _in_review(centre, disclosure_id)
    require(policies.may_approve, actor, centre)
    _refuse_own(row, version, actor)
    supervised = agreed(signatures_of(version), SignedAs.SUPERVISE)
    if supervised is None and verdict == Verdict.AGREED:
        raise WrongStep("监督委员还没有审核这一份(改过的要重新审核)，不能批准。")
    if supervised is not None and supervised.by_id == actor.account_id:
        raise WrongStep("审核的人不能再批准，请换一个人。")
    signed = _sign(row, version, SignedAs.APPROVE, digest, verdict, note, actor, at)
    if verdict == Verdict.AGREED:
        _let_out(centre, row, version, actor, at, days, phones_seen)
    return signed


def _let_out(
    centre: Any,
    row: Disclosure,
    version: Version,
    actor: Actor,
    at: datetime,
    days: int | None,
    phones_seen: bool,
) -> None:
    days = public_days(centre) if days is None else days
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(f"公示天数请填1到{LONGEST_DAYS}。")
    starts = timezone.localdate(at)
    change_draft(
        centre=centre,
        version_id=version.pk,
        actor=actor,
        at=at,
        wording=Wording(
            title=version.title,
            summary=version.summary,
            body=version.body,
            more=version.more,
            source=version.source,
            starts_on=starts,
            # Whole days: the day it is put up is not counted.
            ends_on=starts + timedelta(days=days),
        ),
    )
    publish_version(
        centre=centre, version_id=version.pk, actor=actor, at=at, phones_seen=phones_seen
    )
    publish(
        DisclosurePublished(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            category=row.category,
        )
    )


@transaction.atomic
def withdraw_disclosure(
    *, centre: Any, disclosure_id: UUID, actor: Actor, at: datetime, note: str
) -> Version:
    """Take a disclosure down before its days are over, saying why. Raises NotAllowed, WrongStep."""
    require(policies.may_approve, actor, centre)
    if not note.strip():
        raise BadInput("请写一句为什么撤下。")
    return take_down(centre=centre, piece_id=disclosure_id, actor=actor, at=at, note=note)


@transaction.atomic
def declare(*, centre: Any, is_true: bool, actor: Actor, at: datetime) -> Declaration:
    """Keep a supervisor's word for this year; said twice it is the first. Raises NotAllowed."""
    require(policies.may_supervise, actor, centre)
    if not is_true:
        raise BadInput("声明属实才能审核，请看清楚再勾上。不属实的，请告诉书记换人。")
    year = year_of(at)
    rows = Declaration.objects.of(centre).filter(account_id=actor.account_id, year=year)
    first: Declaration | None = rows.first()
    if first is not None:
        return first
    account_id: Any = actor.account_id
    row = Declaration(centre_id=centre.pk, account_id=account_id, year=year, at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        found: Declaration = rows.get()
        return found
    publish(
        DeclarationMade(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            year=year,
        )
    )
    return row


def _locked(centre: Any, disclosure_id: UUID) -> tuple[Disclosure, Any]:
    Piece.objects.of(centre).select_for_update().get(pk=disclosure_id)
    row = Disclosure.objects.of(centre).select_for_update().get(pk=disclosure_id)
    return row, open_version(centre, row.piece_id)


def _in_review(centre: Any, disclosure_id: UUID) -> tuple[Disclosure, Version]:
    row, version = _locked(centre, disclosure_id)
    if version is None or version.state != VersionState.REVIEW:
        raise WrongStep("这一份现在不在审核，可能同事刚签过、退回或公示了，请刷新再看。")
    return row, version


def _refuse_own(row: Disclosure, version: Version, actor: Actor) -> None:
    if actor.account_id in {version.written_by_id, row.changed_by_id}:
        raise WrongStep("自己写的、改过的，不能自己签，请换一个人。")


def _sign(
    row: Disclosure,
    version: Version,
    signed_as: SignedAs,
    digest: str,
    verdict: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> SignOff:
    note = " ".join(note.split())[:200]
    if verdict not in Verdict.values:
        raise BadInput("请选同意还是退回。")
    if verdict == Verdict.REFUSED and not note:
        raise BadInput("退回请写一句哪里要改。")
    if digest != digest_of(version):
        raise WrongStep("您看的时候有人改过，请看过新的再签。")
    by_id: Any = actor.account_id
    key = {
        "version": version,
        "digest": digest,
        "handed_in_at": version.submitted_at,
        "signed_as": signed_as,
    }
    signed = SignOff(
        centre_id=row.centre_id,
        verdict=verdict,
        note=note,
        by_id=by_id,
        at=at,
        **key,
    )
    try:
        with transaction.atomic():
            signed.save(force_insert=True)
    except IntegrityError:
        first = SignOff.objects.of(row.centre_id).select_related("by").get(**key)
        raise WrongStep(f"{first.by.shown_name}刚刚已经签过这一份了。") from None
    publish(
        DisclosureSigned(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            signed_as=signed_as.value,
            verdict=verdict,
            sign_off_id=signed.pk,
        )
    )
    if verdict == Verdict.REFUSED:
        # Who signs need not hold the power to publish; the fact above says who sent it back.
        system = Actor.system(row.centre_id)
        send_back(centre=row.centre_id, version_id=version.pk, actor=system, at=at, note=note)
    return signed
