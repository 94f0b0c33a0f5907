"""满意情况台账: a line for each service, satisfaction and always its response rate beside it."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from changlai.engines.faces.forms import QUARTER, span_days
from changlai.engines.faces.models import Asked
from changlai.engines.faces.queries import face_figures
from changlai.engines.faces.sources import FaceFigure
from changlai.kernel.metrics.public import shown
from changlai.kernel.registers.public import Column, Period, Register


def _rows(actor: Any, filters: dict[str, Any]) -> Iterable[FaceFigure]:
    first, last = span_days(QUARTER, timezone.localdate())
    until = filters.get("until") or max(last, filters.get("since") or last)
    since = filters.get("since") or (until.replace(day=1) if filters.get("until") else first)
    return face_figures(actor.centre, since, until)


REGISTERS = [
    Register(
        code="faces",
        title="满意情况台账",
        order=610,
        group="数据",
        power="faces.see",
        rows=_rows,
        filters=Period,
        source_models=(Asked,),
        note="每项服务问了多少、答了多少；不足5人不显示，不分人，不排名。不选日子就是本季度。",
        columns=[
            Column("服务", "source.title", width=16),
            Column("问了", lambda row: shown(row.counts.asked), width=8),
            Column("答了", lambda row: shown(row.counts.answered), width=8),
            Column("回应率", "response_percent", "percent", 10),
            Column("满意率", "satisfied.percent", "percent", 10),
            Column("满意率怎么算", "source.words", width=26),
        ],
    )
]
