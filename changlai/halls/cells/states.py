"""The closed lists of words about cells, and how a wish and an allocation go their way."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class CellKind(TextChoices):
    """What a cell is let for (F09)."""

    DESK = "desk", "工位"
    STALL = "stall", "便民小摊"
    SHELF = "shelf", "展销格"
    LOCKER = "locker", "储物格"


HINTS: Final[Mapping[CellKind, str]] = {
    CellKind.DESK: "有桌子有网，可以坐下来做事",
    CellKind.STALL: "修补、理发、缝纫，摆个摊方便大家",
    CellKind.SHELF: "摆自家的农产品和手工",
    CellKind.LOCKER: "存放农具、乐器、球拍",
}


class WishState(TextChoices):
    """How the wish for a cell stands."""

    WAITING = "waiting", "排队中"
    GIVEN = "given", "已分到"
    WITHDRAWN = "withdrawn", "不要了"
    DECLINED = "declined", "没分到"


WISH_NEXT: Final[Mapping[WishState, frozenset[WishState]]] = {
    WishState.WAITING: frozenset({WishState.GIVEN, WishState.WITHDRAWN, WishState.DECLINED}),
    WishState.GIVEN: frozenset(),
    WishState.WITHDRAWN: frozenset(),
    WishState.DECLINED: frozenset(),
}

WISH_TONES: Final[Mapping[WishState, str]] = {
    WishState.WAITING: "waiting",
    WishState.GIVEN: "done",
    WishState.WITHDRAWN: "plain",
    WishState.DECLINED: "plain",
}


class AllocationState(TextChoices):
    """Whether a cell is still with whoever it was given to."""

    ACTIVE = "active", "在用"
    RETURNED = "returned", "已退还"


ALLOCATION_NEXT: Final[Mapping[AllocationState, frozenset[AllocationState]]] = {
    AllocationState.ACTIVE: frozenset({AllocationState.RETURNED}),
    AllocationState.RETURNED: frozenset(),
}

REMIND_DAYS: Final = 7
"""How many days before its end whoever has a cell is reminded (F09)."""

RENEW_DAYS: Final = 30
"""From how many days before its end a term may be renewed by its holder."""

LONGEST_TERM_DAYS: Final = 3 * 366
