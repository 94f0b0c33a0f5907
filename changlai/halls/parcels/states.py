"""The closed lists of words about parcels, how each goes its way, and the numbers of the rules."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db.models import TextChoices


class ParcelState(TextChoices):
    """Where a parcel is."""

    WAITING = "waiting", "在架"
    HANDED = "handed", "已取走"
    RETURNED = "returned", "已退回"


PARCEL_NEXT: Final[Mapping[ParcelState, frozenset[ParcelState]]] = {
    ParcelState.WAITING: frozenset({ParcelState.HANDED, ParcelState.RETURNED}),
    # Put back, after it went to the wrong hands.
    ParcelState.HANDED: frozenset({ParcelState.WAITING}),
    ParcelState.RETURNED: frozenset(),
}

PARCEL_TONES: Final[Mapping[ParcelState, str]] = {
    ParcelState.WAITING: "waiting",
    ParcelState.HANDED: "done",
    ParcelState.RETURNED: "plain",
}


class Carrier(TextChoices):
    """Who brought the parcel."""

    POST = "post", "邮政"
    SF = "sf", "顺丰"
    ZTO = "zto", "中通"
    YTO = "yto", "圆通"
    STO = "sto", "申通"
    YUNDA = "yunda", "韵达"
    JT = "jt", "极兔"
    JD = "jd", "京东"
    OTHER = "other", "其他"


class Taker(TextChoices):
    """To whom a parcel was handed."""

    SELF = "self", "本人"
    PROXY = "proxy", "代取人"
    DOOR = "door", "送到家"


class DeliveryState(TextChoices):
    """How the wish to have a parcel brought home stands."""

    ASKED = "asked", "等着送"
    DONE = "done", "送到了"
    NOT_POSSIBLE = "not_possible", "送不了"
    WITHDRAWN = "withdrawn", "不用送了"


DELIVERY_NEXT: Final[Mapping[DeliveryState, frozenset[DeliveryState]]] = {
    DeliveryState.ASKED: frozenset(
        {DeliveryState.DONE, DeliveryState.NOT_POSSIBLE, DeliveryState.WITHDRAWN}
    ),
    DeliveryState.DONE: frozenset(),
    DeliveryState.NOT_POSSIBLE: frozenset(),
    DeliveryState.WITHDRAWN: frozenset(),
}


class NoticeKind(TextChoices):
    """Of what a recipient is told."""

    ARRIVED = "arrived", "到了"
    OVERDUE = "overdue", "放久了"


OVERDUE_DAYS: Final = 7
"""How many days a parcel stands on the shelf before it is overdue, unless the centre says else."""

SHELVES: Final = "1-1 1-2 1-3 2-1 2-2 2-3"
"""The shelves of a centre that has not named its own: rack and board."""

KEPT_DAYS: Final = 30
"""How long after it left the centre a parcel's number, telephone and names are kept (F19)."""

SETTLE: Final = timedelta(minutes=10)
"""How long after a scan the clock tells its recipient: other boxes of theirs may follow."""

NOTICE_APART: Final = timedelta(hours=1)
"""A recipient hears of new parcels once an hour at most."""

FREE_TRIES: Final = 5
"""How many wrong pickup codes in a row cost nothing; the fifth makes the next one wait."""

FIRST_DELAY: Final = timedelta(seconds=30)
LONGEST_DELAY: Final = timedelta(hours=1)
FORGET_TRIES: Final = timedelta(hours=24)
MOST_AT_ONCE: Final = 200
"""How many numbers may be pasted at once."""
