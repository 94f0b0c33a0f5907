"""Satisfaction of voices: they keep the rating of their case, and are not asked twice."""

from datetime import date
from typing import Any

from changlai.engines.cases.public import Face, faces_between
from changlai.engines.faces.public import FaceCounts, FaceSource

FACES_OF = {
    Face.VERY_SATISFIED.value: 4,
    Face.SATISFIED.value: 3,
    Face.BASICALLY.value: 2,
    Face.NOT_SATISFIED.value: 1,
}


def _figures(centre: Any, since: date, until: date) -> FaceCounts:
    asked, counts = faces_between(centre, since, until)
    return FaceCounts(asked, {FACES_OF[face]: number for face, number in counts.items()})


FACES = [
    FaceSource(
        "voices",
        "诉求",
        10,
        "voices.see",
        _figures,
        frozenset({4, 3, 2}),
        "很满意、满意、基本满意 ÷ 评价了的(和三率一样)",
    )
]
