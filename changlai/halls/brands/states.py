"""The closed lists of words about brands, plots and adoptions, and the numbers of the rules."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices

FAMILY: Final = "brands"
HERITAGE: Final = "heritage"
TIP: Final = "tip"
ROLE: Final = "brand"
"""The role under which a record belongs to a brand."""
TABLE_PRESET: Final = "neighbour_table"
CLEANUP_PRESET: Final = "cleanup_day"


class BrandPart(TextChoices):
    """What a brand's page offers; each brand chooses, also one made tomorrow."""

    HERITAGE = "heritage", "老故事和老物件"
    ROUTE = "route", "走一走的路线"
    CLEANUPS = "cleanups", "一起动手的日子"
    PLOTS = "plots", "认领一棵树、一段路"
    TABLES = "tables", "坐一桌：百家宴、生日会"
    TIPS = "tips", "家里的小办法"


PART_ICONS: Final[Mapping[BrandPart, str]] = {
    BrandPart.HERITAGE: "landmark",
    BrandPart.ROUTE: "footprints",
    BrandPart.CLEANUPS: "sprout",
    BrandPart.PLOTS: "tree-deciduous",
    BrandPart.TABLES: "utensils",
    BrandPart.TIPS: "lightbulb",
}


class BrandState(TextChoices):
    """How far a brand is."""

    DRAFT = "draft", "没公开"
    SHOWN = "shown", "公开"
    ENDED = "ended", "已结束"


BRAND_NEXT: Final[Mapping[BrandState, frozenset[BrandState]]] = {
    BrandState.DRAFT: frozenset({BrandState.SHOWN}),
    BrandState.SHOWN: frozenset({BrandState.ENDED}),
    BrandState.ENDED: frozenset({BrandState.SHOWN}),
}
PUBLIC: Final = (BrandState.SHOWN, BrandState.ENDED)
"""States in which anybody may read a brand's page; what was done stays readable."""
BRAND_TONES: Final[Mapping[BrandState, str]] = {
    BrandState.DRAFT: "plain",
    BrandState.SHOWN: "done",
    BrandState.ENDED: "plain",
}


class Colour(TextChoices):
    """A brand's colour, by the names of the house's tokens."""

    RED = "red", "红"
    GREEN = "green", "绿"
    BLUE = "blue", "蓝"
    GOLD = "gold", "金"


class Certainty(TextChoices):
    """How sure the date of an old story or thing is; not knowing is no shame."""

    EXACT = "exact", "确切"
    ABOUT = "about", "大约"
    HEARD = "heard", "听说"


class PlotKind(TextChoices):
    """What may be looked after."""

    TREE = "tree", "树"
    BED = "bed", "花坛"
    ROAD = "road", "一段路"
    WATER = "water", "沟渠水塘"


PLOT_ICONS: Final[Mapping[PlotKind, str]] = {
    PlotKind.TREE: "tree-deciduous",
    PlotKind.BED: "flower",
    PlotKind.ROAD: "route",
    PlotKind.WATER: "droplets",
}


class Adopter(TextChoices):
    """Who looks after a plot."""

    PERSON = "person", "一个人"
    HOUSEHOLD = "household", "一家人"
    GROUP = "group", "一个队伍、小组"


class AdoptionState(TextChoices):
    """How far an adoption is; giving back needs no reason."""

    LIVING = "living", "认领着"
    RETURNED = "returned", "还回来了"
    LAPSED = "lapsed", "到期了"


ADOPTION_NEXT: Final[Mapping[AdoptionState, frozenset[AdoptionState]]] = {
    AdoptionState.LIVING: frozenset({AdoptionState.RETURNED, AdoptionState.LAPSED}),
    AdoptionState.RETURNED: frozenset(),
    AdoptionState.LAPSED: frozenset(),
}
ADOPTION_TONES: Final[Mapping[AdoptionState, str]] = {
    AdoptionState.LIVING: "done",
    AdoptionState.RETURNED: "plain",
    AdoptionState.LAPSED: "plain",
}

TERMS: Final = (3, 6, 12)
"""Months for which a plot may be taken."""
RENEW_DAYS: Final = 31
"""So many days before its end an adoption may be renewed."""
REMIND_DAYS: Final = 14
"""So many days before its end an adoption is asked about, once for each end."""
MONTHS: Final = tuple((number, f"{number}月") for number in range(1, 13))
CHANNELS: Final = ("online", "phone", "counter", "visit")
RESERVED: Final = frozenset({"read", "plot", "adopted", "adoption", "month", "new"})
"""Words in addresses of the hall that no brand may take as its own."""
MOST_STOPS: Final = 40
LONGEST_STORY: Final = 6000
