"""Numbers about voices that checklists, tasks and assessments may ask for."""

from datetime import datetime, timedelta
from typing import Any

from changlai.engines.cases.public import RUNNING, Case
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.models import CallLog
from changlai.kernel.registry.contributions import Measure

LAST_DAYS = 90


def _overdue(centre: Any, at: datetime) -> int:
    rows = Case.objects.of(centre).filter(family=FAMILY, state_type__in=RUNNING)
    return int(rows.filter(next_deadline_at__lt=at).count())


def _answered(centre: Any, at: datetime) -> int:
    since = at - timedelta(days=LAST_DAYS)
    rows = Case.objects.of(centre).filter(family=FAMILY)
    return int(rows.filter(answered_at__gte=since, answered_at__lte=at).count())


def _to_return(centre: Any, at: datetime) -> int:
    return int(CallLog.objects.of(centre).to_return().filter(at__lte=at).count())


MEASURES = [
    Measure(
        "voices.overdue",
        "超时没答复的诉求",
        "件",
        _overdue,
        "还在办、最近一个期限已经过了的诉求有几件",
        "voices:cases",
        10,
    ),
    Measure(
        "voices.answered_quarter",
        "近90天答复的诉求",
        "件",
        _answered,
        "最近90天里答复了的诉求有几件",
        "voices:cases",
        15,
    ),
    Measure(
        "voices.calls_to_return",
        "没回的电话",
        "个",
        _to_return,
        "没接到、还没回过去的电话有几个",
        "voices:call",
        20,
    ),
]
