"""Checklists in versions that never change, and runs that keep what was found that day."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.governance.checklists.states import (
    BY_HAND,
    RUN_NEXT,
    TONES,
    Comparison,
    How,
    RunState,
    Verdict,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class Checklist(Owned):
    """One list by which a village looks over its centre (阵地建设规范化, F14)."""

    centre = CentreKey()
    code = models.CharField("代码", max_length=30)
    title = models.CharField("名称", max_length=40)
    is_active = models.BooleanField("在用", default=True)

    class Meta(Owned.Meta):
        verbose_name = "对照表"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="checklists_code"),
        ]

    def __str__(self) -> str:
        return self.title


class ChecklistVersion(Owned):
    """What a checklist asked from a day on; a run keeps the one it was made under."""

    centre = CentreKey()
    checklist = SameCentreFK(Checklist, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几版")
    made_at = models.DateTimeField("起用时间")
    made_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "对照表版本"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "checklist", "number"], name="checklists_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id} {self.number}"


class Asked(Owned):
    """What an item asks, the same on the list and in a run."""

    order = models.PositiveSmallIntegerField("顺序")
    group = models.CharField("哪方面", max_length=20)
    text = models.CharField("要做到什么", max_length=120)
    how = models.CharField("怎么看", max_length=10, choices=How.choices)
    measure = models.CharField("数什么", max_length=60, blank=True)
    comparison = models.CharField("比较", max_length=10, choices=Comparison.choices, blank=True)
    target = models.DecimalField("数", max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta(Owned.Meta):
        abstract = True

    @property
    def is_auto(self) -> bool:
        """Whether the house counts it itself, so that nobody ticks it."""
        return self.how == How.AUTO

    @property
    def wanted(self) -> str:
        """Return what the number has to be: 不超过0."""
        if self.target is None:
            return ""
        return f"{self.get_comparison_display()}{plain(self.target)}"


def plain(number: Decimal) -> str:
    """Return a number as people write it: 3, 2.5."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _whole(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(how=How.AUTO, target__isnull=False, comparison__in=Comparison.values)
        & ~Q(measure="")
        | Q(how=How.MANUAL, target__isnull=True, comparison="", measure=""),
        name=name,
    )


class ChecklistItem(Asked):
    """One item of a version."""

    centre = CentreKey()
    version = SameCentreFK(ChecklistVersion, models.PROTECT, related_name="items")

    class Meta(Asked.Meta):
        verbose_name = "对照项"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "version", "order"], name="checklists_item"),
            _whole("checklists_item_whole"),
        ]

    def __str__(self) -> str:
        return self.text


class Run(Owned):
    """One time that somebody looked over the centre; once begun its numbers stay.

    It has a record, so that an issue can say where it came from.
    """

    centre = CentreKey()
    version = SameCentreFK(ChecklistVersion, models.PROTECT, related_name="runs")
    state = models.CharField("状态", max_length=10, choices=RunState.choices, default=RunState.OPEN)
    started_at = models.DateTimeField("开始时间")
    started_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "对照"
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="checklists_run_form"),
            models.CheckConstraint(
                condition=Q(state=RunState.OPEN, finished_at__isnull=True)
                | Q(state=RunState.DONE, finished_at__isnull=False),
                name="checklists_run_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-started_at", "-id"], name="checklists_runs"),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}"

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if RunState(state) not in RUN_NEXT[RunState(self.state)]:
            raise WrongStep("这次对照已经做完了，要再看就另开一次。")
        self.state = state


class RunLine(Asked):
    """One item as it was found: a number that was read, or what somebody saw.

    What the house counts has no hand in it: the database refuses an answer by a person there.
    """

    centre = CentreKey()
    run = SameCentreFK(Run, models.PROTECT, related_name="lines")
    verdict = models.CharField("结果", max_length=10, choices=Verdict.choices)
    value = models.DecimalField("数到", max_digits=12, decimal_places=2, null=True, blank=True)
    measure_title = models.CharField("数的是什么", max_length=60, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    answered_at = models.DateTimeField("看的时间", null=True, blank=True)
    answered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    issue_case = SameCentreFK("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Asked.Meta):
        verbose_name = "对照结果"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "run", "order"], name="checklists_line"),
            _whole("checklists_line_whole"),
            models.CheckConstraint(
                condition=Q(how=How.AUTO, answered_by__isnull=True, answered_at__isnull=True)
                & ~Q(verdict=Verdict.OPEN)
                | Q(
                    how=How.MANUAL,
                    value__isnull=True,
                    verdict__in=[*sorted(BY_HAND), Verdict.OPEN],
                ),
                name="checklists_no_hand_in_it",
            ),
            models.CheckConstraint(
                condition=~Q(how=How.AUTO, verdict__in=sorted(BY_HAND)) | Q(value__isnull=False),
                name="checklists_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def tone(self) -> str:
        """Return the tone of the verdict's tag."""
        return TONES[Verdict(self.verdict)]

    @property
    def counted(self) -> str:
        """Return the number with its unit, "" where there is none."""
        return f"{plain(self.value)}{self.unit}" if self.value is not None else ""
