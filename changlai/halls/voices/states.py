"""What can become of a telephone call; a voice's own states are data of its kind."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class CallState(TextChoices):
    """How a call stands."""

    ANSWERED = "answered", "当场答复"
    MADE_CASE = "made_case", "已记成诉求"
    MISSED = "missed", "未接，待回电"
    CALLED_BACK = "called_back", "已回电"
    NOT_REACHED = "not_reached", "多次打不通"


NEXT: Final[Mapping[CallState, frozenset[CallState]]] = {
    CallState.ANSWERED: frozenset(),
    CallState.MADE_CASE: frozenset(),
    CallState.MISSED: frozenset(
        {CallState.CALLED_BACK, CallState.MADE_CASE, CallState.NOT_REACHED}
    ),
    CallState.CALLED_BACK: frozenset(),
    CallState.NOT_REACHED: frozenset({CallState.CALLED_BACK, CallState.MADE_CASE}),
}

TO_RETURN: Final = frozenset({CallState.MISSED})
"""Someone still has to ring."""


class SlipKind(TextChoices):
    """What a slip out of the box was."""

    CASE = "case", "已登记"
    BLANK = "blank", "空白"
    INVALID = "invalid", "无法辨认或与村务无关"
