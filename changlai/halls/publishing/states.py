"""The closed lists of words of publishing."""

from typing import Final

from django.db import models

FAMILY: Final = "publishing"
NOTICE: Final = "notice"
GUIDE: Final = "guide"
WALL: Final = "wall"
STORY: Final = "story"
WINDOW: Final = "window"
SHOWN_NEWS: Final = (NOTICE, STORY)
"""What the feed and the home page tell of."""


class Urgency(models.TextChoices):
    """How a notice stands out; a red one is for what cannot wait, as a flood."""

    NORMAL = "", "一般"
    IMPORTANT = "important", "重要"
    URGENT = "urgent", "紧急"


class Outlet(models.TextChoices):
    """Where somebody else told of the village."""

    PAPER = "paper", "报纸"
    TELEVISION = "television", "电视"
    RADIO = "radio", "广播"
    WEB = "web", "网站"
    ACCOUNT = "account", "公众号、视频号"


class Level(models.TextChoices):
    """Of which level an outlet is; a fact of the clip, counted for nobody."""

    TOWN = "town", "镇"
    COUNTY = "county", "县"
    CITY = "city", "市"
    PROVINCE = "province", "省"
    NATION = "nation", "全国"
