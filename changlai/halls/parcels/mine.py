"""我的: the parcels that wait for this person, with their codes."""

from collections.abc import Sequence
from typing import Any

from changlai.halls.parcels import policies
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 5


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    rows = policies.own_parcels(actor).live().select_related("centre").order_by("in_at", "id")
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"取件码 {row.code}",
            url=centre_reverse(row.centre, "parcels:parcel", pk=row.pk),
            note=f"请{row.proxy_name}代取" if row.proxy_name else row.title,
            at=row.in_at,
            after="到",
            tag="等您取",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


MINE = [
    MineSection(
        "parcels",
        "我的快递",
        58,
        _lines,
        more_url_name="parcels:mine",
        empty="没有等您取的快递。",
    )
]
