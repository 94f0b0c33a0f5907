"""今日: the tasks of whoever looks that are due, and to a head those that are late."""

from typing import Any

from django.utils import timezone

from changlai.governance.workgroup import policies, queries
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10


def _lines(actor: Any, at: Any) -> tuple[list[TodayLine], int]:
    today = timezone.localdate(at)
    rows = queries.pressing(actor, today)
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=row.title,
            url=centre_reverse(row.centre, "workgroup:desk_task", pk=row.pk),
            note=row.owner.shown_name,
            at=row.due_on,
            after="前",
            tag=row.get_state_display(),
            tone=row.tone,
            late=row.is_overdue(today),
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


TODAY = [
    TodaySection(
        "workgroup_tasks",
        "快到日子的任务",
        84,
        _lines,
        "workgroup:desk_groups",
        lambda actor: bool(actor.can(policies.WORK)),
    )
]
