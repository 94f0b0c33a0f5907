"""What a review meeting decided, a line each, so that a task can point to it."""

from django.db import models
from django.db.models import Q

from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Decision(Owned):
    """One thing decided at a review meeting: what, who, until when; it has a record of its own.

    Tasks, issues and practices point to that record, and nothing is typed twice (F57).
    """

    centre = CentreKey()
    activity = SameCentreFK("activities.Activity", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("第几条")
    text = models.CharField("定了什么", max_length=200)
    who = models.CharField("谁来办", max_length=40, blank=True)
    due_on = models.DateField("哪天前", null=True, blank=True)
    at = models.DateTimeField("登记时间")
    done_at = models.DateTimeField("办好时间", null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "activity", "order"], name="gatherings_decision_order"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "due_on"],
                condition=Q(done_at__isnull=True),
                name="gatherings_decision_due",
            ),
        ]

    def __str__(self) -> str:
        return self.text
