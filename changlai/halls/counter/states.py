"""The closed lists of words about service items and requests."""

from collections.abc import Mapping
from typing import Final

from django.db import models


class ItemLevel(models.TextChoices):
    """Who does it: the village, the centre on one's behalf, or somebody it shows the way to."""

    VILLAGE = "village", "村里办"
    AGENT = "agent", "帮您代办"
    GUIDE = "guide", "告诉您去哪办"


class Domain(models.TextChoices):
    """The parts of life by which people look for a service (domain text F28)."""

    WORK = "work", "就业创业"
    LEARNING = "learning", "教育"
    HEALTH = "health", "医疗健康"
    SECURITY = "security", "社会保障"
    FAMILY = "family", "户籍婚育"
    HOUSE = "house", "住房土地"
    FARM = "farm", "农业生产"
    OTHER = "other", "别的事"


class Audience(models.TextChoices):
    """For whom a service is, so that nobody reads what is not for them."""

    ELDER = "elder", "老人"
    GUARDIAN = "guardian", "带孩子的"
    WOMAN = "woman", "妇女"
    DISABLED = "disabled", "残疾人"
    RETURNEE = "returnee", "返乡的人"
    WORKER = "worker", "出门打工的"


class LifeEvent(models.TextChoices):
    """What happens in a family, by which people look who know no name of a service.

    An item belongs to it by its daily words, so that whoever writes an item tags it in no
    other place than the one by which it is found.
    """

    CHILD = "child", "添了孩子"
    SCHOOL = "school", "孩子上学"
    MARRIAGE = "marriage", "结婚"
    WORK = "work", "找活、出门打工"
    BUILD = "build", "盖房子"
    ILL = "ill", "生病了"
    HARD = "hard", "家里有难处"
    OLD = "old", "老人的事"
    GONE = "gone", "家里有人走了"


EVENT_WORDS: Final[Mapping[LifeEvent, tuple[str, ...]]] = {
    LifeEvent.CHILD: ("生孩子", "出生", "上户口", "新生儿", "添孩子"),
    LifeEvent.SCHOOL: ("上学", "入学", "助学", "学校"),
    LifeEvent.MARRIAGE: ("结婚", "登记", "彩礼"),
    LifeEvent.WORK: ("找工作", "打工", "就业", "失业", "务工"),
    LifeEvent.BUILD: ("盖房", "建房", "宅基地", "翻修", "危房"),
    LifeEvent.ILL: ("生病", "看病", "医保", "报销"),
    LifeEvent.HARD: ("困难", "救助", "低保", "出事"),
    LifeEvent.OLD: ("老年", "养老", "老人", "高龄"),
    LifeEvent.GONE: ("去世", "走了", "丧葬", "销户"),
}
"""The words of an item's name or of its daily words by which it belongs to a life event."""


class How(models.TextChoices):
    """What the centre does with a paper: look, take a copy, or keep it until it is returned."""

    SEE = "see", "看一下"
    COPY = "copy", "留复印件"
    KEEP = "keep", "交原件，办完还"


class MaterialState(models.TextChoices):
    """How a paper of a request stands."""

    MISSING = "missing", "还缺"
    SEEN = "seen", "看过了"
    COPIED = "copied", "留了复印件"
    KEPT = "kept", "收了原件"
    RETURNED = "returned", "原件还了"


class Handing(models.TextChoices):
    """How what was done reached the requester."""

    FETCHED = "fetched", "自己来取"
    BROUGHT = "brought", "送到家里"
    SENT = "sent", "寄出或网上办好"
    PROXY = "proxy", "家里人代取"
