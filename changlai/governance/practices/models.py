"""A practice, and a preset pack that came from another village."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.governance.practices.states import (
    LONGEST_PART,
    LONGEST_TITLE,
    NEXT,
    ArrivalState,
    PracticeState,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet

ACCOUNT = settings.AUTH_USER_MODEL


class PracticeQuerySet(OwnedQuerySet):
    """Words for reading practices."""

    def public(self) -> Self:
        """Keep what everybody may read."""
        return self.filter(state=PracticeState.PUBLISHED, is_public=True)


class Practice(Owned):
    """What worked here, said so that another village can do it (F58).

    `figures` are codes of measures and metrics, counted anew whenever somebody reads; no number
    is typed. Records that prove it hang on it by links of the kernel.
    """

    centre = CentreKey()
    title = models.CharField("名称", max_length=LONGEST_TITLE)
    background = models.TextField("背景", max_length=LONGEST_PART, blank=True)
    method = models.TextField("做法", max_length=LONGEST_PART, blank=True)
    outcome = models.TextField("成效", max_length=LONGEST_PART, blank=True)
    cost = models.TextField("投入", max_length=LONGEST_PART, blank=True)
    fits = models.TextField("适用条件", max_length=LONGEST_PART, blank=True)
    care = models.TextField("要注意的", max_length=LONGEST_PART, blank=True)
    figures = models.JSONField("数字", default=list, blank=True)
    since = models.DateField("数字从哪天算", null=True, blank=True)
    until = models.DateField("算到哪天", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=PracticeState.choices, default=PracticeState.DRAFT
    )
    is_public = models.BooleanField("公开", default=False)
    made_at = models.DateTimeField("开始写的时间")
    made_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField("改的时间")
    published_at = models.DateTimeField("定稿时间", null=True, blank=True)
    form_id = models.UUIDField("表单号")

    objects: ClassVar[Any] = PracticeQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "可复制经验"
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="practices_form_once"),
            models.UniqueConstraint(fields=["centre", "title"], name="practices_title"),
            models.CheckConstraint(
                condition=Q(state=PracticeState.DRAFT, published_at__isnull=True, is_public=False)
                | Q(state=PracticeState.PUBLISHED, published_at__isnull=False),
                name="practices_published_whole",
            ),
        ]
        indexes = [models.Index(fields=["centre", "state", "-changed_at"], name="practices_newest")]

    def __str__(self) -> str:
        return self.title

    def move_to(self, state: str) -> None:
        """Take a step that NEXT knows; raises WrongStep."""
        if state not in NEXT[PracticeState(self.state)]:
            raise WrongStep
        self.state = state


class PackArrival(Owned):
    """A preset pack that somebody brought: the file as it came, and what was taken of it.

    One file is one arrival, however often it is brought. `said` keeps what was made, what was
    there, what was refused and why, in titles.
    """

    centre = CentreKey()
    title = models.CharField("名称", max_length=LONGEST_TITLE)
    note = models.CharField("说明", max_length=200, blank=True)
    made_by_version = models.CharField("哪个版本做的", max_length=20)
    checksum = models.CharField("校验码", max_length=64)
    body = models.TextField("内容")
    state = models.CharField(
        "状态", max_length=10, choices=ArrivalState.choices, default=ArrivalState.LOOKED
    )
    came_at = models.DateTimeField("拿来的时间")
    brought_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField("收下的时间", null=True, blank=True)
    taken_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    said = models.JSONField("结果", default=dict, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "拿来的经验包"
        ordering = ["-came_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "checksum"], name="practices_pack_once"),
            models.CheckConstraint(
                condition=Q(state=ArrivalState.LOOKED, taken_at__isnull=True)
                | Q(state=ArrivalState.TAKEN, taken_at__isnull=False),
                name="practices_taken_whole",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-came_at"], name="practices_pack_newest")]

    def __str__(self) -> str:
        return self.title

    def move_to(self, state: str, at: datetime) -> None:
        """Note that it was taken; taken again stays taken."""
        self.state, self.taken_at = ArrivalState(state), at
