"""A theme groups what belongs together for a time: activities, voices, works, stories."""

from django.db import models
from django.db.models import F, Q

from changlai.halls.gatherings.states import THEME_NEXT, ThemeState
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Theme(Owned):
    """A theme of some weeks or months, whatever the year asks for; none is written in code.

    `presets` are the kinds of activity that suit it. Once it has ended, `summary` holds the
    counts by source as they stood then, and its page is an archive.
    """

    centre = CentreKey()
    title = models.CharField("名称", max_length=40)
    since = models.DateField("从")
    until = models.DateField("到")
    intro = models.TextField("介绍", max_length=2000, blank=True)
    cover = SameCentreFK(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    presets = models.JSONField("常用的活动类型", default=list, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=ThemeState.choices, default=ThemeState.OPEN
    )
    summary = models.JSONField("总结", default=dict, blank=True)
    made_at = models.DateTimeField("建立时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-since", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__lte=F("until")), name="gatherings_theme_span"
            ),
            models.UniqueConstraint(
                fields=["centre", "title", "since"], name="gatherings_theme_title"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in THEME_NEXT[ThemeState(self.state)]:
            raise WrongStep
        self.state = state


class ThemeItem(Owned):
    """One thing that belongs to a theme; a thing may belong to several."""

    centre = CentreKey()
    theme = SameCentreFK(Theme, models.CASCADE, related_name="items")
    record = SameCentreFK("records.Record", models.CASCADE, related_name="+")
    added_at = models.DateTimeField("加入时间")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "theme", "record"], name="gatherings_themeitem_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.record_id)
