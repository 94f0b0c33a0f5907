"""A service item, as people read it, and what is asked for it in versions that never change."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from changlai.halls.counter.states import Domain, ItemLevel
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK


class ItemQuerySet(OwnedQuerySet):
    """Words for reading items."""

    def offered(self) -> Self:
        """Keep the items that people may use now."""
        return self.filter(is_active=True)


class ServiceItem(Owned):
    """One thing people come for, on one page: can I, what to bring, how long, whom to ask.

    `daily_words` are what people would type who do not know its name (老年卡, 开证明);
    `launched_on` makes it one of the village's measures for its people (F28).
    """

    centre = CentreKey()
    code = models.CharField("代码", max_length=30)
    title = models.CharField("名称", max_length=40)
    level = models.CharField("谁来办", max_length=10, choices=ItemLevel.choices)
    domain = models.CharField("哪方面", max_length=10, choices=Domain.choices)
    audience = models.JSONField("给谁", default=list, blank=True)
    daily_words = models.CharField("平常怎么说", max_length=120, blank=True)
    launched_on = models.DateField("推出日期", null=True, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)

    objects: ClassVar[Any] = ItemQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "服务事项"
        ordering = ["order", "title"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="counter_item_code"),
            models.UniqueConstraint(fields=["centre", "title"], name="counter_item_title"),
        ]

    def __str__(self) -> str:
        return self.title


class ItemVersion(Owned):
    """What an item said from a day on; a request keeps the one it was made under.

    `materials` are [{code, title, how, is_needed}], `steps` lines of text, `schema` the questions
    of its form. Days are working days of the centre's calendar.
    """

    centre = CentreKey()
    item = SameCentreFK(ServiceItem, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    can_i = models.TextField("能不能办", max_length=600)
    days = models.PositiveSmallIntegerField("几个工作日")
    whom = models.CharField("找谁", max_length=120, blank=True)
    at_home = models.CharField("不用来也行吗", max_length=200, blank=True)
    fee = models.CharField("收费", max_length=60, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    steps = models.JSONField("怎么办", default=list, blank=True)
    materials = models.JSONField("带什么", default=list, blank=True)
    schema = models.JSONField("要填的", default=dict, blank=True)
    made_at = models.DateTimeField("起用时间")

    class Meta(Owned.Meta):
        verbose_name = "事项版本"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "item", "number"], name="counter_version"),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=250), name="counter_version_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"
