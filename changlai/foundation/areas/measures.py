"""Numbers about the centre's open door that checklists, tasks and assessments may ask for."""

from datetime import datetime
from typing import Any

from changlai.foundation.areas.models import OpeningHours
from changlai.kernel.registry.contributions import Measure


def _days_open(centre: Any, at: datetime) -> int:
    rows = OpeningHours.objects.of(centre).filter(until__isnull=True).order_by()
    return int(rows.values("weekday").distinct().count())


MEASURES = [
    Measure(
        "areas.days_open",
        "公布了开放时间的日子",
        "天",
        _days_open,
        "一周里公布了开放时间的有几天",
        "areas:hours",
        50,
    )
]
