"""A practice as a paper: its parts, its numbers with their formula, what proves it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from changlai.governance.practices.models import Practice
from changlai.governance.practices.queries.figures import figures_of
from changlai.governance.practices.states import EVIDENCE, PARTS
from changlai.kernel.documents.public import Grid, Paper, spoken_date
from changlai.kernel.records.public import links_of

NUMERALS = "一二三四五六七八九"
EMPTY = "（暂无）"


def paper_of(practice: Practice, centre: Any, at: datetime) -> Paper:
    """Return the paper of a practice; what nobody wrote is said to be missing, not made up."""
    body: list[str | Grid] = []
    for number, (name, label, _) in enumerate(PARTS):
        body.append(f"{NUMERALS[number]}、{label}")
        body += [line for line in getattr(practice, name).splitlines() if line.strip()] or [EMPTY]
        if name == "outcome":
            figures = figures_of(practice, centre, at)
            if figures:
                rows = tuple((one.title, one.shown, one.words) for one in figures)
                body.append(Grid(("数字", "多少", "怎么算的"), rows, (3, 2, 5)))
    links = list(links_of(centre, [practice.pk], EVIDENCE))
    if links:
        body.append(f"依据：系统里的{len(links)}条记录。")
        proofs = tuple(
            (one.record.title, spoken_date(timezone.localdate(one.record.at))) for one in links
        )
        body.append(Grid(("记录", "日期"), proofs, (6, 3)))
    return Paper(
        title=practice.title,
        number="",
        issuer=centre.name,
        made_on=timezone.localdate(practice.published_at or practice.changed_at),
        body=tuple(body),
        note=f"数字是{spoken_date(timezone.localdate(at))}从系统里数的。",
    )
