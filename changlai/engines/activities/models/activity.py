"""An activity and its sessions."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.engines.activities.models.presets import Preset, PresetVersion
from changlai.engines.activities.states import (
    ACTIVITY_NEXT,
    SESSION_NEXT,
    SHOWN,
    ActivityState,
    SessionState,
    SignUpRule,
    Visibility,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK


class Series(Owned):
    """A rule by which sessions, or activities of their own, repeat: every Thursday until June."""

    centre = CentreKey()
    title = models.CharField("名称", max_length=60)
    rule = models.JSONField("重复规则")
    made_at = models.DateTimeField("建立时间")

    def __str__(self) -> str:
        return self.title


class ActivityQuerySet(OwnedQuerySet):
    """Words for reading activities."""

    def shown(self) -> Self:
        """Keep what others than staff may find."""
        return self.filter(state__in=SHOWN, visibility=Visibility.PUBLIC)


class Activity(Owned):
    """Something people come to: one evening, a course of twelve, a day with slots.

    `first_starts` and `last_ends` are kept from the sessions, so that lists need no join.
    `extra` holds the answers to the preset's own questions.
    """

    centre = CentreKey()
    number = models.CharField("编号", max_length=14)
    preset = SameCentreFK(Preset, models.PROTECT, related_name="activities")
    version = SameCentreFK(PresetVersion, models.PROTECT, related_name="+")
    series = SameCentreFK(Series, models.PROTECT, null=True, blank=True, related_name="activities")
    title = models.CharField("名称", max_length=60)
    summary = models.CharField("一句话介绍", max_length=120, blank=True)
    body = models.TextField("详细说明", max_length=4000, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=ActivityState.choices, default=ActivityState.DRAFT
    )
    visibility = models.CharField("谁看得到", max_length=10, choices=Visibility.choices)
    extra = models.JSONField("其他内容", default=dict, blank=True)
    audiences = models.JSONField("适合谁", default=list, blank=True)
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    first_starts = models.DateTimeField("开始", null=True)
    last_ends = models.DateTimeField("结束", null=True)

    sign_up_rule = models.CharField("报名方式", max_length=10, choices=SignUpRule.choices)
    opens_at = models.DateTimeField("报名开始", null=True, blank=True)
    closes_at = models.DateTimeField("报名截止", null=True, blank=True)
    party_limit = models.PositiveSmallIntegerField("一次最多带几人(含本人)", default=1)
    household_limit = models.PositiveSmallIntegerField("一户最多几人", null=True, blank=True)
    has_waiting_list = models.BooleanField("满了可以候补", default=True)
    offer_hours = models.PositiveSmallIntegerField("候补名额保留几小时", default=12)
    cancel_until = models.DateTimeField("最晚取消", null=True, blank=True)

    minutes = models.TextField("活动记录", blank=True)
    minutes_at = models.DateTimeField("记录时间", null=True, blank=True)
    made_at = models.DateTimeField("建立时间")
    announced_at = models.DateTimeField("发布时间", null=True)
    ended_at = models.DateTimeField("结束登记时间", null=True)
    cancel_reason = models.CharField("取消原因", max_length=120, blank=True)
    form_id = models.UUIDField("表单号", null=True, blank=True)

    objects: ClassVar[Any] = ActivityQuerySet.as_manager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="activities_number"),
            models.UniqueConstraint(
                fields=["centre", "form_id"],
                condition=Q(form_id__isnull=False),
                name="activities_form",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActivityState.CANCELLED) | ~Q(cancel_reason=""),
                name="activities_cancel_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "state", "first_starts"], name="activities_state"),
            models.Index(fields=["centre", "last_ends"], name="activities_over"),
            models.Index(fields=["centre", "preset", "first_starts"], name="activities_preset_at"),
        ]

    def __str__(self) -> str:
        return self.title

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in ACTIVITY_NEXT[ActivityState(self.state)]:
            raise WrongStep
        self.state = state


class Session(Owned):
    """One meeting of an activity, in a room of the centre or somewhere outside.

    Its room is held by places.occupancy under the session's id; `needs_room` says that the room
    was taken away (closed, displaced) and nobody has found another yet. `code` is what the
    session's QR carries for signing oneself in. `guests` are people counted without a name.
    """

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="sessions")
    order = models.PositiveSmallIntegerField("第几场")
    starts = models.DateTimeField("开始")
    ends = models.DateTimeField("结束")
    room = SameCentreFK("places.Room", models.PROTECT, null=True, blank=True, related_name="+")
    layout = SameCentreFK("places.Layout", models.PROTECT, null=True, blank=True, related_name="+")
    place_text = models.CharField("地点", max_length=80, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=SessionState.choices, default=SessionState.PLANNED
    )
    needs_room = models.BooleanField("要另找地方", default=False)
    code = models.CharField("签到码", max_length=16)
    guests = models.PositiveSmallIntegerField("没留名的人数", default=0)
    held_at = models.DateTimeField("登记举行时间", null=True)
    cancel_reason = models.CharField("取消原因", max_length=120, blank=True)

    class Meta(Owned.Meta):
        ordering = ["starts", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "activity", "order"], name="activities_session_order"
            ),
            models.UniqueConstraint(fields=["centre", "code"], name="activities_session_code"),
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends")), name="activities_session_span"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "starts"], name="activities_session_day"),
            models.Index(
                fields=["centre", "needs_room"],
                condition=Q(needs_room=True),
                name="activities_session_homeless",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.order}"

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in SESSION_NEXT[SessionState(self.state)]:
            raise WrongStep
        self.state = state


class ActivityFacet(Owned):
    """The part of an activity that belongs to one hall: the party's, the volunteers'.

    The hall declares the facet's questions and who may see the answers; one form, one entry.
    """

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="facets")
    code = models.CharField("部分", max_length=30)
    data = models.JSONField("内容", default=dict)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "activity", "code"], name="activities_facet_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code
