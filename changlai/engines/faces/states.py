"""The four faces, how an answer came, and how long it may be given and is kept."""

from typing import Final

from django.db.models import IntegerChoices, TextChoices


class Face(IntegerChoices):
    """What somebody thought of a service, best first on every page."""

    VERY_SATISFIED = 4, "很满意"
    SATISFIED = 3, "满意"
    SO_SO = 2, "一般"
    NOT_SATISFIED = 1, "不满意"


PICTURES: Final = {
    Face.VERY_SATISFIED: "laugh",
    Face.SATISFIED: "smile",
    Face.SO_SO: "meh",
    Face.NOT_SATISFIED: "frown",
}


class AnswerChannel(TextChoices):
    """How an answer reached us; paper and telephone count as much as the tap."""

    ONLINE = "online", "自己点的"
    PAPER = "paper", "纸条"
    PHONE = "phone", "打电话"
    COUNTER = "counter", "在窗口说的"


BY_STAFF: Final = (AnswerChannel.PAPER, AnswerChannel.PHONE, AnswerChannel.COUNTER)

OPEN_DAYS: Final = 14
"""For how many days after a service its face may be tapped, and tapped anew."""

LONGEST_WORDS: Final = 200

WORDS_DAYS: Final = 365
"""How long the words beside a face are kept; the face itself stays as a count."""

COUNT_ASKED: Final = "faces.asked"
COUNT_ANSWERED: Final = "faces.answered"
"""Under which codes the figures of a day are kept."""


def spelled(face: int) -> str:
    """Return a face as a figure spells it: a code, and never a bare number."""
    return f"f{face}"
