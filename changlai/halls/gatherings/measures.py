"""Numbers about activities that checklists, tasks and assessments may ask for."""

from datetime import datetime, timedelta
from typing import Any

from changlai.engines.activities.public import Activity, ActivityState
from changlai.kernel.registry.contributions import Measure

LAST_DAYS = 90


def _held(centre: Any, at: datetime) -> int:
    rows = Activity.objects.of(centre).filter(state=ActivityState.DONE)
    since = at - timedelta(days=LAST_DAYS)
    return int(rows.filter(first_starts__gte=since, first_starts__lte=at).count())


def _ahead(centre: Any, at: datetime) -> int:
    rows = Activity.objects.of(centre).filter(state=ActivityState.ANNOUNCED)
    return int(rows.filter(first_starts__gt=at).count())


MEASURES = [
    Measure(
        "gatherings.held_quarter",
        "近90天办了的活动",
        "场",
        _held,
        "最近90天里开始、已经登记结束的活动有几场",
        "gatherings:desk_activities",
        80,
    ),
    Measure(
        "gatherings.ahead",
        "已经公布、还没办的活动",
        "场",
        _ahead,
        "已经公布、开始时间还没到的活动有几场",
        "gatherings:desk_activities",
        85,
    ),
]
