"""Practices travel in packs too: their words, never the figures, which are each village's own."""

from datetime import datetime
from typing import Any
from uuid import uuid5

from changlai.foundation.people.public import Actor
from changlai.governance.practices.actions.practices import Telling, put_practice
from changlai.governance.practices.models import Practice
from changlai.governance.practices.states import PARTS, PracticeState
from changlai.kernel.errors import BadInput
from changlai.kernel.registry.contributions import Shared, TakeReport

NAMES = tuple(name for name, _, _ in PARTS)


def _row(one: Practice) -> dict[str, Any]:
    return {"title": one.title} | {name: getattr(one, name) for name in NAMES}


def _give(centre: Any) -> list[dict[str, Any]]:
    rows = Practice.objects.of(centre).filter(state=PracticeState.PUBLISHED)
    return [_row(one) for one in rows.order_by("title")]


def _take(
    *, centre: Any, rows: list[Any], actor: Actor, at: datetime, is_trial: bool
) -> TakeReport:
    """Write practices down as drafts; one with the same name is the village's and stays."""
    known = {one.title: _row(one) for one in Practice.objects.of(centre)}

    def one(row: dict[str, Any]) -> tuple[str, bool]:
        if row.keys() != {"title", *NAMES} or any(type(said) is not str for said in row.values()):
            raise BadInput("写法不对，没有收。")
        telling = Telling(**row)
        said = {"title": telling.title} | {name: getattr(telling, name) for name in NAMES}
        if telling.title in known:
            if known[telling.title] != said:
                raise BadInput("村里已经有同名的，内容不一样，没有动。")
            return telling.title, False
        if not is_trial:
            form_id = uuid5(centre.pk, telling.title)
            put_practice(centre=centre, actor=actor, at=at, telling=telling, form_id=form_id)
        known[telling.title] = said
        return telling.title, True

    report = TakeReport()
    report.sort(rows, one)
    return report


SHARING = [
    Shared("practices.words", "可复制经验", 90, 1, _give, _take, "先是“正在写”，改成本村的再定稿")
]
