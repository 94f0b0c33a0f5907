"""今日: what waits for a second signature, what came back, and months that are to be published."""

from typing import Any

from django.utils import timezone

from changlai.engines.ledger.public import yuan
from changlai.governance.funds.models import Voucher
from changlai.governance.funds.policies import ENTER, PUBLISH, SIGN
from changlai.governance.funds.queries.months import due_day, months_waiting
from changlai.governance.funds.states import VoucherState, month_words
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _lines(rows: Any, tag: str, tone: str) -> Lines:
    found = list(rows.select_related("centre").order_by("prepared_at", "id")[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{row.side_label}{yuan(row.counted)}元 {row.words}",
            url=centre_reverse(row.centre, "funds:desk_voucher", pk=row.pk),
            note=row.reason if row.state == VoucherState.RETURNED else "",
            at=row.prepared_at,
            after="记的",
            tag="冲正" if row.is_reversal else tag,
            tone=tone,
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _waiting(actor: Any, at: Any) -> Lines:
    rows = Voucher.objects.of(actor.centre_id).filter(state=VoucherState.DRAFTED)
    return _lines(rows.exclude(prepared_by_id=actor.account_id), "待复核", "waiting")


def _returned(actor: Any, at: Any) -> Lines:
    rows = Voucher.objects.of(actor.centre_id).filter(state=VoucherState.RETURNED)
    return _lines(rows, "退回", "late")


def _months(actor: Any, at: Any) -> Lines:
    today = timezone.localdate(at)
    months = months_waiting(actor.centre_id, at)
    lines = [
        TodayLine(
            title=f"公开{month_words(month)}的收支",
            url=centre_reverse(actor.centre, "funds:desk_months"),
            at=due_day(month),
            after="前公开",
            tag="还没公开",
            late=today > due_day(month),
        )
        for month in months[:SHOWN]
    ]
    return lines, len(months)


def _may(power: str) -> Any:
    return lambda actor: bool(actor.can(power))


TODAY = [
    TodaySection(
        code="funds_waiting",
        title="待复核的收支",
        order=80,
        lines=_waiting,
        more_url_name="funds:desk_waiting",
        shown=_may(SIGN),
        empty="没有等您复核的。",
    ),
    TodaySection(
        code="funds_returned",
        title="退回的收支",
        order=81,
        lines=_returned,
        more_url_name="funds:desk_vouchers",
        shown=_may(ENTER),
        empty="没有退回来的。",
    ),
    TodaySection(
        code="funds_months",
        title="资金公开",
        order=82,
        lines=_months,
        more_url_name="funds:desk_months",
        shown=_may(PUBLISH),
        empty="都公开了。",
    ),
]
