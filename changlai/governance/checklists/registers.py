"""阵地对照台账: what was found each time, read from the runs."""

from typing import Any

from changlai.governance.checklists.models import Run, RunLine
from changlai.governance.checklists.policies import SEE, visible_runs
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = RunLine.objects.of(actor.centre_id).filter(run__in=visible_runs(actor))
    rows = rows.select_related("run__version__checklist", "run__centre", "issue_case__kind_version")
    if filters.get("since"):
        rows = rows.filter(run__started_at__date__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(run__started_at__date__lte=filters["until"])
    return rows.order_by("-run__started_at", "run_id", "order")


REGISTERS = [
    Register(
        code="checklists",
        title="阵地对照台账",
        order=610,
        group="保障",
        power=SEE,
        rows=_rows,
        filters=Period,
        source_models=(Run, RunLine),
        note="系统数的项没有人打勾，写着的数是那天的；没有可数的、来源没有了的，不算做到也不算差距。",
        url=lambda row: centre_reverse(row.run.centre, "checklists:desk_run", pk=row.run_id),
        columns=[
            Column("哪天", "run.started_at", "date", 12),
            Column("哪张表", "run.version.checklist.title", width=16),
            Column("第几版", "run.version.number", "number", 8),
            Column("哪方面", "group", width=10),
            Column("要做到什么", "text", width=30),
            Column("怎么看", lambda row: row.get_how_display(), width=10),
            Column("要求", "wanted", width=10),
            Column("数到", "counted", width=10),
            Column("结果", lambda row: row.get_verdict_display(), width=12),
            Column("说明", "note", width=24),
            Column("整改编号", "issue_case.number", "code", 14),
        ],
    )
]
