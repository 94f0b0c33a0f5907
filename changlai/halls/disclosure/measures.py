"""The number of disclosure that checklists, tasks and assessments may ask for."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from changlai.halls.disclosure.models import DisclosureItem
from changlai.halls.disclosure.queries.due import overdue
from changlai.kernel.registry.contributions import Measure


def _overdue(centre: Any, at: datetime) -> int | None:
    if not DisclosureItem.objects.of(centre).filter(is_active=True).exists():
        return None
    return len(overdue(centre, timezone.localdate(at)))


MEASURES = [
    Measure(
        "disclosure.overdue",
        "过期没公开的事项",
        "项",
        _overdue,
        "在用的公开事项里，过了最晚那天还没有公开的有几项；一项也没设时不算",
        "disclosure:due",
        210,
    )
]
