"""The first lines of a list and its total: short lists cost one statement, long ones two."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from changlai.kernel.registry.contributions import TodayLine

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def some(rows: QuerySet[Any], line: Callable[[Any], TodayLine]) -> Lines:
    """Return the first lines of some rows, and how many there are."""
    found = list(rows[: SHOWN + 1])
    total = rows.count() if len(found) > SHOWN else len(found)
    return [line(row) for row in found[:SHOWN]], total
