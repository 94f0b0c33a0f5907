"""The closed lists of words about money, months as they are said, and the numbers of the rules."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.db.models import TextChoices

BOOK: Final = "funds"
"""The code under which the ledger keeps the books of fund sources."""

PUBLISH_WITHIN: Final = timedelta(days=10)
"""By when a month is to be published after its end; 每月10日前, as villages post their accounts."""

DECISION_ROLE: Final = "fund_decision"
"""The role in which a voucher points to the decision behind it."""
PROJECT_ROLE: Final = "fund_project"
"""The role in which a project points to what it is about, such as an activity."""
PHOTO: Final = "fund_voucher"
"""The purpose under which the photographs of a voucher are kept."""


class SourceKind(TextChoices):
    """Where money comes from."""

    UPPER = "upper", "上级拨款"
    COLLECTIVE = "collective", "集体收入"
    DONATION = "donation", "社会捐赠"
    SUPPORT = "support", "帮扶资金"
    OWN = "own", "自筹"


class Purpose(TextChoices):
    """What money is for; stored in the ledger, so that sums are by the same words."""

    EQUIPMENT = "equipment", "设施设备"
    REPAIR = "repair", "维修维护"
    ACTIVITY = "activity", "活动开展"
    CANTEEN = "canteen", "食堂"
    CARE = "care", "关爱帮困"
    TRAINING = "training", "学习培训"
    SERVICE = "service", "便民服务"
    OFFICE = "office", "日常运转"
    OTHER = "other", "其他"


class PartyKind(TextChoices):
    """Whom money came from or went to; a private person is never named in public unasked."""

    ORG = "org", "单位、商户"
    PERSON = "person", "个人"


class VoucherState(TextChoices):
    """How far a voucher is: nothing counts before a second person signed."""

    DRAFTED = "drafted", "待复核"
    RETURNED = "returned", "退回修改"
    BOOKED = "booked", "已入账"
    DROPPED = "dropped", "作废"


VOUCHER_NEXT: Final[Mapping[VoucherState, frozenset[VoucherState]]] = {
    VoucherState.DRAFTED: frozenset(
        {
            VoucherState.DRAFTED,
            VoucherState.RETURNED,
            VoucherState.BOOKED,
            VoucherState.DROPPED,
        }
    ),
    VoucherState.RETURNED: frozenset({VoucherState.DRAFTED, VoucherState.DROPPED}),
    VoucherState.BOOKED: frozenset(),
    VoucherState.DROPPED: frozenset(),
}
OPEN: Final = frozenset({VoucherState.DRAFTED, VoucherState.RETURNED})
TONES: Final[Mapping[VoucherState, str]] = {
    VoucherState.DRAFTED: "waiting",
    VoucherState.RETURNED: "late",
    VoucherState.BOOKED: "done",
    VoucherState.DROPPED: "plain",
}


def month_of(day: date) -> date:
    """Return the month of a day, named by its first day."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """Return the month after a month."""
    return month_of(month + timedelta(days=32))


def month_words(month: date) -> str:
    """Return a month as people say it: 2026年3月."""
    return f"{month.year}年{month.month}月"
