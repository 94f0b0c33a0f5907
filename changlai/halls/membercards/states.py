"""The closed lists of words of member cards."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices

from changlai.foundation.people.public import Matter


class Standing(TextChoices):
    """For how long somebody has been a member, as a band and never as a date (F03)."""

    UNDER_FIVE = "under_5", "5年以内"
    FIVE = "over_5", "5年以上"
    TEN = "over_10", "10年以上"
    TWENTY = "over_20", "20年以上"
    THIRTY = "over_30", "30年以上"
    FORTY = "over_40", "40年以上"
    FIFTY = "over_50", "50年以上"


class Crop(TextChoices):
    """Which part of a photograph the frame shows."""

    TOP = "top", "上面"
    MIDDLE = "middle", "中间"
    BOTTOM = "bottom", "下面"


class How(TextChoices):
    """How a consent was given or taken back, where staff heard it."""

    SIGNED = "signed", "签了同意书"
    SPOKEN = "spoken", "当面说的"
    PHONE = "phone", "电话里说的"


CARD_MATTERS: Final = (
    Matter.CARD_NAME,
    Matter.CARD_PHOTO,
    Matter.CARD_STANDING,
    Matter.CARD_PROMISE,
    Matter.CARD_HONOURS,
)
"""What is asked for one by one; without the first nothing of a card is shown."""

SHORT: Final[Mapping[str, str]] = {
    Matter.CARD_NAME: "姓名、岗位",
    Matter.CARD_PHOTO: "照片",
    Matter.CARD_STANDING: "党龄",
    Matter.CARD_PROMISE: "承诺",
    Matter.CARD_HONOURS: "荣誉",
}

CONSENT_VERSION: Final = "2026-11"
"""Which words were agreed to: those of the printed consent sheet."""

CONTACT_KIND: Final = "help"
"""The kind of case that asking to be put in touch becomes."""
