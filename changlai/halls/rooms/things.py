"""The closed lists of words about signs, idle assets and decisions, and the steps between them."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class Position(TextChoices):
    """Where a sign hangs (F05)."""

    OUTSIDE = "outside", "外部"
    INSIDE = "inside", "内部"
    GUIDE = "guide", "导向"


class SignState(TextChoices):
    """Whether a sign hangs, or what is to become of it."""

    IN_USE = "in_use", "在用"
    TO_MERGE = "to_merge", "待整合"
    CLEARED = "cleared", "已清理"


SIGN_NEXT: Final[Mapping[SignState, frozenset[SignState]]] = {
    SignState.IN_USE: frozenset({SignState.TO_MERGE, SignState.CLEARED}),
    SignState.TO_MERGE: frozenset({SignState.IN_USE, SignState.CLEARED}),
    SignState.CLEARED: frozenset(),
}

HANGING: Final = frozenset({SignState.IN_USE, SignState.TO_MERGE})
"""A sign that still hangs and is counted."""

SIGN_TONES: Final[Mapping[SignState, str]] = {
    SignState.IN_USE: "done",
    SignState.TO_MERGE: "waiting",
    SignState.CLEARED: "plain",
}


class AssetKind(TextChoices):
    """What stands idle (F07)."""

    HOUSE = "house", "房屋"
    GROUND = "ground", "场地"
    EQUIPMENT = "equipment", "设备"
    LAND = "land", "土地类资源"


class Owner(TextChoices):
    """To whom an idle asset belongs."""

    COLLECTIVE = "collective", "集体"
    PERSON = "person", "个人"
    ABOVE = "above", "上级"
    COMPANY = "company", "企业"


class AssetState(TextChoices):
    """How far an idle asset is on its way into use."""

    REGISTERED = "registered", "已登记"
    ASSESSED = "assessed", "已评估"
    PLANNED = "planned", "有方案"
    DECIDED = "decided", "已决定"
    WORKS = "works", "改造中"
    IN_USE = "in_use", "已启用"
    ENDED = "ended", "已退出"


ASSET_NEXT: Final[Mapping[AssetState, frozenset[AssetState]]] = {
    AssetState.REGISTERED: frozenset({AssetState.ASSESSED, AssetState.ENDED}),
    AssetState.ASSESSED: frozenset({AssetState.PLANNED, AssetState.ENDED}),
    AssetState.PLANNED: frozenset(
        {AssetState.DECIDED, AssetState.WORKS, AssetState.IN_USE, AssetState.ENDED}
    ),
    # A plan that was voted down is made anew.
    AssetState.DECIDED: frozenset(
        {AssetState.PLANNED, AssetState.WORKS, AssetState.IN_USE, AssetState.ENDED}
    ),
    AssetState.WORKS: frozenset({AssetState.IN_USE, AssetState.ENDED}),
    AssetState.IN_USE: frozenset({AssetState.ENDED}),
    # What was given up stands idle again, and begins anew.
    AssetState.ENDED: frozenset({AssetState.REGISTERED}),
}

NEEDS_DECISION: Final = frozenset({AssetState.WORKS, AssetState.IN_USE})
"""Steps that a collective asset takes only with a passed decision."""

ASSET_TONES: Final[Mapping[AssetState, str]] = {
    AssetState.REGISTERED: "waiting",
    AssetState.ASSESSED: "hand",
    AssetState.PLANNED: "hand",
    AssetState.DECIDED: "hand",
    AssetState.WORKS: "hand",
    AssetState.IN_USE: "done",
    AssetState.ENDED: "plain",
}


class PhotoWhen(TextChoices):
    """Whether a picture shows an asset before or after."""

    BEFORE = "before", "盘活前"
    AFTER = "after", "盘活后"


class Body(TextChoices):
    """Who decided."""

    ASSEMBLY = "assembly", "村民会议"
    DELEGATES = "delegates", "村民代表会议"
    OTHER = "other", "其他会议(按章程)"
