"""今日: what wants something done at the shelf: parcels to bring, overdue ones, ones of nobody."""

from typing import Any

from changlai.halls.parcels import policies, queries
from changlai.halls.parcels.models import Delivery
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _deliveries(actor: Any, at: Any) -> Lines:
    rows = Delivery.objects.of(actor.centre_id).asked().order_by("asked_at", "id")
    found = list(rows.select_related("parcel__person", "centre")[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"送快递到家：{row.parcel.who}",
            url=centre_reverse(row.centre, "parcels:desk_parcel", pk=row.parcel_id),
            note=row.place or row.parcel.code,
            at=row.asked_at,
            after="提的",
            tag="等着送",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _shelf(actor: Any, at: Any) -> Lines:
    """Say how the shelf stands in a line for each thing to do; the lists are one tap away."""
    centre = actor.centre
    if centre is None:
        return [], 0
    days = queries.rules_of(centre).overdue_days
    # What is to be brought home has a section of its own.
    counts = queries.shelf_counts(centre, at, days, with_deliveries=False)
    here = centre_reverse(centre, "parcels:desk_parcels")
    lines = []
    if counts.overdue:
        lines.append(
            TodayLine(
                f"{counts.overdue}件放久了没取",
                f"{here}?tab=overdue",
                tag="放久了",
                tone="late",
                late=True,
            )
        )
    if counts.unmatched:
        title = f"{counts.unmatched}件不知道是谁的"
        lines.append(TodayLine(title, f"{here}?tab=unmatched", tag="要填"))
    if counts.waiting:
        lines.append(TodayLine(f"架上一共{counts.waiting}件", here, tag="等人取"))
    return lines, len(lines)


def _keeps(actor: Any) -> bool:
    return bool(actor.can(policies.KEEP))


TODAY = [
    TodaySection(
        code="parcels_deliveries",
        title="要送到家的快递",
        order=58,
        lines=_deliveries,
        more_url_name="parcels:desk_parcels",
        shown=_keeps,
        empty="没有要送的。",
    ),
    TodaySection(
        code="parcels",
        title="快递",
        order=59,
        lines=_shelf,
        more_url_name="parcels:desk_parcels",
        shown=_keeps,
        empty="架上没有快递。",
    ),
]
