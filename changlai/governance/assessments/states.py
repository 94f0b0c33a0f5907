"""How an assessment goes, of what an indicator is made, and how much may be written."""

from collections.abc import Mapping
from typing import Final

from django.db import models


class SetState(models.TextChoices):
    """Whether a set of indicators is still written at; what is published never changes."""

    DRAFT = "draft", "正在写"
    PUBLISHED = "published", "定稿"


class IndicatorKind(models.TextChoices):
    """Where the figure of an indicator comes from (domain text F46)."""

    AUTO = "auto", "系统自己数"
    FACES = "faces", "群众满意"
    MANUAL = "manual", "看做法打分"


class State(models.TextChoices):
    """The way of an assessment, from frozen figures to what everybody reads."""

    DRAFT = "draft", "数字留底了"
    NOTED = "noted", "正在写自评"
    SENT = "sent", "交给镇里了"
    REVIEWED = "reviewed", "镇里看过了"
    APPEALED = "appealed", "村里有不同意见"
    ANSWERED = "answered", "镇里答复了"
    PUBLISHED = "published", "公布了"


NEXT: Final[Mapping[str, frozenset[str]]] = {
    State.DRAFT: frozenset({State.NOTED}),
    State.NOTED: frozenset({State.SENT}),
    State.SENT: frozenset({State.REVIEWED}),
    State.REVIEWED: frozenset({State.APPEALED, State.PUBLISHED}),
    State.APPEALED: frozenset({State.ANSWERED}),
    State.ANSWERED: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset(),
}
OPEN_TO_NOTES: Final = (State.DRAFT, State.NOTED)
SEEN_ABOVE: Final = (
    State.SENT,
    State.REVIEWED,
    State.APPEALED,
    State.ANSWERED,
    State.PUBLISHED,
)
"""What the level above reads: nothing before the village sent it."""
TONES: Final[Mapping[str, str]] = {
    State.DRAFT: "plain",
    State.NOTED: "waiting",
    State.SENT: "hand",
    State.REVIEWED: "waiting",
    State.APPEALED: "hand",
    State.ANSWERED: "waiting",
    State.PUBLISHED: "done",
}

LONGEST_TITLE: Final = 40
LONGEST_CRITERION: Final = 300
LONGEST_NOTE: Final = 500
LONGEST_APPEAL: Final = 1000
MOST_INDICATORS: Final = 40
MOST_SCORE: Final = 100
EVIDENCE: Final = "assessment"
"""The role under which an assessment score to records."""
RECORD_KIND: Final = "assessment"
ISSUE: Final = "issue"
"""The kind of case that a gap becomes, where the centre has it."""
GONE: Final = "数据来源已停用"
