"""Kinds of activity as data: what is asked, whom the roll lists, what is kept, who finds it."""

from django.db import models

from changlai.engines.activities.states import RosterRule, SignUpRule, Visibility
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Preset(Owned):
    """A kind of activity of this village, brought by the house or made in the browser.

    What it asks lives in versions, so that an activity keeps the questions it was made with.
    `tags` are codes of the village's reporting tree, such as 133.
    """

    centre = CentreKey()
    code = models.CharField("代码", max_length=30)
    title = models.CharField("名称", max_length=30)
    icon = models.CharField("图标", max_length=40, default="calendar-days")
    hint = models.CharField("什么时候用", max_length=120, blank=True)
    tags = models.JSONField("归类", default=list, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta(Owned.Meta):
        ordering = ["order", "title"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="activities_preset_code"),
            models.UniqueConstraint(
                fields=["centre", "title"],
                condition=models.Q(is_active=True),
                name="activities_preset_title",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PresetVersion(Owned):
    """What a preset asks and keeps from a moment on; never changed, only followed by another."""

    centre = CentreKey()
    preset = SameCentreFK(Preset, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    schema = models.JSONField("要填的内容", default=dict, blank=True)
    roster_rule = models.CharField("点名范围", max_length=10, choices=RosterRule.choices)
    documents = models.JSONField("要留的材料", default=list, blank=True)
    visibility = models.CharField("谁看得到", max_length=10, choices=Visibility.choices)
    sign_up_rule = models.CharField("报名方式", max_length=10, choices=SignUpRule.choices)
    seats = models.PositiveSmallIntegerField("一般多少人", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("一般多久(分钟)", default=120)
    made_at = models.DateTimeField("启用时间")

    class Meta(Owned.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "preset", "number"], name="activities_version_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.preset_id} {self.number}"
