"""How a practice stands, how long its parts may be, and what a preset pack may weigh."""

from collections.abc import Mapping
from typing import Final

from django.db import models


class PracticeState(models.TextChoices):
    """Whether colleagues still write at it, or it stands as said."""

    DRAFT = "draft", "正在写"
    PUBLISHED = "published", "定稿"


NEXT: Final[Mapping[str, frozenset[str]]] = {
    PracticeState.DRAFT: frozenset({PracticeState.PUBLISHED}),
    PracticeState.PUBLISHED: frozenset({PracticeState.DRAFT}),
}


class ArrivalState(models.TextChoices):
    """Whether a pack was only looked at, or taken over."""

    LOOKED = "looked", "看过，没收"
    TAKEN = "taken", "收下了"


PARTS: Final = (
    ("background", "背景", "原来是什么情况，为什么要改。"),
    ("method", "做法", "一步一步怎么做的，别的村照着能做。"),
    ("outcome", "成效", "用事情说话；数字在下面选，系统自己数，不用写。"),
    ("cost", "投入", "花了多少人、钱、时间。"),
    ("fits", "适用条件", "什么样的村用得上。"),
    ("care", "要注意的", "走过的弯路，别人别再走。"),
)
"""The parts of a practice in the order in which a reader wants them (domain text F58)."""
NEEDED: Final = ("background", "method")
"""Without these two nobody can do the same."""

LONGEST_TITLE: Final = 40
LONGEST_PART: Final = 2000
MOST_FIGURES: Final = 12
EVIDENCE: Final = "practice"
"""The role under which a practice points to records."""

PACK_FORMAT: Final = 1
"""The number of the file's own shape; a reader refuses a higher one and says which it needs."""
PACK_KIND: Final = "changlai.pack"
LARGEST: Final = 1024 * 1024
"""Bytes of a pack at most: words of a village's settings are some tens of thousands."""
DEEPEST: Final = 16
"""Brackets within brackets at most: the questions of a form need nine."""
MOST_ROWS: Final = 1000
