"""目标任务台账: what was to be done by whom until when, and what came of it."""

from typing import Any

from changlai.governance.workgroup.models import Goal, Task
from changlai.governance.workgroup.policies import SEE, visible_tasks
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register
from changlai.kernel.registry.public import measure


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = visible_tasks(actor).select_related("goal__group", "owner", "centre", "origin")
    if filters.get("since"):
        rows = rows.filter(due_on__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(due_on__lte=filters["until"])
    return rows.order_by("-goal__year", "due_on", "id")


def _how(row: Task) -> str:
    if not row.measure:
        return "用已有的记录说明"
    source = measure(row.measure)
    return f"{source.title if source else row.measure}{row.wanted}"


def _outcome(row: Task) -> str:
    return row.reached or row.result or row.drop_reason or row.blocked_reason


REGISTERS = [
    Register(
        code="tasks",
        title="目标任务台账",
        order=590,
        group="保障",
        power=SEE,
        rows=_rows,
        filters=Period,
        source_models=(Goal, Task),
        note="由系统数的任务数到了自己完成，数和日子是那天的；日期按任务的限期筛。",
        url=lambda row: centre_reverse(row.centre, "workgroup:desk_task", pk=row.pk),
        columns=[
            Column("年度", "goal.year", "number", 8),
            Column("目标", "goal.title", width=20),
            Column("任务", "title", width=28),
            Column("谁负责", "owner.shown_name", width=10),
            Column("哪天前", "due_on", "date", 12),
            Column("做好了看什么", _how, width=24),
            Column("状态", lambda row: row.get_state_display(), width=10),
            Column("结果", _outcome, width=28),
            Column("结束", "closed_at", "date", 12),
            Column("从哪里来", "origin.title", width=20),
        ],
    )
]
