"""What staff told everyone who signed up, in their own words."""

from django.conf import settings
from django.db import models

from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Notice(Owned):
    """One thing that everyone who signed up was told: bring boots, the bus waits at the gate."""

    centre = CentreKey()
    activity = SameCentreFK("activities.Activity", models.PROTECT, related_name="+")
    text = models.CharField("通知", max_length=200)
    at = models.DateTimeField("发出时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["centre", "activity", "at"], name="gatherings_notice_activity"),
        ]

    def __str__(self) -> str:
        return self.text
