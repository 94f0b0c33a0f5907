"""Sign a voucher as the second person: from then on it stands in the ledger for good."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.ledger.public import (
    Direction,
    Entry,
    NotEnough,
    enter,
    sums_by,
    take_back,
    yuan,
)
from changlai.foundation.people.public import Actor
from changlai.governance.funds import policies
from changlai.governance.funds.actions.typing_in import line_of
from changlai.governance.funds.actions.vouchers import locked_voucher
from changlai.governance.funds.events import FundBooked, VoucherMoved
from changlai.governance.funds.models import FundEntry, OpenMonth, Voucher
from changlai.governance.funds.queries.months import posted_month
from changlai.governance.funds.states import DECISION_ROLE, VoucherState, month_of, month_words
from changlai.kernel.errors import RuleBroken, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records.public import Visibility, link, links_of, put

RECORD_KIND = "fund_entry"


class NotForThis(RuleBroken):
    """Restricted money would be spent on another purpose, and no decision says so."""


class Short(RuleBroken):
    """A source has less than the voucher would take."""


def hold_money(centre: Any) -> OpenMonth:
    """Lock a centre's money: whoever signs and whoever publishes come one after the other."""
    key = getattr(centre, "pk", centre)
    # Made once, by whoever comes first; the insert that comes second finds the other's row.
    OpenMonth.objects.get_or_create(centre_id=key)
    return OpenMonth.objects.of(key).select_for_update().get()


@transaction.atomic
def sign_voucher(
    *, centre: Any, voucher_id: UUID, version: int, actor: Actor, at: datetime
) -> FundEntry:
    """Sign a voucher and enter it in the ledger; of two who sign at once exactly one counts.

    `version` is the one the signer read: other words than those are not signed. Raises
    NotAllowed, OwnVoucher for one's own; WrongStep where a colleague signed first, or it was
    changed meanwhile; NotForThis, Short.
    """
    held = hold_money(centre)
    voucher = locked_voucher(centre, voucher_id)
    require(policies.may_sign, actor, voucher)
    voucher.move_to(VoucherState.BOOKED)
    if voucher.version != version:
        raise WrongStep("这一笔刚刚被改过，请看清楚改过的内容再复核。")
    decision_id = _decision(voucher)
    month = posted_month(voucher.occurred_on, held.first)
    if voucher.direction == Direction.OUT:
        _require_enough(voucher, month)
    line_id, entry = _enter(voucher, actor, at)
    voucher.decided_by_id, voucher.decided_at = actor.account_id, at
    voucher.save(update_fields=["state", "decided_by", "decided_at"])
    line = FundEntry(
        id=line_id,
        centre_id=voucher.centre_id,
        voucher=voucher,
        entry=entry,
        source_id=voucher.source_id,
        project_id=voucher.project_id,
        month=month,
        words=voucher.words,
        reason=voucher.reason,
        decision_id=decision_id,
        prepared_by_id=voucher.prepared_by_id,
        signed_by_id=policies.hand_of(actor),
        signed_at=at,
    )
    line.save(force_insert=True)
    put(
        centre,
        line.pk,
        RECORD_KIND,
        f"{voucher.side_label}{yuan(voucher.counted)}元 {voucher.words}",
        at,
        Visibility.STAFF,
        url_name="funds:desk_line",
        is_new=True,
    )
    if decision_id is not None:
        link(centre, line.pk, decision_id, DECISION_ROLE, at=at, by_id=actor.account_id)
    _say(line, voucher, actor, at)
    return line


@transaction.atomic
def return_voucher(
    *, centre: Any, voucher_id: UUID, reason: str, actor: Actor, at: datetime
) -> Voucher:
    """Give a voucher back to whoever prepared it, with what is wrong, instead of signing it.

    Raises NotAllowed, OwnVoucher; BadInput without a reason; WrongStep once it is booked.
    """
    voucher = locked_voucher(centre, voucher_id)
    require(policies.may_sign, actor, voucher)
    if voucher.is_reversal:
        raise WrongStep("冲正不用退回：不同意就不复核，由记账的人作废。")
    voucher.move_to(VoucherState.RETURNED)
    voucher.reason = line_of(reason, "退回的原因", 120, needed="请写哪里不对，记账的人好改。")
    voucher.save(update_fields=["state", "reason"])
    publish(
        VoucherMoved(
            centre_id=voucher.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=voucher.pk,
            state=voucher.state,
            is_reversal=False,
        )
    )
    return voucher


def _decision(voucher: Voucher) -> UUID | None:
    """Return the decision a voucher stands on; raises NotForThis where it needs one."""
    if voucher.is_reversal or voucher.direction == Direction.IN:
        return None
    found = links_of(voucher.centre_id, [voucher.pk], DECISION_ROLE).last()
    source = voucher.source
    if source.is_restricted and voucher.purpose != source.purpose and found is None:
        raise NotForThis(
            f"“{source.title}”专款专用，只能用在{source.get_purpose_display()}；"
            f"要用在{voucher.get_purpose_display()}，先连上同意改用途的会议决定。"
        )
    return None if found is None else found.record_id


def _require_enough(voucher: Voucher, month: date) -> None:
    """Refuse what the source has not at the end of that month, or of any month since."""
    rows = FundEntry.objects.of(voucher.centre_id).filter(source_id=voucher.source_id)
    by_month = sums_by(rows, "month", path="entry__")
    left = sum(sums.balance for of, sums in by_month.items() if of <= month)
    least = [left]
    for of in sorted(one for one in by_month if one > month):
        left += by_month[of].balance
        least.append(left)
    have = min(least)
    if have >= voucher.cents:
        return
    when = "" if have == least[-1] else f"到{month_words(month)}底"
    raise _short(voucher, when, have)


def _enter(voucher: Voucher, actor: Actor, at: datetime) -> tuple[UUID, Entry]:
    line_id = FundEntry().pk
    said: dict[str, Any] = {
        "centre": voucher.centre_id,
        "occurred_on": voucher.occurred_on,
        "actor": actor,
        "at": at,
        "form_id": voucher.form_id,
        "origin_id": line_id,
    }
    try:
        if voucher.is_reversal:
            old = FundEntry.objects.of(voucher.centre_id).get(voucher_id=voucher.reverses_id)
            return line_id, take_back(entry_id=old.entry_id, **said)
        return line_id, enter(
            book_id=voucher.source.book_id,
            direction=voucher.direction,
            cents=voucher.cents,
            purpose=voucher.purpose,
            matter_id=voucher.project_id,
            **said,
        )
    except NotEnough as error:
        raise _short(voucher, "", error.left) from None


def _short(voucher: Voucher, when: str, have: int) -> Short:
    title, wanted = voucher.source.title, yuan(voucher.cents)
    left = f"“{title}”{when}只有{yuan(max(have, 0))}元"
    if voucher.is_reversal:
        return Short(f"{left}，这笔{wanted}元的收入已经花掉一部分，不能冲正。")
    return Short(f"{left}，这一笔要{wanted}元，不够。")


def _say(line: FundEntry, voucher: Voucher, actor: Actor, at: datetime) -> None:
    own = month_of(voucher.occurred_on) == line.month
    publish(
        FundBooked(
            centre_id=line.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=line.pk,
            source_id=voucher.source_id,
            side=voucher.side,
            cents=voucher.counted,
            purpose=voucher.purpose,
            day=voucher.occurred_on if own else line.month,
            is_reversal=voucher.is_reversal,
        )
    )
