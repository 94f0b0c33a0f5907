"""问题清单·责任清单·整改台账: one table, read from the issues and their cases."""

from typing import Any

from django import forms

from changlai.engines.cases.public import Case
from changlai.governance.rectification.models import Issue
from changlai.governance.rectification.policies import SEE, visible_issues
from changlai.governance.rectification.queries import WITH
from changlai.governance.rectification.states import Source
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register


class IssuesFilter(Period):
    """A span of days, where from, and how it stands."""

    source = forms.ChoiceField(
        label="来源", required=False, choices=[("", "全部"), *Source.choices]
    )
    standing = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), ("running", "没改好的"), ("closed", "已销号")],
    )


def _rows(actor: Any, filters: dict[str, Any]) -> Any:
    rows = visible_issues(actor).select_related(*WITH, "verified_by", "repeat_of__case")
    if filters.get("since"):
        rows = rows.filter(case__opened_at__date__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(case__opened_at__date__lte=filters["until"])
    if filters.get("source"):
        rows = rows.filter(source=filters["source"])
    if filters.get("standing") == "running":
        rows = rows.filter(case__closed_at__isnull=True)
    if filters.get("standing") == "closed":
        rows = rows.filter(verified_at__isnull=False)
    return rows.order_by("-case__opened_at", "-id")


def _name(account: Any) -> str:
    return str(account.shown_name) if account else ""


def _repeat(row: Issue) -> str:
    if row.repeat_of is None:
        return ""
    word = "复发" if row.is_relapse else "重复"
    return f"{word}：{row.repeat_of.case.number}"


REGISTERS = [
    Register(
        code="issues",
        title="问题清单·责任清单·整改台账",
        order=600,
        group="保障",
        power=SEE,
        rows=_rows,
        filters=IssuesFilter,
        source_models=(Issue, Case),
        note="一张表：什么问题、谁来改、哪天前、改成什么样、谁验收。改的人自己不能验收。",
        url=lambda row: centre_reverse(row.case.centre, "rectification:desk_issue", pk=row.case_id),
        columns=[
            Column("编号", "case.number", "code", 14),
            Column("问题", "case.heading", width=28),
            Column("来源", lambda row: row.get_source_display(), width=8),
            Column("提出", "case.opened_at", "date", 12),
            Column("原因", "root_cause", width=28),
            Column("措施", "measure", width=28),
            Column("责任人", lambda row: _name(row.case.handler), width=10),
            Column("限期", "due_on", "date", 12),
            Column("状态", "case.state_label", width=10),
            Column("结果", "case.answer", width=30),
            Column("没有记录的原因", "no_record_reason", width=20),
            Column("验收人", lambda row: _name(row.verified_by), width=10),
            Column("销号", "verified_at", "date", 12),
            Column("重复或复发", _repeat, width=16),
            Column("回头看", lambda row: row.get_look_outcome_display(), width=10),
        ],
    )
]
