"""Satisfaction of activities, which keep the faces of their own, and of talks by the slot."""

from datetime import date
from typing import Any

from changlai.engines.activities.public import Face, faces_between
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
        "activities",
        "活动",
        20,
        "gatherings.see",
        _figures,
        frozenset({4, 3, 2}),
        "很满意、满意、基本满意 ÷ 评价了的；问了的是来了的人",
    ),
    FaceSource("sittings", "看诊和咨询", 50, "gatherings.roll"),
]
