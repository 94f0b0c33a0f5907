"""格子间台账: every term a cell was given for, from the allocations themselves."""

from typing import Any

from django import forms
from django.utils import timezone

from changlai.foundation.people.public import masked_name
from changlai.halls.cells.models import Allocation
from changlai.halls.cells.states import CellKind
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register


class CellsFilter(Period):
    """Days of giving, and the kind."""

    kind = forms.ChoiceField(
        label="种类", required=False, choices=[("", "全部"), *CellKind.choices]
    )


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = Allocation.objects.of(actor.centre_id).select_related(
        "cell__room", "person", "given_by", "centre"
    )
    if filters.get("since"):
        rows = rows.filter(starts_on__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(starts_on__lte=filters["until"])
    if filters.get("kind"):
        rows = rows.filter(cell__kind=filters["kind"])
    return rows.order_by("-starts_on", "-id")


def _who(row: Allocation) -> str:
    return masked_name(row.who)


def _result(row: Allocation) -> str:
    if row.returned_at:
        day = timezone.localtime(row.returned_at)
        return f"{day:%Y-%m-%d}退还" + (f"，{row.return_note}" if row.return_note else "")
    return "在用"


REGISTERS = [
    Register(
        code="cells",
        title="便民格子间台账",
        order=330,
        group="场所",
        power="cells.see",
        rows=_rows,
        filters=CellsFilter,
        source_models=(Allocation,),
        note="分给谁、用到哪天、收不收费、退了没有，都从分配记录里来。",
        url=lambda row: centre_reverse(row.centre, "cells:desk_allocation", pk=row.pk),
        columns=[
            Column("从", "starts_on", "date", 12),
            Column("到", "ends_on", "date", 12),
            Column("种类", lambda row: row.cell.get_kind_display(), width=10),
            Column("格子间", "cell.name", width=14),
            Column("地点", lambda row: row.cell.room or row.cell.place, width=16),
            Column("对象", _who, width=10),
            Column("用途", "purpose", width=24),
            Column("收费", "fee_note", width=14),
            Column("续期次数", "renewals", "number", 10),
            Column("不按顺序的原因", "out_of_turn", width=24),
            Column("经办人", lambda row: row.given_by.shown_name if row.given_by else "", width=10),
            Column("结果", _result, width=24),
        ],
    )
]
