"""What a hall declares so that its service stands on the page of satisfaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from changlai.engines.faces.states import Face
from changlai.kernel.metrics.public import FLOOR, Rate
from changlai.kernel.registry.public import collect

CONTENT: Final = frozenset({4, 3})
"""Faces that count as satisfied, where a hall says nothing else."""


@dataclass(frozen=True)
class FaceCounts:
    """How many of a service were asked, and how many tapped which face (4 is the best)."""

    asked: int
    by_face: Mapping[int, int]

    @property
    def answered(self) -> int:
        """Return how many said anything."""
        return sum(self.by_face.values())


@dataclass(frozen=True)
class FaceSource:
    """A service whose people are asked how it went, listed in `faces.FACES` of its hall.

    `power` is needed to read words and to write an answer down for somebody. A hall with a
    rating of its own gives `figures(centre, since, until)`, both days included; for the others
    the engine counts. `content` are the faces that count as satisfied, `words` says so.
    """

    code: str
    title: str
    order: int
    power: str
    figures: Callable[[Any, date, date], FaceCounts] | None = None
    content: frozenset[int] = CONTENT
    words: str = "很满意、满意 ÷ 评价了的"

    @property
    def is_ours(self) -> bool:
        """Whether the engine itself asks and keeps the answers."""
        return self.figures is None


@dataclass(frozen=True)
class FaceFigure:
    """One service over a span of days: satisfaction, and always how many said anything."""

    source: FaceSource
    counts: FaceCounts

    @property
    def response(self) -> Rate:
        """Return how many of those asked said anything."""
        return Rate(self.counts.answered, self.counts.asked)

    @property
    def response_percent(self) -> Decimal | None:
        """Return the response rate; None where it would give away how few answered."""
        return None if 0 < self.counts.answered < FLOOR else self.response.percent

    @property
    def satisfied(self) -> Rate:
        """Return how many of those who said anything were satisfied."""
        happy = sum(self.counts.by_face.get(face, 0) for face in self.source.content)
        return Rate(happy, self.counts.answered)

    @property
    def cells(self) -> list[int]:
        """Return the number of each face, best first."""
        return [self.counts.by_face.get(face.value, 0) for face in Face]


def sources(centre: Any) -> list[FaceSource]:
    """Return the services of a centre that ask, in their order; parts switched off have none."""
    return list(collect("faces", getattr(centre, "off", frozenset())))


def source_of(centre: Any, code: str) -> FaceSource | None:
    """Return the service of a code, or None for one the centre does without."""
    return next((one for one in sources(centre) if one.code == code), None)
