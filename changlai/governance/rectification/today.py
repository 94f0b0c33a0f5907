"""今日: what is to be mended soon, what waits to be looked at, and what to look at once more."""

from typing import Any

from django.utils import timezone

from changlai.governance.rectification import policies, queries
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _shown(rows: Any, line: Any) -> Lines:
    found = list(rows[: SHOWN + 1])
    total = rows.count() if len(found) > SHOWN else len(found)
    return [line(row) for row in found[:SHOWN]], total


def _url(row: Any) -> str:
    return centre_reverse(row.case.centre, "rectification:desk_issue", pk=row.case_id)


def _due(actor: Any, at: Any) -> Lines:
    today = timezone.localdate(at)

    def line(row: Any) -> TodayLine:
        owner = row.case.handler.shown_name if row.case.handler else "还没有人认领"
        return TodayLine(
            title=row.case.heading,
            url=_url(row),
            note=owner,
            at=row.due_on,
            after="前改好",
            tag=row.case.state_label,
            tone="hand",
            late=row.due_on < today,
        )

    return _shown(queries.due_soon(actor, today), line)


def _check(actor: Any, at: Any) -> Lines:
    return _shown(
        queries.to_check(actor),
        lambda row: TodayLine(
            title=row.case.heading,
            url=_url(row),
            note=f"{row.case.handler.shown_name}说改好了" if row.case.handler else "",
            at=row.case.answered_at,
            after="提交",
            tag="待验收",
        ),
    )


def _look(actor: Any, at: Any) -> Lines:
    return _shown(
        queries.to_look_again(actor, timezone.localdate(at)),
        lambda row: TodayLine(
            title=row.case.heading,
            url=_url(row),
            note="过了一个月，还好吗",
            at=row.verified_at,
            after="销号",
            tag="回头看",
        ),
    )


def _new(actor: Any, at: Any) -> Lines:
    return _shown(
        queries.unclaimed(actor),
        lambda row: TodayLine(
            title=row.case.heading,
            url=_url(row),
            note=row.get_source_display(),
            at=row.due_on,
            after="前改好",
            tag="待认领",
        ),
    )


def _may(power: str) -> Any:
    return lambda actor: bool(actor.can(power))


MORE = "rectification:desk_issues"
TODAY = [
    TodaySection("issues_due", "快到限期的整改", 80, _due, MORE, _may(policies.HANDLE)),
    TodaySection("issues_new", "还没有人认领的问题", 81, _new, MORE, _may(policies.HANDLE)),
    TodaySection("issues_check", "等您验收的", 82, _check, MORE, _may(policies.SEE)),
    TodaySection("issues_look", "回头看一次", 83, _look, MORE, _may(policies.SEE)),
]
