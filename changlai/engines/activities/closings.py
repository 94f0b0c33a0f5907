"""What must be settled before an activity closes; halls add their own in a file of this name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from changlai.engines.activities.models import Opinion
from changlai.kernel.registry.public import collect


@dataclass(frozen=True)
class Closing:
    """One thing to be settled: `gap(activity)` says what is missing, or nothing."""

    code: str
    gap: Callable[[Any], str]


def open_opinions(activity: Any) -> str:
    """Say how many opinions have no outcome yet: what was asked is answered, one by one (F29)."""
    rows = Opinion.objects.of(activity.centre_id).filter(activity=activity, outcome="")
    count = rows.count()
    return f"还有{count}条意见没有结果，逐条写明采纳、部分采纳或理由后再结束。" if count else ""


def gaps_of(activity: Any) -> list[str]:
    """Say all that is not settled yet of an activity, each in one sentence."""
    return [gap for one in collect("closings") if (gap := one.gap(activity))]


CLOSINGS = [Closing("activities.opinions", open_opinions)]
