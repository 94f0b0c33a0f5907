"""What a metric is, and the values by which figures are shown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from changlai.kernel.events.facts import CODE

FLOOR = 5
"""Groups smaller than this are hidden: in a village, a figure of two is two neighbours."""

DIM = re.compile(r"[a-z]+(_[a-z]+)*")

Recount = Callable[[Any, date, date], dict[tuple[date, tuple[str, ...]], int]]


@dataclass(frozen=True)
class Metric:
    """A figure per centre and day; `recount(centre, first, last)` counts it again from the rows.

    `recount` answers {(day, dims): n} for first ≤ day ≤ last, dims in the order of `dims`,
    without looking at events or rollups, so that two ways to one number can be compared.
    """

    code: str
    title: str
    unit: str
    dims: tuple[str, ...] = ()
    recount: Recount | None = None

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise ValueError(f"{self.code!r} is not a code.")
        for name in self.dims:
            if not DIM.fullmatch(name):
                raise ValueError(f"{name!r} is not the name of a dimension.")


@dataclass(frozen=True)
class Difference:
    """A day on which the rollup and the recount of a metric do not agree."""

    metric: str
    day: date
    dims: tuple[str, ...]
    rolled: int
    counted: int


@dataclass(frozen=True)
class Rate:
    """A rate that always carries what it is made of; few cases make no percentage."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> Decimal | None:
        """Return the percentage to one decimal, or None if fewer than five cases are in it."""
        if self.denominator < FLOOR:
            return None
        return (Decimal(100) * self.numerator / self.denominator).quantize(
            Decimal("0.1"), ROUND_HALF_UP
        )


WITHHELD = "不显示"
"""Stands for a figure that is not small itself, but would give a small one away."""


def shown_parts(parts: Mapping[str, int], floor: int = FLOOR) -> dict[str, int | str]:
    """Return the parts of a total as they may be shown beside it.

    A part that alone is hidden is read off by subtraction, and so is the sum of hidden ones:
    so the smallest others are withheld too, until what is hidden together is no small group.
    Of a total that is small itself, neither it nor its parts may be shown (`shown`).
    """
    small = {name for name, number in parts.items() if 0 < number < floor}
    withheld: set[str] = set()
    others = sorted((number, name) for name, number in parts.items() if number >= floor)
    together = sum(parts[name] for name in small)
    while small and others and (together < floor or len(small) + len(withheld) < 2):
        number, name = others.pop(0)
        withheld.add(name)
        together += number
    return {
        name: f"<{floor}" if name in small else WITHHELD if name in withheld else number
        for name, number in parts.items()
    }


def shown(number: int, floor: int = FLOOR) -> int | str:
    """Return a group's size as it may be shown: nothing below `floor` but zero."""
    return number if number == 0 or number >= floor else f"<{floor}"
