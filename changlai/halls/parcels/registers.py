"""快递台账: every parcel that came, from the rows; names masked, and gone after thirty days."""

from typing import Any

from django import forms

from changlai.foundation.people.public import masked_name
from changlai.halls.parcels.models import Parcel
from changlai.halls.parcels.queries import between
from changlai.halls.parcels.states import Carrier, ParcelState, Taker
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register


class ParcelsFilter(Period):
    """Days of coming, the state and the carrier."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *ParcelState.choices]
    )
    carrier = forms.ChoiceField(
        label="快递公司", required=False, choices=[("", "全部"), *Carrier.choices]
    )


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = Parcel.objects.of(actor.centre_id).select_related("person", "out_by", "in_by", "centre")
    rows = between(rows, "in_at", filters.get("since"), filters.get("until"))
    for name in ("state", "carrier"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    return rows.order_by("-in_at", "-id")


def _who(row: Parcel) -> str:
    if row.purged_at:
        return "已清除"
    name = str(row.person.name) if row.person else row.name
    return masked_name(name) if name else "—"


def _result(row: Parcel) -> str:
    if row.state == ParcelState.HANDED:
        named = row.taker == Taker.PROXY and row.taker_name
        return row.get_taker_display() + (f" {masked_name(row.taker_name)}" if named else "")
    return str(row.get_state_display()) + (f"，{row.reason}" if row.reason else "")


REGISTERS = [
    Register(
        code="parcels",
        title="快递台账",
        order=340,
        group="服务",
        power="parcels.keep",
        rows=_rows,
        filters=ParcelsFilter,
        source_models=(Parcel,),
        note="哪天到、哪天取、本人取还是代取。取走满30天，单号和名字就清除，件数还在。",
        url=lambda row: (
            "" if row.purged_at else centre_reverse(row.centre, "parcels:desk_parcel", pk=row.pk)
        ),
        columns=[
            Column("到的时间", "in_at", "datetime", 18),
            Column("快递公司", lambda row: row.get_carrier_display(), width=10),
            Column("单号后六位", "waybill_tail", width=12),
            Column("货架", "shelf", width=8),
            Column("收件人", _who, width=10),
            Column("离开时间", "out_at", "datetime", 18),
            Column("结果", _result, width=24),
            Column("放回次数", "put_backs", "number", 10),
            Column("经办人", lambda row: row.out_by.shown_name if row.out_by else "", width=10),
        ],
    )
]
