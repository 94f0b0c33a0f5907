"""A booking: who wants which room for what, and each of its dates with a state of its own."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.halls.rooms.states import HOLDING, NEXT, OPEN, TONES, DateState, Priority
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class Booking(Owned):
    """One wish of one person, group or the village itself for a room, on one date or on many.

    `conditions` are the words agreed to, as they stood then. `form_id` is the form's own number:
    a double tap is one booking. Whoever has no record here is a name and perhaps a number.
    """

    centre = CentreKey()
    number = models.CharField("编号", max_length=20)
    room = SameCentreFK("places.Room", models.PROTECT, related_name="+", verbose_name="场所")
    function = SameCentreFK(
        "places.Function", models.PROTECT, null=True, blank=True, related_name="+"
    )
    purpose = models.CharField("做什么用", max_length=60)
    headcount = models.PositiveSmallIntegerField("大约几个人")
    priority = models.PositiveSmallIntegerField("谁用", choices=Priority.choices)
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    group_name = models.CharField("队伍或单位", max_length=40, blank=True)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = EncryptedTextField("联系电话", blank=True, default="")
    needs = models.CharField("要用的设备", max_length=120, blank=True)
    conditions = models.TextField("同意的须知", blank=True)
    repeat = models.JSONField("重复", null=True, blank=True)
    channel = models.CharField("怎么约的", max_length=10, default="online")
    booked_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField("提出时间")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "场地预约"
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="rooms_booking_number"),
            models.UniqueConstraint(fields=["centre", "form_id"], name="rooms_booking_form"),
            models.CheckConstraint(
                condition=Q(priority__range=(1, 3)), name="rooms_booking_priority"
            ),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="rooms_booking_heads"),
        ]
        indexes = [
            models.Index(fields=["centre", "-booked_at", "-id"], name="rooms_booking_newest"),
            models.Index(fields=["centre", "person", "-booked_at"], name="rooms_booking_person"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.purpose}"

    @property
    def who(self) -> str:
        """Return whose booking it is, for staff: the group, else the person, else the contact."""
        if self.group_name:
            return self.group_name
        if self.person_id and self.person:
            return str(self.person.name)
        return self.contact_name or ("村里" if self.priority == Priority.CENTRE else "未留名")

    @property
    def door_title(self) -> str:
        """Return what the door may say: the purpose and the group, never a private name."""
        if self.group_name:
            return f"{self.group_name} {self.purpose}"[:60]
        return self.purpose


class BookingDateQuerySet(OwnedQuerySet):
    """Words for reading dates."""

    def waiting(self) -> Self:
        """Keep wishes that staff must decide."""
        return self.filter(state=DateState.REQUESTED)

    def holding(self) -> Self:
        """Keep dates that hold a room."""
        return self.filter(state__in=HOLDING)

    def open(self) -> Self:
        """Keep dates that are not at their end."""
        return self.filter(state__in=OPEN)

    def touching(self, starts: datetime, ends: datetime) -> Self:
        """Keep dates that share a moment with [starts, ends)."""
        return self.filter(starts__lt=ends, ends__gt=starts)

    def with_booking(self) -> Self:
        """Read room, layout, booking and its person along."""
        return self.select_related("room", "part", "layout", "booking__person", "centre")


class BookingDate(Owned):
    """One date of a booking, in one room or one part of it; its key holds the room in places.

    `priority` is the booking's, so that the wishes of one hour are read in order.
    """

    centre = CentreKey()
    booking = SameCentreFK(Booking, models.CASCADE, related_name="dates")
    room = SameCentreFK("places.Room", models.PROTECT, related_name="+", verbose_name="场所")
    part = SameCentreFK("places.RoomPart", models.PROTECT, null=True, blank=True, related_name="+")
    layout = SameCentreFK("places.Layout", models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateTimeField("开始")
    ends = models.DateTimeField("结束")
    state = models.CharField("状态", max_length=10, choices=DateState.choices)
    priority = models.PositiveSmallIntegerField("谁用", choices=Priority.choices)
    asked_at = models.DateTimeField("提出时间")
    reason = models.CharField("原因", max_length=120, blank=True)
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    decided_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    came_at = models.DateTimeField("到场时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects: ClassVar[Any] = BookingDateQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "预约的一天"
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="rooms_date_order"),
            models.CheckConstraint(
                condition=Q(state__in=DateState.values), name="rooms_date_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=DateState.REFUSED) | ~Q(reason=""), name="rooms_date_why"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "starts", "id"], name="rooms_date_day"),
            models.Index(fields=["centre", "room", "starts"], name="rooms_date_room"),
            models.Index(
                fields=["centre", "starts"],
                condition=Q(state=DateState.REQUESTED),
                name="rooms_date_waiting",
            ),
            models.Index(
                fields=["ends"],
                condition=Q(state__in=sorted(HOLDING | {DateState.REQUESTED})),
                name="rooms_date_ending_x",
            ),
            models.Index(fields=["centre", "booking", "starts"], name="rooms_date_booking"),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d %H:%M} {self.get_state_display()}"

    def move_to(self, state: DateState) -> None:
        """Change the state; raises WrongStep for a step not in NEXT."""
        if state not in NEXT[DateState(self.state)]:
            raise WrongStep(f"这一场现在是“{self.get_state_display()}”，请刷新后再看。")
        self.state = state

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return TONES[DateState(self.state)]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to come, to decide, or to be found a place."""
        return self.state in OPEN

    @property
    def place(self) -> str:
        """Return room and part as people say them."""
        return f"{self.room.name}({self.part.name})" if self.part else str(self.room.name)
