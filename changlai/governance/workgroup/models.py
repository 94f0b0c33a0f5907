"""A work group with its members, the goals of a year, and the tasks under them."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.governance.workgroup.states import TASK_NEXT, TONES, Comparison, TaskState
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


def plain(number: Decimal) -> str:
    """Return a number as people write it: 3, 2.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class WorkGroup(Owned):
    """Those who answer for the centre together (领导小组, F41), under the secretary."""

    centre = CentreKey()
    title = models.CharField("名称", max_length=60)
    head = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+", verbose_name="组长")
    set_up_on = models.DateField("成立日期")
    term_from = models.DateField("任期从")
    term_until = models.DateField("任期到")
    document = models.TextField("成立文件", max_length=4000, blank=True)
    ended_on = models.DateField("撤销日期", null=True, blank=True)
    end_reason = models.CharField("撤销原因", max_length=120, blank=True)
    made_at = models.DateTimeField("登记时间")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "工作小组"
        ordering = ["-set_up_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="workgroup_form"),
            models.CheckConstraint(
                condition=Q(term_from__lte=F("term_until")), name="workgroup_term"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="workgroup_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_live(self, day: date) -> bool:
        """Say whether it stands on a day: not ended, and within its term."""
        return self.ended_on is None and self.term_from <= day <= self.term_until


class Member(Owned):
    """One member and what they answer for, in words (职责分工)."""

    centre = CentreKey()
    group = SameCentreFK(WorkGroup, models.CASCADE, related_name="members")
    account = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=40, blank=True)
    duty = models.CharField("分工", max_length=200)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta(Owned.Meta):
        verbose_name = "小组成员"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "group", "order"], name="workgroup_member_order"
            ),
            models.CheckConstraint(condition=~Q(duty=""), name="workgroup_member_duty"),
        ]

    def __str__(self) -> str:
        return self.name


class Goal(Owned):
    """What is to be reached in a year (目标), under which the tasks stand."""

    centre = CentreKey()
    group = SameCentreFK(WorkGroup, models.PROTECT, related_name="goals")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("目标", max_length=80)
    note = models.CharField("说明", max_length=200, blank=True)
    made_at = models.DateTimeField("登记时间")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "目标"
        ordering = ["-year", "made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="workgroup_goal_form"),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="workgroup_goal_year"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Task(Owned):
    """One task: who, until when, and what shows it is done: a number, or records that exist.

    A task with a number has no hand in its closing; the database refuses one. The number and the
    day stay as they were, whatever is counted later.
    """

    centre = CentreKey()
    goal = SameCentreFK(Goal, models.PROTECT, related_name="tasks")
    title = models.CharField("任务", max_length=80)
    owner = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+", verbose_name="谁负责")
    due_on = models.DateField("哪天前")
    state = models.CharField(
        "状态", max_length=10, choices=TaskState.choices, default=TaskState.TO_DO
    )
    measure = models.CharField("数什么", max_length=60, blank=True)
    comparison = models.CharField("比较", max_length=10, choices=Comparison.choices, blank=True)
    target = models.DecimalField("数", max_digits=9, decimal_places=2, null=True, blank=True)
    blocked_reason = models.CharField("卡在哪里", max_length=200, blank=True)
    result = models.CharField("做成什么样", max_length=300, blank=True)
    no_record_reason = models.CharField("没有记录的原因", max_length=200, blank=True)
    drop_reason = models.CharField("为什么不做了", max_length=200, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    closed_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    closed_value = models.DecimalField(
        "做好时的数", max_digits=12, decimal_places=2, null=True, blank=True
    )
    closed_unit = models.CharField("单位", max_length=10, blank=True)
    kept_records = models.JSONField("做好时的记录", default=list, blank=True)
    origin = SameCentreFK("records.Record", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField("登记时间")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "任务"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="workgroup_task_form"),
            models.CheckConstraint(
                condition=Q(state__in=TaskState.values), name="workgroup_task_state"
            ),
            models.CheckConstraint(
                condition=Q(measure="", comparison="", target__isnull=True)
                | Q(comparison__in=Comparison.values, target__isnull=False) & ~Q(measure=""),
                name="workgroup_task_measure",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DONE)
                | Q(closed_at__isnull=False)
                & (
                    Q(closed_by__isnull=True, closed_value__isnull=False) & ~Q(measure="")
                    | Q(measure="", closed_by__isnull=False, closed_value__isnull=True)
                    & ~Q(result="")
                    & (~Q(kept_records=[]) | ~Q(no_record_reason=""))
                ),
                name="workgroup_task_done",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.BLOCKED) | ~Q(blocked_reason=""),
                name="workgroup_task_blocked",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DROPPED) | ~Q(drop_reason=""),
                name="workgroup_task_dropped",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "state", "due_on"], name="workgroup_task_due"),
            models.Index(fields=["centre", "owner", "state"], name="workgroup_task_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return TONES[TaskState(self.state)]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in {TaskState.TO_DO, TaskState.DOING, TaskState.BLOCKED}

    @property
    def wanted(self) -> str:
        """Return what the number has to be: 不少于4."""
        if self.target is None:
            return ""
        return f"{self.get_comparison_display()}{plain(self.target)}"

    @property
    def reached(self) -> str:
        """Return the number with which it was closed, "" for a task without one."""
        if self.closed_value is None:
            return ""
        return f"{plain(self.closed_value)}{self.closed_unit}"

    def is_overdue(self, day: date) -> bool:
        """Say whether its day has passed and it is not done."""
        return self.is_open and self.due_on < day

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if TaskState(state) not in TASK_NEXT[TaskState(self.state)]:
            raise WrongStep("这个任务已经了结了，不能再改。")
        self.state = state
