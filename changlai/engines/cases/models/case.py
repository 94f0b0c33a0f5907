"""The case itself, its history and its files."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.engines.cases.kinds import KindDefinition
from changlai.engines.cases.models.kinds import Category, KindVersion, ServiceLevel, known_rules
from changlai.engines.cases.states import (
    DONE,
    RUNNING,
    AlarmLevel,
    CallBackOutcome,
    Channel,
    DeadlineKind,
    Face,
    FileRole,
    Secrecy,
    StateType,
    Urgency,
)
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK
from changlai.kernel.workflow.public import State, Step


def account_key(**more: Any) -> Any:
    """Return a link to the account of a member of staff; accounts are closed, never deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", **more
    )


class CaseQuerySet(OwnedQuerySet):
    """Words for picking cases."""

    def running(self) -> Self:
        """Keep cases in which the centre still owes an answer."""
        return self.filter(state_type__in=RUNNING)

    def done(self) -> Self:
        """Keep cases that were answered or ended otherwise."""
        return self.filter(state_type__in=DONE)

    def overdue(self, at: dt.datetime) -> Self:
        """Keep cases with an open promise that fell due before `at`."""
        return self.filter(next_deadline_at__lt=at)

    def due_by(self, at: dt.datetime) -> Self:
        """Keep cases with an open promise due until `at`, overdue ones included."""
        return self.filter(next_deadline_at__lte=at)

    def to_call_back(self) -> Self:
        """Keep answered cases that nobody has asked after yet."""
        return self.filter(
            state_type=StateType.RESOLVED, call_back_due__isnull=False, call_back_outcome=""
        )

    def latest_first(self) -> Self:
        """Order by when the words came, then id: imported and demo cases are past."""
        return self.order_by("-opened_at", "-id")

    def most_pressing_first(self) -> Self:
        """Order by the earliest open promise; cases that owe nothing come last."""
        return self.order_by(models.F("next_deadline_at").asc(nulls_last=True), "id")


class Case(Owned):
    """One matter that somebody brought to the centre, from the first word to the rating.

    `state` and `state_type` are written by move_to alone. Deadlines are written by
    clocks.set_deadlines alone. `text`, `title`, `place_text` and `answer` show the redacted
    words once something was redacted; the originals are kept apart, encrypted.
    """

    centre = CentreKey()
    number = models.CharField("编号", max_length=14)
    code_index = models.CharField("查询码", max_length=64, blank=True)
    form_id = models.UUIDField("表单号", null=True, blank=True)

    kind = models.CharField("种类", max_length=30)
    kind_version = SameCentreFK(KindVersion, models.PROTECT, related_name="+")
    family = models.CharField("所属", max_length=30)
    level = SameCentreFK(ServiceLevel, models.PROTECT, related_name="+")
    category = SameCentreFK(Category, models.PROTECT, null=True, blank=True, related_name="cases")
    opened_category = models.CharField("提出时的类别", max_length=40, blank=True)
    secrecy = models.CharField("可见范围", max_length=20, choices=Secrecy.choices)
    state = models.CharField("状态", max_length=40)
    state_type = models.CharField("状态类型", max_length=10, choices=StateType.choices)

    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency.choices)
    title = models.CharField("标题", max_length=80, blank=True)
    text = models.TextField("内容")
    place_text = models.CharField("地点", max_length=120, blank=True)
    public_title = models.CharField("公开标题", max_length=60, blank=True)

    person = SameCentreFK(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    reporter_alias = models.CharField("称呼", max_length=40, blank=True)
    contact_phone = EncryptedTextField("联系电话", blank=True)
    is_anonymous = models.BooleanField("匿名", default=False)
    is_contactable = models.BooleanField("留有联系方式", default=False)
    entered_by = account_key()

    opened_at = models.DateTimeField("提出时间")
    accepted_at = models.DateTimeField("受理时间", null=True)
    first_contact_at = models.DateTimeField("首次联系时间", null=True)
    contact_in_time = models.BooleanField("首次联系及时", null=True)
    clock_from = models.DateTimeField("答复起算时间")
    accept_due = models.DateTimeField("受理期限", null=True)
    first_contact_due = models.DateTimeField("首次联系期限", null=True)
    resolution_due = models.DateTimeField("答复期限", null=True)
    call_back_due = models.DateTimeField("回访期限", null=True)
    next_deadline_at = models.DateTimeField("最近期限", null=True)
    next_deadline_kind = models.CharField(
        "最近期限种类", max_length=20, blank=True, choices=DeadlineKind.choices
    )
    deadline_provisional = models.BooleanField("期限暂定", default=False)
    deadlines_set_at = models.DateTimeField("期限计算时间")
    alarm_at = models.DateTimeField("下次提醒时间", null=True)
    alarm_level = models.CharField("提醒到", max_length=10, blank=True, choices=AlarmLevel.choices)
    was_paused = models.BooleanField("曾暂停", default=False)

    handler = account_key()
    bounces = models.PositiveSmallIntegerField("转办次数", default=0)
    extended_at = models.DateTimeField("延期时间", null=True)
    extension_days = models.PositiveSmallIntegerField("延长工作日", default=0)
    own_days = models.PositiveSmallIntegerField("本件承诺的工作日", null=True, blank=True)
    delivered_at = models.DateTimeField("送达时间", null=True)
    reopened = models.PositiveSmallIntegerField("再次提出次数", default=0)
    rounds = models.PositiveSmallIntegerField("答复次数", default=0)

    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_in_time = models.BooleanField("答复及时", null=True)
    closed_at = models.DateTimeField("结束时间", null=True)
    called_back_at = models.DateTimeField("回访时间", null=True)
    call_back_outcome = models.CharField(
        "回访结果", max_length=20, blank=True, choices=CallBackOutcome.choices
    )
    solved = models.BooleanField("已解决", null=True)
    face = models.CharField("评价", max_length=20, blank=True, choices=Face.choices)
    rated_at = models.DateTimeField("评价时间", null=True)

    merged_into = SameCentreFK("self", models.PROTECT, null=True, blank=True, related_name="merged")
    origin_record = SameCentreFK(
        "records.Record", models.PROTECT, null=True, blank=True, related_name="+"
    )
    outside_number = models.CharField("外部编号", max_length=60, blank=True)
    redacted_at = models.DateTimeField("遮盖时间", null=True)
    may_publish = models.BooleanField("同意公开", default=False)
    published_at = models.DateTimeField("公开时间", null=True)

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="cases_case_number"),
            models.UniqueConstraint(
                fields=["centre", "form_id"],
                condition=Q(form_id__isnull=False),
                name="cases_case_form",
            ),
            models.UniqueConstraint(
                fields=["centre", "outside_number"],
                condition=~Q(outside_number=""),
                name="cases_case_outside",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="cases_case_has_words"),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(person__isnull=True),
                name="cases_case_anonymous",
            ),
            models.CheckConstraint(
                condition=~Q(state_type=StateType.RESOLVED) | Q(answered_at__isnull=False),
                name="cases_case_answered",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (Q(redacted_at__isnull=False) & Q(may_publish=True)),
                name="cases_case_published",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-opened_at", "-id"], name="cases_case_latest"),
            # Among years of finished ones, the few that still run, in the order of the list.
            models.Index(
                fields=["centre", "state_type", "-opened_at", "-id"], name="cases_case_by_state"
            ),
            models.Index(
                fields=["centre", "state_type", "next_deadline_at"], name="cases_case_pressing"
            ),
            models.Index(fields=["centre", "handler", "state_type"], name="cases_case_handler"),
            models.Index(fields=["centre", "person", "-opened_at"], name="cases_case_person"),
            models.Index(fields=["centre", "answered_at"], name="cases_case_answered_at"),
            models.Index(fields=["centre", "first_contact_due"], name="cases_case_contact_due"),
            # The queue of call-backs: a few among all that were ever answered.
            models.Index(
                fields=["centre", "call_back_due"],
                condition=Q(
                    call_back_due__isnull=False, call_back_outcome="", closed_at__isnull=True
                ),
                name="cases_case_call_back",
            ),
            # The job that looks for alarms asks the whole country at once.
            models.Index(
                fields=["alarm_at"], condition=Q(alarm_at__isnull=False), name="cases_case_alarm_x"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def rules(self) -> KindDefinition:
        """Return the definition of the kind version that this case was opened under."""
        return known_rules(self.kind_version_id) or self.kind_version.rules

    @property
    def now_in(self) -> State:
        """Return the present state with its label and type."""
        return self.rules.workflow.state(self.state)

    @property
    def state_label(self) -> str:
        """Return the words for the present state."""
        return self.now_in.label

    @property
    def kind_title(self) -> str:
        """Return the words for the kind."""
        return self.rules.title

    @property
    def is_running(self) -> bool:
        """Say whether the centre still owes an answer."""
        return self.state_type in RUNNING

    @property
    def heading(self) -> str:
        """Return a line for lists: the title, or the first words."""
        return self.title or self.text[:40]

    def step(self, verb: str) -> Step:
        """Return the step that leads on from the present state.

        Raises WrongStep if there is none.
        """
        found = self.rules.workflow.step(verb, self.state)
        if found is None:
            raise WrongStep
        return found

    def move_to(self, verb: str) -> Step:
        """Take a step; the only writer of `state` and `state_type`. Raises WrongStep."""
        step = self.step(verb)
        if step.to_state:
            self.state = step.to_state
            self.state_type = self.now_in.type
        return step


class CaseStep(Owned):
    """One line of a case's history.

    Written once, never changed. Pauses and rollups are rebuilt from it.
    """

    centre = CentreKey()
    case = SameCentreFK(Case, models.PROTECT, related_name="steps")
    verb = models.CharField("步骤", max_length=40)
    from_state = models.CharField("原状态", max_length=40, blank=True)
    to_state = models.CharField("新状态", max_length=40)
    to_type = models.CharField("新状态类型", max_length=10)
    at = models.DateTimeField("时间")
    actor = account_key()
    actor_name = models.CharField("经办", max_length=40, blank=True)
    by_requester = models.BooleanField("诉求人本人", default=False)
    to_handler = account_key()
    note = models.TextField("说明", blank=True)
    is_told = models.BooleanField("告知诉求人", default=False)
    in_time = models.BooleanField("及时", null=True)
    minutes = models.PositiveIntegerField("用时(分钟)", null=True)
    alarm = models.CharField("提醒到", max_length=10, blank=True, choices=AlarmLevel.choices)

    class Meta(Owned.Meta):
        indexes = [
            models.Index(fields=["centre", "case", "at"], name="cases_step_history"),
            models.Index(fields=["centre", "verb", "at"], name="cases_step_verb"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"


class CaseFile(Owned):
    """A picture, recording or scan on a case."""

    centre = CentreKey()
    case = SameCentreFK(Case, models.PROTECT, related_name="files")
    file = SameCentreFK("files.StoredFile", models.PROTECT, related_name="+")
    role = models.CharField("用途", max_length=10, choices=FileRole.choices)
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "case", "file"], name="cases_file_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.file_id}"
