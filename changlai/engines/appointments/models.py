"""Who sits when, in which slots, and who comes."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.engines.appointments.states import (
    APPOINTMENT_NEXT,
    COMING,
    LIVE,
    SITTING_NEXT,
    AppointmentState,
    Purpose,
    SittingState,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK


class Provider(Owned):
    """A doctor, lawyer or other professional who sits at the centre, with the licence to do so."""

    centre = CentreKey()
    name = models.CharField("姓名", max_length=40)
    title = models.CharField("职业", max_length=40)
    unit = models.CharField("单位", max_length=80, blank=True)
    licence = models.CharField("执业证号", max_length=60, blank=True)
    licence_until = models.DateField("证件有效期至", null=True, blank=True)
    note = models.CharField("擅长", max_length=120, blank=True)
    is_active = models.BooleanField("在用", default=True)

    class Meta(Owned.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name", "unit"], name="appointments_provider_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Window(Owned):
    """A window of the counter (窗口), to which people are called; a centre names its own."""

    centre = CentreKey()
    name = models.CharField("名称", max_length=20)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_open = models.BooleanField("在用", default=True)

    class Meta(Owned.Meta):
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="appointments_window_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Sitting(Owned):
    """A time in which a provider sees people one after the other; or a day of the counter.

    `origin_id` is the record that brought it, such as the session of a free clinic day. A sitting
    with `is_opaque` is for talks nobody may know of: its appointments carry no person. A day of
    the counter has no provider, and several windows call from its one queue.
    """

    centre = CentreKey()
    purpose = models.CharField(
        "做什么", max_length=10, choices=Purpose.choices, default=Purpose.CLINIC
    )
    provider: Any = SameCentreFK(Provider, models.PROTECT, null=True, related_name="sittings")
    origin_id = models.UUIDField("来自", null=True, blank=True)
    title = models.CharField("名称", max_length=60)
    starts = models.DateTimeField("开始")
    ends = models.DateTimeField("结束")
    slot_minutes = models.PositiveSmallIntegerField("每人(分钟)", default=15)
    place_text = models.CharField("地点", max_length=80, blank=True)
    takes_walk_ins = models.BooleanField("没约也可以来", default=True)
    is_opaque = models.BooleanField("保密", default=False)
    state = models.CharField(
        "状态", max_length=10, choices=SittingState.choices, default=SittingState.PLANNED
    )
    last_number = models.PositiveSmallIntegerField("排到几号", default=0)
    cancel_reason = models.CharField("取消原因", max_length=120, blank=True)

    class Meta(Owned.Meta):
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends")), name="appointments_sitting_span"
            ),
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5), name="appointments_sitting_minutes"
            ),
            models.CheckConstraint(
                condition=Q(provider__isnull=False) | Q(purpose=Purpose.COUNTER),
                name="appointments_sitting_who",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "starts"], name="appointments_sitting_day"),
            models.Index(fields=["centre", "origin_id"], name="appointments_sitting_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.starts:%Y-%m-%d %H:%M}"

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in SITTING_NEXT[SittingState(self.state)]:
            raise WrongStep
        self.state = state


class AtWindow(Owned):
    """Which colleague is at which window of a sitting, from when and until when."""

    centre = CentreKey()
    sitting = SameCentreFK(Sitting, models.PROTECT, related_name="at_windows")
    window = SameCentreFK(Window, models.PROTECT, related_name="turns")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField("从")
    until = models.DateTimeField("到", null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "window"],
                condition=Q(until__isnull=True),
                name="appointments_window_one",
            ),
            models.UniqueConstraint(
                fields=["centre", "account"],
                condition=Q(until__isnull=True),
                name="appointments_clerk_one",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "sitting"], name="appointments_at_window"),
        ]

    def __str__(self) -> str:
        return f"{self.window_id} {self.since:%H:%M}"


class Slot(Owned):
    """A quarter of an hour, or what the sitting says, for one person."""

    centre = CentreKey()
    sitting = SameCentreFK(Sitting, models.PROTECT, related_name="slots")
    starts = models.DateTimeField("开始")
    ends = models.DateTimeField("结束")
    is_closed = models.BooleanField("不开放", default=False)

    class Meta(Owned.Meta):
        ordering = ["starts", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "sitting", "starts"], name="appointments_slot_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}"


class AppointmentQuerySet(OwnedQuerySet):
    """Words for reading appointments."""

    def live(self) -> Self:
        """Keep those that hold their place."""
        return self.filter(state__in=LIVE)


class Appointment(Owned):
    """One person's talk with a provider: booked for a slot, or walked in.

    Booked and walked-in people stand in one queue. `queue_number` is what is called out and
    stays; `place` is where they stand, and moves back when somebody was called and not there
    (`is_behind`: a booked time that was missed goes before nobody any more). `window` is where
    somebody was called to, `sent_to` the only one that is to call them. Nothing of what is said
    is kept, no complaint and no advice (F27).
    """

    centre = CentreKey()
    sitting = SameCentreFK(Sitting, models.PROTECT, related_name="appointments")
    slot = SameCentreFK(Slot, models.PROTECT, null=True, blank=True, related_name="appointments")
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    alias = models.CharField("称呼", max_length=40, blank=True)
    state = models.CharField("状态", max_length=10, choices=AppointmentState.choices)
    queue_number = models.PositiveSmallIntegerField("排队号", null=True, blank=True)
    place = models.BigIntegerField("次序", null=True, blank=True)
    is_behind = models.BooleanField("过了约的时间", default=False)
    window = SameCentreFK(Window, models.PROTECT, null=True, blank=True, related_name="+")
    sent_to = SameCentreFK(Window, models.PROTECT, null=True, blank=True, related_name="+")
    calls = models.PositiveSmallIntegerField("叫了几次", default=0)
    channel = models.CharField("渠道", max_length=10)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    booked_at = models.DateTimeField("预约时间")
    here_at = models.DateTimeField("到达时间", null=True, blank=True)
    first_called_at = models.DateTimeField("第一次叫号", null=True, blank=True)
    called_at = models.DateTimeField("叫号时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    end_reason = models.CharField("说明", max_length=120, blank=True)
    form_id = models.UUIDField("表单号", null=True, blank=True)

    objects: ClassVar[Any] = AppointmentQuerySet.as_manager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "slot"],
                condition=Q(state__in=LIVE, slot__isnull=False),
                name="appointments_slot_taken_once",
            ),
            models.UniqueConstraint(
                fields=["centre", "sitting", "person"],
                condition=Q(state__in=COMING, person__isnull=False),
                name="appointments_person_once",
            ),
            models.UniqueConstraint(
                fields=["centre", "sitting", "window"],
                condition=Q(state=AppointmentState.CALLED, window__isnull=False),
                name="appointments_window_called",
            ),
            models.UniqueConstraint(
                fields=["centre", "sitting", "queue_number"],
                condition=Q(queue_number__isnull=False),
                name="appointments_number_once",
            ),
            models.UniqueConstraint(
                fields=["centre", "form_id"],
                condition=Q(form_id__isnull=False),
                name="appointments_form",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "sitting", "state"], name="appointments_queue"),
            models.Index(fields=["centre", "person", "-booked_at"], name="appointments_person"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.state}"

    @property
    def waited_minutes(self) -> int | None:
        """Return for how many minutes somebody waited: from being here, or from the booked time.

        Until the first call, as a person who stepped out then was not waiting any more.
        """
        called = self.first_called_at or self.called_at
        if called is None or self.here_at is None:
            return None
        begun = max(self.here_at, self.slot.starts) if self.slot else self.here_at
        return max(0, int((called - begun).total_seconds() // 60))

    @property
    def served_minutes(self) -> int | None:
        """Return how many minutes it took, for whoever was served."""
        if self.state != AppointmentState.DONE or self.called_at is None or self.ended_at is None:
            return None
        return max(0, int((self.ended_at - self.called_at).total_seconds() // 60))

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in APPOINTMENT_NEXT[AppointmentState(self.state)]:
            raise WrongStep
        self.state = state
