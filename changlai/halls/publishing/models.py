"""What others told of the village: a clip, and nothing made of its number."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.halls.publishing.states import Level, Outlet
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class MediaClip(Owned):
    """A report about the village in a paper, on the air or on the web (媒体报道, F56).

    It is kept to be found again. It is no figure of anybody's work: no measure and no metric
    counts it.
    """

    centre = CentreKey()
    title = models.CharField("标题", max_length=100)
    outlet_name = models.CharField("哪家媒体", max_length=60)
    outlet = models.CharField("什么媒体", max_length=12, choices=Outlet.choices)
    level = models.CharField("哪一级", max_length=10, choices=Level.choices)
    told_on = models.DateField("哪天")
    link = models.URLField("网址", max_length=500, blank=True)
    scan = SameCentreFK("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    noted_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField("记下的时间")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "媒体报道"
        ordering = ["-told_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="publishing_clip_form"),
            models.CheckConstraint(condition=~Q(title=""), name="publishing_clip_title"),
            models.CheckConstraint(
                condition=Q(outlet__in=Outlet.values) & Q(level__in=Level.values),
                name="publishing_clip_outlet",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-told_on", "-id"], name="publishing_clips")]

    def __str__(self) -> str:
        return str(self.title)
