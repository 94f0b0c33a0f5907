"""Sets of indicators, assessments of a period, figures frozen, notes, reviews and looks."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.governance.assessments.states import (
    GONE,
    LONGEST_APPEAL,
    LONGEST_CRITERION,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_SCORE,
    NEXT,
    SEEN_ABOVE,
    TONES,
    IndicatorKind,
    SetState,
    State,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


def account_key() -> Any:
    """Return a key to the account that did something."""
    return models.ForeignKey(ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")


class IndicatorSet(Owned):
    """One version of what a centre is looked at by; published it never changes (F46).

    The versions of one set carry the same `line`, so that old assessments keep theirs.
    """

    centre = CentreKey()
    line = models.UUIDField("同一套")
    number = models.PositiveSmallIntegerField("版本", default=1)
    title = models.CharField("名称", max_length=LONGEST_TITLE)
    state = models.CharField(
        "状态", max_length=10, choices=SetState.choices, default=SetState.DRAFT
    )
    made_at = models.DateTimeField("开始写的时间")
    made_by = account_key()
    published_at = models.DateTimeField("定稿时间", null=True, blank=True)
    form_id = models.UUIDField("表单号")

    class Meta(Owned.Meta):
        verbose_name = "考核指标"
        ordering = ["title", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "line", "number"], name="assessments_set_version"
            ),
            models.UniqueConstraint(fields=["centre", "form_id"], name="assessments_set_form"),
            models.UniqueConstraint(
                fields=["centre", "line"],
                condition=Q(state=SetState.DRAFT),
                name="assessments_set_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(state=SetState.DRAFT, published_at__isnull=True)
                | Q(state=SetState.PUBLISHED, published_at__isnull=False),
                name="assessments_set_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}(第{self.number}版)"

    def move_to(self, state: str) -> None:
        """Publish a draft; nothing leads back. Raises WrongStep."""
        if (self.state, state) != (SetState.DRAFT, SetState.PUBLISHED):
            raise WrongStep("已经定稿了，不能再改。要改，复制出新的一版。")
        self.state = state


class Indicator(Owned):
    """One thing a centre is looked at by: a number the house counts, or a way of doing.

    `source` is `measure:<code>`, `metric:<code>` or `faces:<code>`; a manual one has a criterion
    and a `score`, the most that may be given for it: of a way of doing, never of a person.
    `target` is met from below or from above, as `is_at_most` says.
    """

    centre = CentreKey()
    set = SameCentreFK(IndicatorSet, models.CASCADE, related_name="indicators")
    order = models.PositiveSmallIntegerField("顺序", default=0)
    title = models.CharField("名称", max_length=LONGEST_TITLE)
    kind = models.CharField("怎么看", max_length=10, choices=IndicatorKind.choices)
    source = models.CharField("数据来源", max_length=90, blank=True)
    criterion = models.CharField("怎样算好", max_length=LONGEST_CRITERION, blank=True)
    target = models.DecimalField("目标", max_digits=12, decimal_places=2, null=True, blank=True)
    is_at_most = models.BooleanField("越少越好", default=False)
    score = models.PositiveSmallIntegerField("满分", null=True, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "指标"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "set", "title"], name="assessments_indicator_title"
            ),
            models.CheckConstraint(
                condition=Q(kind=IndicatorKind.MANUAL, source="", score__range=(1, MOST_SCORE))
                & ~Q(criterion="")
                | Q(kind__in=[IndicatorKind.AUTO, IndicatorKind.FACES], score__isnull=True)
                & ~Q(source=""),
                name="assessments_indicator_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssessmentQuerySet(OwnedQuerySet):
    """Words for reading assessments."""

    def public(self) -> Self:
        """Keep what the village published."""
        return self.filter(state=State.PUBLISHED)

    def sent(self) -> Self:
        """Keep what the level above may read."""
        return self.filter(state__in=SEEN_ABOVE)


class Assessment(Owned):
    """How the centre did from `since` to `until`, by one version of a set; one per period."""

    centre = CentreKey()
    set = SameCentreFK(IndicatorSet, models.PROTECT, related_name="assessments")
    line = models.UUIDField("哪一套")
    since = models.DateField("从哪天")
    until = models.DateField("到哪天")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    form_id = models.UUIDField("表单号")
    made_at = models.DateTimeField("留底时间")
    made_by = account_key()
    sent_at = models.DateTimeField("交给镇里", null=True, blank=True)
    proofs = models.PositiveIntegerField("交的时候有几条依据", default=0)
    reviewed_at = models.DateTimeField("镇里看的时间", null=True, blank=True)
    reviewed_by = account_key()
    review_words = models.CharField("镇里的话", max_length=LONGEST_NOTE, blank=True)
    appeal = models.TextField("村里的意见", max_length=LONGEST_APPEAL, blank=True)
    appealed_at = models.DateTimeField("提意见的时间", null=True, blank=True)
    answer = models.TextField("镇里的答复", max_length=LONGEST_APPEAL, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    objects: ClassVar[Any] = AssessmentQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "考核评估"
        ordering = ["-until", "-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="assessments_form_once"),
            models.UniqueConstraint(
                fields=["centre", "line", "since", "until"], name="assessments_period_once"
            ),
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="assessments_span"),
            models.CheckConstraint(
                condition=Q(appealed_at__isnull=True, appeal="")
                | Q(appealed_at__isnull=False) & ~Q(appeal=""),
                name="assessments_appeal_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False, appealed_at__isnull=False) & ~Q(answer=""),
                name="assessments_answer_whole",
            ),
        ]
        indexes = [models.Index(fields=["centre", "state", "-until"], name="assessments_by_state")]

    def __str__(self) -> str:
        return self.period

    @property
    def period(self) -> str:
        """Return the span in words."""
        return f"{_day(self.since)}到{_day(self.until)}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return TONES[State(self.state)]

    def move_to(self, state: str) -> None:
        """Take a step that NEXT knows; raises WrongStep."""
        if state not in NEXT[State(self.state)]:
            raise WrongStep
        self.state = state


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class Frozen(Owned):
    """What one indicator came to when the assessment was begun; nothing changes it afterwards.

    It carries its own words, so that it reads the same when a hall counts otherwise later.
    `above` and `below` are what a rate is made of; of fewer than five answers neither is kept.
    `behind` are codes that lead the village's own staff to the rows: a page, a register.
    """

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    assessment = SameCentreFK(Assessment, models.PROTECT, related_name="frozen")
    indicator = SameCentreFK(Indicator, models.PROTECT, related_name="frozen")
    title = models.CharField("名称", max_length=LONGEST_TITLE)
    value = models.DecimalField("数值", max_digits=14, decimal_places=2, null=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    above = models.PositiveIntegerField("分子", null=True)
    below = models.PositiveIntegerField("分母", null=True)
    asked = models.PositiveIntegerField("问了多少人", null=True)
    count = models.PositiveIntegerField("背后有多少条", default=0)
    words = models.CharField("怎么算的", max_length=300)
    behind = models.JSONField("到哪里看", default=dict, blank=True)
    target = models.DecimalField("目标", max_digits=12, decimal_places=2, null=True)
    is_at_most = models.BooleanField("越少越好", default=False)
    is_gone = models.BooleanField("来源没有了", default=False)
    is_hidden = models.BooleanField("不足五人", default=False)
    taken_at = models.DateTimeField("留底时间")

    class Meta(Owned.Meta):
        verbose_name = "留底的数字"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "assessment", "indicator"], name="assessments_frozen_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown(self) -> str:
        """Return the figure in words, and honestly where there is none."""
        if self.is_gone:
            return GONE
        if self.is_hidden:
            return "评价的不足5人，不显示"
        if self.value is None:
            return "没有可数的"
        return f"{self.value.normalize():f}{self.unit}"

    @property
    def is_missed(self) -> bool:
        """Say whether there is a target, a figure, and the figure does not reach it."""
        if self.target is None or self.value is None or self.is_gone:
            return False
        return self.value > self.target if self.is_at_most else self.value < self.target

    @property
    def is_met(self) -> bool:
        """Say whether there is a target and the figure reaches it."""
        return self.target is not None and self.value is not None and not self.is_missed

    @property
    def target_words(self) -> str:
        """Return the target in words, "" without one."""
        if self.target is None:
            return ""
        return f"{'不超过' if self.is_at_most else '不少于'}{self.target.normalize():f}{self.unit}"


class SelfNote(Owned):
    """What the village says of one indicator itself."""

    centre = CentreKey()
    assessment = SameCentreFK(Assessment, models.CASCADE, related_name="notes")
    indicator = SameCentreFK(Indicator, models.PROTECT, related_name="+")
    text = models.CharField("自评", max_length=LONGEST_NOTE)
    at = models.DateTimeField("时间")
    by = account_key()

    class Meta(Owned.Meta):
        verbose_name = "自评"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "assessment", "indicator"], name="assessments_note_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:20]


class Review(Owned):
    """What the level above says of one indicator; score only where people judge a way of doing."""

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    assessment = SameCentreFK(Assessment, models.PROTECT, related_name="reviews")
    indicator = SameCentreFK(Indicator, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField("得分", null=True)
    remark = models.CharField("评语", max_length=LONGEST_NOTE, blank=True)
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        verbose_name = "评议"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "assessment", "indicator"], name="assessments_review_once"
            ),
        ]

    def __str__(self) -> str:
        return self.remark[:20]


class AboveLook(Owned):
    """Somebody of the level above read an assessment; the village sees each look."""

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    assessment = SameCentreFK(Assessment, models.PROTECT, related_name="looks")
    by = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+")
    by_name = models.CharField("谁", max_length=40)
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        verbose_name = "上级看过"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.by_name
