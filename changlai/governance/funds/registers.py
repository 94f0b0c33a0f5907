"""资金台账 and 捐赠台账: the lines of the ledger, from the rows; nothing is typed twice."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from changlai.engines.ledger.public import Entry
from changlai.governance.funds.models import FundEntry
from changlai.governance.funds.policies import SEE, visible_entries
from changlai.governance.funds.states import Purpose, SourceKind
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register


class FundsFilter(Period):
    """A span of days, a kind of source and a purpose."""

    kind = forms.ChoiceField(
        label="来源", required=False, choices=[("", "全部"), *SourceKind.choices]
    )
    purpose = forms.ChoiceField(
        label="用途", required=False, choices=[("", "全部"), *Purpose.choices]
    )


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = visible_entries(actor).select_related(
        "entry", "source", "project", "voucher__source", "prepared_by", "signed_by", "centre"
    )
    for name, lookup in (
        ("since", "entry__occurred_on__gte"),
        ("until", "entry__occurred_on__lte"),
        ("kind", "source__kind"),
        ("purpose", "entry__purpose"),
    ):
        if filters.get(name):
            rows = rows.filter(**{lookup: filters[name]})
    return rows.order_by("entry__occurred_on", "id")


def _gifts(actor: Any, filters: dict[str, Any]) -> Any:
    rows = _rows(actor, filters).filter(source__kind=SourceKind.DONATION)
    # A gift taken back goes out, and stands here as one gift less.
    return rows.filter(
        Q(entry__direction="in", entry__reverses=None)
        | Q(entry__direction="out", entry__reverses__isnull=False)
    )


def _money(side: str) -> Any:
    def cell(row: FundEntry) -> Decimal | None:
        return Decimal(row.entry.counted) / 100 if row.entry.side == side else None

    return cell


def _url(row: FundEntry) -> str:
    return centre_reverse(row.centre, "funds:desk_line", pk=row.pk)


_PEOPLE = [
    Column("记账人", lambda row: row.prepared_by.shown_name, width=10),
    Column("复核人", lambda row: row.signed_by.shown_name, width=10),
    Column("入账时间", "signed_at", "datetime", 18),
]

REGISTERS = [
    Register(
        code="funds",
        title="资金台账",
        order=430,
        group="保障",
        power=SEE,
        rows=_rows,
        filters=FundsFilter,
        source_models=(FundEntry, Entry),
        note="透明账，不代替三资平台、代理记账的账；记错了只冲正，不改不删。单位：元。",
        url=_url,
        columns=[
            Column("日期", "entry.occurred_on", "date", 12),
            Column("资金", "source.title", width=18),
            Column("来源", lambda row: row.source.get_kind_display(), width=10),
            Column("用途", "purpose_label", width=10),
            Column("做什么用", lambda row: _said(row), width=30),
            Column("项目", "project.title", width=16),
            Column("对方", "voucher.party", width=16),
            Column("收入", _money("in"), "number", 12),
            Column("支出", _money("out"), "number", 12),
            Column("凭证号", "voucher.voucher_number", "code", 14),
            *_PEOPLE,
        ],
    ),
    Register(
        code="fund_gifts",
        title="捐赠台账",
        order=431,
        group="保障",
        power=SEE,
        rows=_gifts,
        filters=Period,
        source_models=(FundEntry, Entry),
        note="没有同意公开名字的，对外写“爱心人士”。单位：元。",
        url=_url,
        columns=[
            Column("日期", "entry.occurred_on", "date", 12),
            Column("捐赠人", "voucher.party", width=16),
            Column("对外怎么写", "voucher.shown_party", width=16),
            Column("金额", _money("in"), "number", 12),
            Column("捐给", "source.title", width=18),
            Column("用途", "purpose_label", width=10),
            Column("说明", lambda row: _said(row), width=30),
            *_PEOPLE,
        ],
    ),
]


def _said(row: FundEntry) -> str:
    return f"冲正：{row.words}（{row.reason}）" if row.entry.is_reversal else str(row.words)
