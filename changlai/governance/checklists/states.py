"""The closed lists of words about checklists."""

from decimal import Decimal
from typing import Final

from django.db.models import TextChoices


class How(TextChoices):
    """How an item is answered: by a number of the house, or by somebody who looks."""

    AUTO = "auto", "系统自己数"
    MANUAL = "manual", "人去看"


class Comparison(TextChoices):
    """What the number has to be beside the target."""

    AT_LEAST = "at_least", "不少于"
    AT_MOST = "at_most", "不超过"


class Verdict(TextChoices):
    """How an item came out; what has no data or no source is neither met nor a gap."""

    OPEN = "open", "还没看"
    MET = "met", "做到了"
    GAP = "gap", "有差距"
    NO_DATA = "no_data", "没有可数的"
    GONE = "gone", "来源没有了"


class RunState(TextChoices):
    """Whether a run is still being looked over."""

    OPEN = "open", "正在对照"
    DONE = "done", "对照完了"


RUN_NEXT: Final = {RunState.OPEN: {RunState.DONE}, RunState.DONE: frozenset[RunState]()}

BY_HAND: Final = frozenset({Verdict.MET, Verdict.GAP})
UNCOUNTED: Final = frozenset({Verdict.NO_DATA, Verdict.GONE})
TONES: Final = {
    Verdict.OPEN: "waiting",
    Verdict.MET: "done",
    Verdict.GAP: "late",
    Verdict.NO_DATA: "plain",
    Verdict.GONE: "plain",
}


def holds(value: Decimal, comparison: str, target: Decimal) -> bool:
    """Say whether a number is what it has to be beside the target."""
    return value >= target if comparison == Comparison.AT_LEAST else value <= target
