"""How a wish for a room goes its way: each date of a booking stands for itself."""

from collections.abc import Mapping
from typing import Final

from django.db.models import IntegerChoices, TextChoices


class DateState(TextChoices):
    """How one date of a booking stands (F06)."""

    REQUESTED = "requested", "等确认"
    CONFIRMED = "confirmed", "已约好"
    REFUSED = "refused", "没约上"
    IN_USE = "in_use", "使用中"
    DONE = "done", "已用完"
    NO_SHOW = "no_show", "没有来"
    CANCELLED = "cancelled", "已取消"
    DISPLACED = "displaced", "场所临时用不了"


NEXT: Final[Mapping[DateState, frozenset[DateState]]] = {
    DateState.REQUESTED: frozenset({DateState.CONFIRMED, DateState.REFUSED, DateState.CANCELLED}),
    DateState.CONFIRMED: frozenset(
        {
            DateState.IN_USE,
            DateState.DONE,
            DateState.NO_SHOW,
            DateState.CANCELLED,
            DateState.DISPLACED,
        }
    ),
    DateState.IN_USE: frozenset({DateState.DONE, DateState.DISPLACED}),
    # Noted by mistake: whoever came late has the room again, if nobody else took it.
    DateState.NO_SHOW: frozenset({DateState.CONFIRMED}),
    DateState.DISPLACED: frozenset({DateState.CONFIRMED, DateState.CANCELLED}),
    DateState.REFUSED: frozenset(),
    DateState.DONE: frozenset(),
    DateState.CANCELLED: frozenset(),
}

HOLDING: Final = frozenset({DateState.CONFIRMED, DateState.IN_USE})
"""The room is held; a wish that still waits holds nothing."""

OPEN: Final = frozenset(
    {DateState.REQUESTED, DateState.CONFIRMED, DateState.IN_USE, DateState.DISPLACED}
)
"""Somebody still has to come, to decide or to be found a place."""

TONES: Final[Mapping[DateState, str]] = {
    DateState.REQUESTED: "waiting",
    DateState.CONFIRMED: "done",
    DateState.REFUSED: "plain",
    DateState.IN_USE: "hand",
    DateState.DONE: "plain",
    DateState.NO_SHOW: "plain",
    DateState.CANCELLED: "plain",
    DateState.DISPLACED: "late",
}
"""How a state is shown: the tone of its tag."""


class Priority(IntegerChoices):
    """Whose wish goes first where several want one hour; the smaller number is the first."""

    CENTRE = 1, "村里的公事"
    GROUP = 2, "文艺队、协会等集体"
    PRIVATE = 3, "个人"
