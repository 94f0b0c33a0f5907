"""What is played at a sports day: who against whom, when, where, and how it went."""

from django.db import models
from django.db.models import Q

from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Fixture(Owned):
    """One game of an activity: two teams, or a title where nobody plays against anybody.

    The result is words, as "3 比 2" or "大家都到了终点"; nobody is ranked.
    """

    centre = CentreKey()
    activity = SameCentreFK("activities.Activity", models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", null=True, blank=True)
    title = models.CharField("比什么", max_length=60, blank=True)
    home = models.CharField("一方", max_length=30, blank=True)
    away = models.CharField("另一方", max_length=30, blank=True)
    place = models.CharField("场地", max_length=60, blank=True)
    result = models.CharField("结果", max_length=120, blank=True)
    noted_at = models.DateTimeField("登记时间")

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") | (~Q(home="") & ~Q(away="")),
                name="gatherings_fixture_named",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "activity", "at"], name="gatherings_fixture_activity"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called: its title, the two teams, or both."""
        teams = f"{self.home} 对 {self.away}" if self.home and self.away else ""
        return "：".join(part for part in (self.title, teams) if part)
