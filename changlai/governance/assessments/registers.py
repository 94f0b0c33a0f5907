"""考核评估台账: one line for each figure and each point given, from the frozen rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from changlai.governance.assessments.models import Assessment, Frozen, Review
from changlai.governance.assessments.policies import SEE, visible_assessments
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register


@dataclass(frozen=True)
class Line:
    """One indicator of one assessment."""

    assessment: Assessment
    title: str
    said: str
    target: str
    words: str
    score: int | None
    remark: str


def _rows(actor: Any, filters: dict[str, Any]) -> Iterable[Line]:
    rows = visible_assessments(actor, actor.centre).select_related("set", "centre")
    if since := filters.get("since"):
        rows = rows.filter(until__gte=since)
    if until := filters.get("until"):
        rows = rows.filter(since__lte=until)
    found = list(rows)
    keys = [one.pk for one in found]
    frozen = Frozen.objects.of(actor.centre_id).filter(assessment_id__in=keys)
    reviews = Review.objects.of(actor.centre_id).filter(assessment_id__in=keys)
    said = {(one.assessment_id, one.indicator_id): one for one in reviews}
    by: dict[Any, list[Line]] = {}
    for one in frozen.select_related("indicator").order_by("indicator__order", "pk"):
        review = said.pop((one.assessment_id, one.indicator_id), None)
        remark = review.remark if review else ""
        by.setdefault(one.assessment_id, []).append(
            Line(_of(found, one), one.title, one.shown, one.target_words, one.words, None, remark)
        )
    for review in reviews.select_related("indicator").order_by("indicator__order", "pk"):
        if (review.assessment_id, review.indicator_id) in said:
            kept = by.setdefault(review.assessment_id, [])
            title, words = review.indicator.title, review.indicator.criterion
            row = _of(found, review)
            kept.append(Line(row, title, "", "", words, review.score, review.remark))
    return [line for one in found for line in by.get(one.pk, [])]


def _of(found: list[Assessment], row: Any) -> Assessment:
    return next(one for one in found if one.pk == row.assessment_id)


REGISTERS = [
    Register(
        code="assessments",
        title="考核评估台账",
        order=630,
        group="保障",
        power=SEE,
        rows=_rows,
        filters=Period,
        source_models=(Assessment, Frozen, Review),
        note="数字是开始评估那一刻留底的，以后改记录也不变。只看中心，不看人，不排名。",
        url=lambda line: centre_reverse(
            line.assessment.centre, "assessments:desk_one", pk=line.assessment.pk
        ),
        columns=[
            Column("评估", "assessment.set.title", width=20),
            Column("从", "assessment.since", "date", 12),
            Column("到", "assessment.until", "date", 12),
            Column("指标", "title", width=24),
            Column("数字", "said", width=14),
            Column("目标", "target", width=14),
            Column("怎么算、怎样算好", "words", width=34),
            Column("得分", "score", "number", 8),
            Column("评语", "remark", width=30),
            Column("状态", lambda line: line.assessment.get_state_display(), width=14),
        ],
    )
]
