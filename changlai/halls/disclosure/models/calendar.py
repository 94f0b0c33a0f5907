"""What has to be disclosed how often, and how long it stands."""

from django.db import models
from django.db.models import Q

from changlai.halls.disclosure.states import PUBLIC_DAYS, Category, Rhythm
from changlai.kernel.tenancy.models import CentreKey, Owned


class DisclosureItem(Owned):
    """One item of the yearly calendar (公开事项).

    It is due `due_days` days after its month, quarter or year is over; `source` says where that
    comes from. It counts from the period in which `since` lies, so that a new village begins
    without arrears. `code` marks those of the pack, which are not given twice.
    """

    centre = CentreKey()
    code = models.CharField("代码", max_length=30, blank=True)
    category = models.CharField("哪一类", max_length=10, choices=Category.choices)
    title = models.CharField("公开什么", max_length=40)
    what = models.CharField("要写到什么", max_length=200, blank=True)
    rhythm = models.CharField("多久一次", max_length=10, choices=Rhythm.choices)
    due_days = models.PositiveSmallIntegerField("过后多少天内", default=15)
    source = models.CharField("依据", max_length=120, blank=True)
    since = models.DateField("从哪天算起")
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)
    form_id = models.UUIDField("表单编号", null=True, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "公开事项"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "code"], condition=~Q(code=""), name="disclosure_item_code"
            ),
            models.UniqueConstraint(fields=["centre", "form_id"], name="disclosure_item_form"),
            models.CheckConstraint(condition=~Q(title=""), name="disclosure_item_title"),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="disclosure_item_category"
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values), name="disclosure_item_rhythm"
            ),
        ]
        indexes = [models.Index(fields=["centre", "order", "id"], name="disclosure_items")]

    def __str__(self) -> str:
        return str(self.title)


class DisclosureRules(Owned):
    """What the village set for itself: how many days a disclosure stands in public."""

    centre = CentreKey()
    public_days = models.PositiveSmallIntegerField("公示多少天", default=PUBLIC_DAYS)

    class Meta(Owned.Meta):
        verbose_name = "公示天数"
        constraints = [
            models.UniqueConstraint(fields=["centre"], name="disclosure_rules_one"),
            models.CheckConstraint(condition=Q(public_days__gte=1), name="disclosure_rules_days"),
        ]

    def __str__(self) -> str:
        return f"公示{self.public_days}天"
