"""The closed lists of words about goals and tasks, and the numbers of the rules."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.db.models import TextChoices


class TaskState(TextChoices):
    """How far a task is."""

    TO_DO = "to_do", "还没开始"
    DOING = "doing", "在做"
    BLOCKED = "blocked", "卡住了"
    DONE = "done", "做好了"
    DROPPED = "dropped", "不做了"


TASK_NEXT: Final[Mapping[TaskState, frozenset[TaskState]]] = {
    TaskState.TO_DO: frozenset(
        {TaskState.DOING, TaskState.BLOCKED, TaskState.DONE, TaskState.DROPPED}
    ),
    TaskState.DOING: frozenset({TaskState.BLOCKED, TaskState.DONE, TaskState.DROPPED}),
    TaskState.BLOCKED: frozenset({TaskState.DOING, TaskState.DONE, TaskState.DROPPED}),
    # Once closed it stays closed, with the number as it was that day.
    TaskState.DONE: frozenset(),
    TaskState.DROPPED: frozenset(),
}
OPEN: Final = frozenset({TaskState.TO_DO, TaskState.DOING, TaskState.BLOCKED})
TONES: Final[Mapping[TaskState, str]] = {
    TaskState.TO_DO: "waiting",
    TaskState.DOING: "hand",
    TaskState.BLOCKED: "late",
    TaskState.DONE: "done",
    TaskState.DROPPED: "plain",
}


class Comparison(TextChoices):
    """What the number has to be beside the target for the task to be done."""

    AT_LEAST = "at_least", "不少于"
    AT_MOST = "at_most", "不超过"


def holds(value: Decimal, comparison: str, target: Decimal) -> bool:
    """Say whether a number is what it has to be beside the target."""
    return value >= target if comparison == Comparison.AT_LEAST else value <= target


EVIDENCE: Final = "evidence"
"""The role of links from a task to the records that show it is done."""
SET_UP: Final = "set_up"
"""The role of links from a group to the record of the paper that set it up."""
SOON_DAYS: Final = 7
