"""Front door of metrics: declare, add up, read, and count again."""

from collections.abc import Callable
from uuid import UUID

from changlai.kernel.metrics.declarations import FLOOR, Difference, Metric, Rate, shown
from changlai.kernel.metrics.hiding import hide_small
from changlai.kernel.metrics.meeting import EncounterLine, EncounterSource, Met, day_of, met_in
from changlai.kernel.metrics.rollups import (
    across,
    add,
    by,
    by_both,
    by_month,
    forget,
    metric,
    recount,
    series,
    total,
)

__all__ = [
    "FLOOR",
    "Difference",
    "EncounterLine",
    "EncounterSource",
    "Met",
    "Metric",
    "Rate",
    "across",
    "add",
    "by",
    "by_both",
    "by_month",
    "clearing",
    "day_of",
    "forget",
    "hide_small",
    "met_in",
    "metric",
    "recount",
    "series",
    "shown",
    "total",
]


def clearing(*codes: str) -> Callable[[UUID | None], None]:
    """Return the `reset` of the one projection that keeps these metrics."""

    def reset(centre_id: UUID | None) -> None:
        forget(centre_id, *codes)

    return reset
