"""Figures per day: how many versions of each kind came out."""

from datetime import date
from typing import Any

from django.utils import timezone

from changlai.engines.content.models import Version
from changlai.engines.content.states import COUNT_PUBLISHED
from changlai.kernel.metrics.declarations import Metric


def _published(centre: Any, first: date, last: date) -> dict[tuple[date, tuple[str, ...]], int]:
    found: dict[tuple[date, tuple[str, ...]], int] = {}
    rows = Version.objects.of(centre).filter(published_at__isnull=False)
    for moment, kind in rows.values_list("published_at", "kind").iterator():
        day = timezone.localdate(moment)
        if first <= day <= last:
            found[day, (kind,)] = found.get((day, (kind,)), 0) + 1
    return found


METRICS = [Metric(COUNT_PUBLISHED, "发布内容", "篇", ("kind",), _published)]
