"""Sets of indicators travel in packs, so that a township need not type one into each village."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import uuid5

from pydantic import BaseModel, ConfigDict, Field

from changlai.foundation.people.public import Actor
from changlai.governance.assessments.actions.sets import Wanted, add_indicator, start_set
from changlai.governance.assessments.banned import refuse_banned
from changlai.governance.assessments.models import Indicator, IndicatorSet
from changlai.governance.assessments.queries.sources import choices
from changlai.governance.assessments.states import (
    LONGEST_CRITERION,
    LONGEST_TITLE,
    MOST_INDICATORS,
    MOST_SCORE,
    IndicatorKind,
    SetState,
)
from changlai.kernel.errors import BadInput
from changlai.kernel.registry.contributions import Shared, TakeReport

Title = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IndicatorRow(_Strict):
    """One indicator as a pack writes it; a target is text, so that it stays exact."""

    title: Title
    kind: IndicatorKind
    source: Annotated[str, Field(max_length=90)] = ""
    criterion: Annotated[str, Field(max_length=LONGEST_CRITERION)] = ""
    target: Annotated[str, Field(pattern=r"^(-?\d{1,10}(\.\d{1,2})?)?$")] = ""
    is_at_most: bool = False
    score: Annotated[int, Field(ge=1, le=MOST_SCORE)] | None = None

    def wanted(self) -> Wanted:
        """Return it as the action asks."""
        target = Decimal(self.target) if self.target else None
        said = self.model_dump(exclude={"target"})
        return Wanted(target=target, **said)


class SetRow(_Strict):
    """One set as a pack writes it."""

    title: Title
    indicators: Annotated[list[IndicatorRow], Field(min_length=1, max_length=MOST_INDICATORS)]


def _give(centre: Any) -> list[dict[str, Any]]:
    return list(_known(centre, only_standing=True).values())


def _known(centre: Any, *, only_standing: bool) -> dict[str, dict[str, Any]]:
    rows = IndicatorSet.objects.of(centre).order_by("number")
    if only_standing:
        rows = rows.filter(state=SetState.PUBLISHED)
    newest = {one.title: one for one in rows}
    found: dict[Any, list[dict[str, Any]]] = {}
    indicators = Indicator.objects.of(centre).order_by("order", "pk")
    for one in indicators.filter(set__in=[row.pk for row in newest.values()]):
        found.setdefault(one.set_id, []).append(
            {
                "title": one.title,
                "kind": one.kind,
                "source": one.source,
                "criterion": one.criterion,
                "target": "" if one.target is None else f"{one.target.normalize():f}",
                "is_at_most": one.is_at_most,
                "score": one.score,
            }
        )
    return {
        title: {"title": title, "indicators": found.get(one.pk, [])}
        for title, one in newest.items()
    }


def _take(
    *, centre: Any, rows: list[Any], actor: Actor, at: datetime, is_trial: bool
) -> TakeReport:
    """Write sets down as drafts; a source that this village does without is refused by name."""
    known = _known(centre, only_standing=False)
    here = {code for kind in IndicatorKind for code, _ in choices(centre, kind)}

    def one(row: dict[str, Any]) -> tuple[str, bool]:
        said = SetRow.model_validate(row)
        title = " ".join(said.title.split())
        plain = {
            "title": title,
            "indicators": [one.model_dump(mode="json") for one in said.indicators],
        }
        if title in known:
            if known[title] != plain:
                raise BadInput("村里已经有同名的，内容不一样，没有动。")
            return title, False
        refuse_banned(title)
        for each in said.indicators:
            refuse_banned(each.title, each.criterion, each.source)
            is_manual = each.kind == IndicatorKind.MANUAL
            if is_manual and (not each.criterion.strip() or each.score is None):
                raise BadInput(f"“{each.title}”没有写怎样算好、满分几分。")
            if not is_manual and each.source not in here:
                raise BadInput(f"“{each.title}”的数据，村里没有。")
        if not is_trial:
            form_id = uuid5(centre.pk, title)
            made = start_set(centre=centre, actor=actor, at=at, title=title, form_id=form_id)
            for each in said.indicators:
                add_indicator(
                    centre=centre, set_id=made.pk, actor=actor, at=at, wanted=each.wanted()
                )
        known[title] = plain
        return title, True

    report = TakeReport()
    report.sort(rows, one)
    return report


SHARING = [Shared("assessments.sets", "考核指标", 80, 1, _give, _take, "先是“正在写”，看过再定稿")]
