"""Areas of the country, the centres that stand on them, and what a centre says about itself."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from changlai.kernel.ids import uuid7
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, Shared


class Level(models.IntegerChoices):
    """The five levels of the national division tree."""

    PROVINCE = 1, "省"
    CITY = 2, "市"
    COUNTY = 3, "县"
    TOWNSHIP = 4, "乡镇"
    VILLAGE = 5, "村"


CODE_LENGTH = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.COUNTY: 6,
    Level.TOWNSHIP: 9,
    Level.VILLAGE: 12,
}


CENTRE_CODE = r"^[a-z0-9][a-z0-9-]*$"
CENTRE_CODE_WRONG = "网址代码只能用小写字母、数字和短横线。"


class Weekday(models.IntegerChoices):
    """Days of the week as people count them, Monday first (ISO numbers)."""

    MONDAY = 1, "星期一"
    TUESDAY = 2, "星期二"
    WEDNESDAY = 3, "星期三"
    THURSDAY = 4, "星期四"
    FRIDAY = 5, "星期五"
    SATURDAY = 6, "星期六"
    SUNDAY = 7, "星期日"


class AreaQuerySet(models.QuerySet["Area"]):
    """Words for reading the tree; a prefix of the code is a subtree."""

    def under(self, prefix: str) -> "AreaQuerySet":
        """Keep the area `prefix` and all below it; a range of the key, so that the index serves."""
        return self.filter(code__gte=prefix, code__lte=prefix.ljust(12, "9"))

    def children_of(self, code: str) -> "AreaQuerySet":
        """Keep the areas directly below `code` ("" for the provinces)."""
        return self.filter(parent_code=code)


class Area(Shared):
    """One area of the national division tree; its code is text and tells its place in the tree."""

    code = models.CharField("代码", primary_key=True, max_length=12)
    level = models.PositiveSmallIntegerField("级别", choices=Level.choices)
    name = models.CharField("名称", max_length=100)
    parent_code = models.CharField("上级代码", max_length=12, blank=True)
    full_name = models.CharField("全称", max_length=300)
    is_pseudo = models.BooleanField("统计用虚拟单位", default=False)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        ordering = ["code"]
        indexes = [models.Index(fields=["parent_code", "code"], name="area_parent_x")]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=Level.PROVINCE, level__lte=Level.VILLAGE),
                name="area_level_known",
            )
        ]

    def __str__(self) -> str:
        return self.full_name


class Centre(Shared):
    """A Party-Mass Service Centre: the owner of every business row, with a key of its own.

    `host_name` (主办单位) and `filing_number` (备案编号) stand at the foot of its pages, because
    the notice on government apps asks every platform to name who answers for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(
        "网址代码",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9-]*$", "网址代码只能用小写字母、数字和短横线。")
        ],
    )
    name = models.CharField("全称", max_length=100)
    short_name = models.CharField("简称", max_length=30)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="所在区划")
    phone = models.CharField("公开电话", max_length=30, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    opened_on = models.DateField("启用日期")
    is_active = models.BooleanField("在用", default=True)
    host_name = models.CharField("主办单位", max_length=100, blank=True)
    filing_number = models.CharField("备案编号", max_length=60, blank=True)
    parts_off = models.JSONField("不用的功能", default=list, blank=True)

    class Meta:
        swappable = "CENTRE_MODEL"
        verbose_name = verbose_name_plural = "党群服务中心"
        ordering = ["area_id", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def off(self) -> frozenset[str]:
        """The parts of the house that this village does without, as the registry asks for them."""
        return frozenset(self.parts_off)


class HamletQuerySet(OwnedQuerySet):
    """Words for reading hamlets."""

    def active(self) -> "HamletQuerySet":
        """Keep the hamlets still in use."""
        return self.filter(is_active=True)


class Hamlet(Owned):
    """A natural village or group inside the area; the centre's own, not of the national tree."""

    centre = CentreKey()
    name = models.CharField("名称", max_length=40)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)

    objects: ClassVar[models.Manager[Any]] = HamletQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = verbose_name_plural = "自然村(小组)"
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="hamlet_name_once")]

    def __str__(self) -> str:
        return self.name


class OpeningHours(Owned):
    """One span of the ordinary week in which somebody is at the centre.

    A span that was replaced stays with the day on which it ended, so that what a centre was open
    last year does not change with this year's hours.
    """

    centre = CentreKey()
    weekday = models.PositiveSmallIntegerField("星期", choices=Weekday.choices)
    opens = models.TimeField("开门")
    closes = models.TimeField("关门")
    order = models.PositiveSmallIntegerField("顺序", default=0)
    since = models.DateField("从", null=True, blank=True)
    until = models.DateField("到(不含)", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        verbose_name = verbose_name_plural = "开放时间"
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "weekday", "opens"],
                condition=Q(until__isnull=True),
                name="hours_start_once",
            ),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")), name="hours_open_before_close"
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="hours_weekday_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class OpeningException(Owned):
    """A day on which the ordinary week does not hold: closed, or open at other hours."""

    centre = CentreKey()
    day = models.DateField("日期")
    opens = models.TimeField("开门", null=True, blank=True)
    closes = models.TimeField("关门", null=True, blank=True)
    note = models.CharField("说明", max_length=60, blank=True)

    class Meta:
        base_manager_name = "objects"
        verbose_name = verbose_name_plural = "特殊日期"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "day"], name="hours_exception_once"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, opens__lt=F("closes")),
                name="hours_exception_sound",
            ),
        ]

    def __str__(self) -> str:
        if self.is_closed:
            return f"{self.day} 不开放"
        return f"{self.day} {self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def is_closed(self) -> bool:
        """Whether nobody is there all day."""
        return self.opens is None

    def spans(self) -> tuple[tuple[Any, Any], ...]:
        """Return the open spans of the day, none when closed."""
        return () if self.opens is None else ((self.opens, self.closes),)
