"""The closed lists of words about gigs, and how a post and a match go their way."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class EmployerKind(TextChoices):
    """Who offers work (F24)."""

    HOUSEHOLD = "household", "农户家里"
    COMPANY = "company", "企业"
    COOPERATIVE = "cooperative", "合作社"
    FARM = "farm", "农场、基地"


class Checked(TextChoices):
    """How staff made sure that an employer is who they say."""

    LICENCE = "licence", "看过营业执照"
    KNOWN = "known", "本村人，认识"
    PHONED = "phoned", "打电话核实过"


class PayUnit(TextChoices):
    """What the pay is counted by."""

    DAY = "day", "天"
    HOUR = "hour", "小时"
    PIECE = "piece", "件"
    JOB = "job", "趟(包干)"


class PostState(TextChoices):
    """How a post stands."""

    DRAFT = "draft", "待核实"
    PUBLISHED = "published", "招人"
    FILLED = "filled", "招满了"
    CLOSED = "closed", "已结束"
    EXPIRED = "expired", "已过期"


POST_NEXT: Final[Mapping[PostState, frozenset[PostState]]] = {
    PostState.DRAFT: frozenset({PostState.PUBLISHED, PostState.CLOSED}),
    PostState.PUBLISHED: frozenset({PostState.FILLED, PostState.CLOSED, PostState.EXPIRED}),
    PostState.FILLED: frozenset({PostState.PUBLISHED, PostState.CLOSED, PostState.EXPIRED}),
    PostState.CLOSED: frozenset(),
    PostState.EXPIRED: frozenset(),
}

LIVE: Final = frozenset({PostState.PUBLISHED, PostState.FILLED})
"""States in which a post stands before everybody or has just found its people."""

UNPAID: Final = frozenset({PostState.DRAFT, PostState.CLOSED})
"""The only states in which a post may say nothing of pay (F24)."""

POST_TONES: Final[Mapping[PostState, str]] = {
    PostState.DRAFT: "waiting",
    PostState.PUBLISHED: "hand",
    PostState.FILLED: "done",
    PostState.CLOSED: "plain",
    PostState.EXPIRED: "plain",
}


class MatchState(TextChoices):
    """How far a worker and a post have come."""

    RECOMMENDED = "recommended", "已推荐"
    CONTACTED = "contacted", "在联系"
    AGREED = "agreed", "说好了"
    WORKED = "worked", "干完了"
    CLOSED = "closed", "已了结"
    FELL = "fell", "没成"


MATCH_NEXT: Final[Mapping[MatchState, frozenset[MatchState]]] = {
    MatchState.RECOMMENDED: frozenset({MatchState.CONTACTED, MatchState.FELL}),
    MatchState.CONTACTED: frozenset({MatchState.AGREED, MatchState.FELL}),
    MatchState.AGREED: frozenset({MatchState.WORKED, MatchState.FELL}),
    MatchState.WORKED: frozenset({MatchState.CLOSED}),
    MatchState.CLOSED: frozenset(),
    MatchState.FELL: frozenset(),
}

TALKING: Final = frozenset({MatchState.RECOMMENDED, MatchState.CONTACTED})
"""Nothing is agreed yet: no side has the other's number."""

TAKEN: Final = frozenset({MatchState.AGREED, MatchState.WORKED, MatchState.CLOSED})
"""A place of the post is taken; from here on both sides have each other's number (F24)."""

MATCH_TONES: Final[Mapping[MatchState, str]] = {
    MatchState.RECOMMENDED: "waiting",
    MatchState.CONTACTED: "waiting",
    MatchState.AGREED: "hand",
    MatchState.WORKED: "hand",
    MatchState.CLOSED: "done",
    MatchState.FELL: "plain",
}


class Wanted(TextChoices):
    """Who brought the two together."""

    WORKER = "worker", "自己想去"
    STAFF = "staff", "中心推荐"


class Side(TextChoices):
    """Whose closing word it is."""

    WORKER = "worker", "干活的"
    EMPLOYER = "employer", "用工的"


WEEKDAYS: Final = (
    (1, "周一"),
    (2, "周二"),
    (3, "周三"),
    (4, "周四"),
    (5, "周五"),
    (6, "周六"),
    (7, "周日"),
)

YOUNGEST: Final = 16
"""Nobody younger may be taken on (劳动法第十五条)."""

POST_DAYS: Final = 7
"""How long after its last day of work a post stays up, unless staff say otherwise."""

LONGEST_POST_DAYS: Final = 366

CARD_DAYS: Final = 90
"""How long a worker's card is kept unless its owner renews it (F24, privacy map)."""

REMIND_DAYS: Final = 7
"""How many days before its end the owner of a card is asked whether to keep it."""

WORD_DAYS: Final = 90
"""How long closing words, and who was recommended without success, are kept."""
