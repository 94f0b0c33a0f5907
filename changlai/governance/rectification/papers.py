"""The list of issues as an official paper: what, who, how, until when, and what became of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from changlai.kernel.documents.public import Grid, Paper, spoken_date

TITLE = "问题清单·责任清单·整改台账"


def issues_paper(centre: Any, rows: Iterable[Any], day: date) -> Paper:
    """Return the paper of issues, one line each, as they stand on a day."""
    lines = []
    for number, row in enumerate(rows, start=1):
        case = row.case
        owner = case.handler.shown_name if case.handler else "待认领"
        lines.append(
            (
                str(number),
                case.heading,
                row.get_source_display(),
                row.root_cause,
                row.measure,
                owner,
                spoken_date(row.due_on),
                case.state_label + ("(复发)" if row.is_relapse else ""),
                case.answer,
            )
        )
    headings = ("序号", "问题", "来源", "原因", "措施", "责任人", "限期", "状态", "结果")
    grid = Grid(headings, tuple(lines), (2, 6, 3, 5, 5, 3, 4, 3, 6))
    body: list[str | Grid] = [f"截至{spoken_date(day)}，共{len(lines)}条。"]
    if lines:
        body.append(grid)
    return Paper(title=TITLE, number="", issuer=centre.name, made_on=day, body=tuple(body))
