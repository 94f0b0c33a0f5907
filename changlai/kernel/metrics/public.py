"""Front door of metrics: declare, add up, read, and count again."""

from collections.abc import Callable
from uuid import UUID

from changlai.kernel.metrics.declarations import FLOOR, Difference, Metric, Rate, shown, shown_parts
from changlai.kernel.metrics.rollups import (
    across,
    add,
    by,
    forget,
    metric,
    recount,
    series,
    total,
    totals,
)

__all__ = [
    "FLOOR",
    "Difference",
    "Metric",
    "Rate",
    "across",
    "add",
    "by",
    "clearing",
    "forget",
    "metric",
    "recount",
    "series",
    "shown",
    "shown_parts",
    "total",
    "totals",
]


def clearing(*codes: str) -> Callable[[UUID | None], None]:
    """Return the `reset` of the one projection that keeps these metrics."""

    def reset(centre_id: UUID | None) -> None:
        forget(centre_id, *codes)

    return reset
