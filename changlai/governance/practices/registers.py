"""可复制经验台账: what was learned, from the rows, with how many records prove it."""

from typing import Any

from changlai.governance.practices.models import Practice
from changlai.governance.practices.policies import SEE, visible_practices
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = visible_practices(actor, actor.centre).select_related("centre")
    if since := filters.get("since"):
        rows = rows.filter(made_at__date__gte=since)
    if until := filters.get("until"):
        rows = rows.filter(made_at__date__lte=until)
    return rows


REGISTERS = [
    Register(
        code="practices",
        title="可复制经验台账",
        order=640,
        group="保障",
        power=SEE,
        rows=_rows,
        filters=Period,
        source_models=(Practice,),
        note="做法从哪里来、怎么做、适用什么村。数字在页面上现数，不写在这里。",
        url=lambda row: centre_reverse(row.centre, "practices:desk_one", pk=row.pk),
        columns=[
            Column("名称", "title", width=24),
            Column("背景", "background", width=30),
            Column("做法", "method", width=40),
            Column("投入", "cost", width=20),
            Column("适用条件", "fits", width=24),
            Column("状态", lambda row: row.get_state_display(), width=10),
            Column("公开", lambda row: "是" if row.is_public else "否", width=8),
            Column("定稿时间", "published_at", "datetime", 18),
        ],
    )
]
