"""An assessment as a page shows it: each indicator with its figure, note and review beside it."""

from dataclasses import dataclass
from typing import Any

from changlai.governance.assessments.models import (
    Assessment,
    Frozen,
    Indicator,
    Review,
    SelfNote,
)
from changlai.governance.assessments.states import IndicatorKind
from changlai.kernel.pages.routes import centre_reverse, optional_url


@dataclass(frozen=True)
class Standing:
    """One indicator with everything that is said of it."""

    indicator: Indicator
    frozen: Frozen | None
    note: str
    review: Review | None
    url: str = ""

    @property
    def is_manual(self) -> bool:
        """Whether people judge a way of doing."""
        return self.indicator.kind == IndicatorKind.MANUAL

    @property
    def is_gap(self) -> bool:
        """Whether something is missing: a target not reached, score not given."""
        if self.frozen is not None:
            return self.frozen.is_missed
        score = self.review.score if self.review else None
        return score is not None and score < (self.indicator.score or 0)

    @property
    def made_of(self) -> str:
        """Say what a rate is made of, with the response beside it; "" for a plain number."""
        one = self.frozen
        if one is None or one.below is None:
            return ""
        return f"{one.above}÷{one.below}；问了{one.asked}人，{one.below}人评价"


def standings(centre: Any, row: Assessment, *, with_links: bool) -> list[Standing]:
    """Return an assessment's indicators in their order, in four statements.

    `with_links` leads the village's own staff to the rows behind a figure; the level above gets
    how many they are, and no way to them.
    """
    frozen = {one.indicator_id: one for one in Frozen.objects.of(centre).filter(assessment=row)}
    notes = {one.indicator_id: one for one in SelfNote.objects.of(centre).filter(assessment=row)}
    reviews = {one.indicator_id: one for one in Review.objects.of(centre).filter(assessment=row)}
    return [
        Standing(
            indicator=one,
            frozen=frozen.get(one.pk),
            note=notes[one.pk].text if one.pk in notes else "",
            review=reviews.get(one.pk),
            url=_link(centre, frozen.get(one.pk)) if with_links else "",
        )
        for one in Indicator.objects.of(centre).filter(set_id=row.set_id).order_by("order", "pk")
    ]


def _link(centre: Any, frozen: Frozen | None) -> str:
    behind = frozen.behind if frozen is not None else {}
    if page := behind.get("page"):
        return optional_url(centre, page)
    if register := behind.get("register"):
        return str(centre_reverse(centre, "registers:show", register=register))
    return ""
