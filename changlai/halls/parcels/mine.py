"""我的: the parcels that wait for this person with their codes, and those that left of late."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from changlai.halls.parcels import policies
from changlai.halls.parcels.models import Delivery
from changlai.halls.parcels.states import DeliveryState, ParcelState
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MINE_OVER, MineLine, MineSection, Turn

SHOWN = 10


def _line(row: Any) -> MineLine:
    url = centre_reverse(row.centre, "parcels:parcel", pk=row.pk)
    words: dict[str, Any] = {"url": url, "note": row.title}
    if row.state != ParcelState.WAITING:
        words |= {"title": row.title, "note": "", "at": row.out_at, "tag": row.get_state_display()}
        return MineLine(**words, tone=row.tone, turn=Turn.OVER)
    words |= {"title": f"快递 取件码 {row.code}", "at": row.in_at, "after": "到", "tag": "等您取"}
    if row.is_brought:
        return MineLine(**words | {"tag": "等着送"}, turn=Turn.CENTRE, next="中心给您送到家")
    by = f"请{row.proxy_name}来取，报取件码" if row.proxy_name else "来取，报取件码"
    return MineLine(**words, turn=Turn.ME, next=by)


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    asked = Delivery.objects.filter(
        centre_id=OuterRef("centre_id"), parcel_id=OuterRef("pk"), state=DeliveryState.ASKED
    )
    lately = Q(state=ParcelState.WAITING) | Q(out_at__gte=at - MINE_OVER)
    rows = policies.own_parcels(actor).filter(lately).annotate(is_brought=Exists(asked))
    # What waits has not left: its place in the order is before all that has.
    rows = rows.select_related("centre").order_by("-state", "in_at", "id")
    found = list(rows[: SHOWN + 1])
    return [_line(row) for row in found[:SHOWN]], len(found)


MINE = [MineSection("parcels", "我的快递", 58, _lines, more_url_name="parcels:mine")]
