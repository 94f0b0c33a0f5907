"""Numbers about the roster that checklists, tasks and assessments may ask for; nobody by name."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from changlai.foundation.people.models import DutyTurn
from changlai.kernel.registry.contributions import Measure


def _duty_days(centre: Any, at: datetime) -> int:
    today = timezone.localdate(at)
    monday = today - timedelta(days=today.weekday())
    rows = DutyTurn.objects.of(centre).filter(day__range=(monday, monday + timedelta(days=6)))
    return int(rows.order_by().values("day").distinct().count())


MEASURES = [
    Measure(
        "people.duty_days",
        "这周排了班的日子",
        "天",
        _duty_days,
        "从星期一到星期日，值班表上有人的有几天",
        "people:duty",
        60,
    )
]
