"""The closed lists of words of disclosure, and the numbers of its rules."""

from typing import Final

from django.db.models import TextChoices

FAMILY: Final = "disclosure"
KIND: Final = "disclosure"
QUESTION_KIND: Final = "objection"
"""The kind of case that a question about something disclosed becomes."""


class Category(TextChoices):
    """Of which of the three affairs something is."""

    PARTY = "party", "党务"
    VILLAGE = "village", "村务"
    FINANCE = "finance", "财务"


class Rhythm(TextChoices):
    """How often something is due."""

    YEARLY = "yearly", "每年"
    QUARTERLY = "quarterly", "每季度"
    MONTHLY = "monthly", "每月"
    OCCASION = "occasion", "有事就公开"


class SignedAs(TextChoices):
    """As what somebody signs."""

    SUPERVISE = "supervise", "监委审核"
    APPROVE = "approve", "批准"


class Verdict(TextChoices):
    """What somebody who signs says."""

    AGREED = "agreed", "同意"
    REFUSED = "refused", "退回"


class Standing(TextChoices):
    """How far a disclosure is, as people call it."""

    DRAFT = "draft", "在写"
    SUPERVISION = "supervision", "等监委审核"
    APPROVAL = "approval", "等批准"
    SHOWN = "shown", "正在公示"
    ARCHIVED = "archived", "已归档"
    DOWN = "down", "已撤下"


TONES: Final = {
    Standing.DRAFT: "plain",
    Standing.SUPERVISION: "waiting",
    Standing.APPROVAL: "waiting",
    Standing.SHOWN: "done",
    Standing.ARCHIVED: "plain",
    Standing.DOWN: "late",
}

COUNT_PUBLISHED: Final = "disclosure.published"
PUBLIC_DAYS: Final = 7
"""How long a public notice stands where the village set nothing else (domain 3.2, practice)."""
LONGEST_DAYS: Final = 365
MOST_LINES: Final = 300
MOST_FILES: Final = 8
MOST_FEN: Final = 10**13
"""A hundred thousand million yuan: above it a digit too many was typed."""
LONGEST_WORDS: Final = 120
LONGEST_NOTE: Final = 200
