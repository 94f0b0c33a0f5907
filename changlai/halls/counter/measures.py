"""Numbers about the service items that checklists, tasks and assessments may ask for."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from changlai.halls.counter.models import ItemVersion, ServiceItem
from changlai.kernel.registry.contributions import Measure


def _offered(centre: Any, at: datetime) -> int:
    return int(ServiceItem.objects.of(centre).offered().count())


def _unclear(centre: Any, at: datetime) -> int | None:
    newest = ItemVersion.objects.filter(
        centre_id=OuterRef("centre_id"), item_id=OuterRef("pk")
    ).order_by("-number")
    items = ServiceItem.objects.of(centre).offered().order_by()
    rows = list(
        items.annotate(whom=Subquery(newest.values("whom")[:1])).values_list("whom", flat=True)
    )
    return sum(not whom for whom in rows) if rows else None


MEASURES = [
    Measure(
        "counter.items_offered",
        "公开的服务事项",
        "项",
        _offered,
        "办事指南里在用的事项有几项",
        "counter:desk_items",
        70,
    ),
    Measure(
        "counter.items_unclear",
        "没写找谁的服务事项",
        "项",
        _unclear,
        "在用的事项里，办事指南没写找谁的有几项；一项也没有时不算",
        "counter:desk_items",
        75,
    ),
]
