"""A room: its parts, functions, layouts, hours, things and pictures."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.foundation.places.states import BookingRule, Condition, DayKind, RoomKind
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK


class RoomQuerySet(OwnedQuerySet):
    """Words for reading rooms."""

    def active(self) -> Self:
        """Keep rooms in use."""
        return self.filter(is_active=True)

    def to_book(self) -> Self:
        """Keep rooms that residents may ask for."""
        return self.active().filter(booking_rule__in=[BookingRule.AUTO, BookingRule.ASK])


class Room(Owned):
    """A room, hall or yard of the centre, with as many uses as the village finds for it.

    `kind` and `area_m2` make the shares of office and service area; what they were before
    stays in RoomPast. A room without hours of its own keeps those of the centre.
    """

    centre = CentreKey()
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("性质", max_length=10, choices=RoomKind.choices)
    floor = models.CharField("楼层或位置", max_length=40, blank=True)
    area_m2 = models.DecimalField("面积(平方米)", max_digits=8, decimal_places=2)
    capacity = models.PositiveSmallIntegerField("最多容纳(人)", null=True, blank=True)
    access = models.JSONField("无障碍", default=list, blank=True)
    note = models.CharField("简介", max_length=200, blank=True)
    conditions = models.TextField("借用须知", max_length=1000, blank=True)
    booking_rule = models.CharField(
        "怎么借", max_length=10, choices=BookingRule.choices, default=BookingRule.AUTO
    )
    longest_minutes = models.PositiveSmallIntegerField("一次最长(分钟)", default=240)
    days_ahead = models.PositiveSmallIntegerField("最多提前(天)", default=60)
    free_after_minutes = models.PositiveSmallIntegerField("没来多久就放开(分钟)", default=30)
    key_holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="管钥匙的人",
    )
    key_note = models.CharField("钥匙在哪", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)

    objects: ClassVar[Any] = RoomQuerySet.as_manager()

    class Meta(Owned.Meta):
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="places_room_name"),
            models.CheckConstraint(condition=Q(area_m2__gt=0), name="places_room_area"),
        ]

    def __str__(self) -> str:
        return self.name


class RoomPart(Owned):
    """A part of a room that can be used alone, as half of a hall; every room has at least one.

    Uses are written by parts, so that the whole hall takes all of them.
    """

    centre = CentreKey()
    room = SameCentreFK(Room, models.PROTECT, related_name="parts")
    name = models.CharField("名称", max_length=40)
    capacity = models.PositiveSmallIntegerField("最多容纳(人)", null=True, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta(Owned.Meta):
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "room", "name"], name="places_part_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Function(Owned):
    """One thing rooms are used for, as 会议, 棋牌, 四点半课堂; each village has its own list."""

    centre = CentreKey()
    name = models.CharField("名称", max_length=30)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta(Owned.Meta):
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="places_function_name"),
        ]

    def __str__(self) -> str:
        return self.name


class RoomFunction(Owned):
    """A function that a room holds; a room has as many as it serves (一室多用)."""

    centre = CentreKey()
    room = SameCentreFK(Room, models.CASCADE, related_name="functions")
    function = SameCentreFK(Function, models.PROTECT, related_name="rooms")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "room", "function"], name="places_roomfunction_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.function_id}"


class Layout(Owned):
    """One way a room is set up, with the minutes it takes to make and to clear.

    The minutes are asked for only between two uses of different layouts. The default layout is
    how the room stands when nobody has asked for another; it takes no minutes.
    """

    centre = CentreKey()
    room = SameCentreFK(Room, models.PROTECT, related_name="layouts")
    name = models.CharField("名称", max_length=40)
    capacity = models.PositiveSmallIntegerField("这样摆能坐(人)", null=True, blank=True)
    set_up_minutes = models.PositiveSmallIntegerField("布置要(分钟)", default=0)
    clean_up_minutes = models.PositiveSmallIntegerField("收拾要(分钟)", default=0)
    checklist = models.TextField("布置清单", max_length=1000, blank=True)
    is_default = models.BooleanField("平时就这样摆", default=False)
    is_active = models.BooleanField("在用", default=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta(Owned.Meta):
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "room", "name"], name="places_layout_name"),
            models.UniqueConstraint(
                fields=["centre", "room"],
                condition=Q(is_default=True),
                name="places_layout_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoomHoursQuerySet(OwnedQuerySet):
    """Words for reading hours."""

    def holding(self) -> Self:
        """Keep the hours that hold now, not those that were replaced."""
        return self.filter(until__isnull=True)


class RoomHours(Owned):
    """One span of a kind of day in which a room may be used, evenings and holidays included.

    Hours that were replaced stay with the day on which they ended: what a room was open last
    year, and so how much of it was used, does not change with this year's hours.
    """

    centre = CentreKey()
    room = SameCentreFK(Room, models.CASCADE, related_name="hours")
    day = models.PositiveSmallIntegerField("哪天", choices=DayKind.choices)
    opens = models.TimeField("开始")
    closes = models.TimeField("结束")
    since = models.DateField("从", null=True, blank=True)
    until = models.DateField("到(不含)", null=True, blank=True)

    objects: ClassVar[Any] = RoomHoursQuerySet.as_manager()

    class Meta(Owned.Meta):
        ordering = ["day", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "room", "day", "opens"],
                condition=Q(until__isnull=True),
                name="places_hours_once",
            ),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="places_hours_order"),
        ]

    def __str__(self) -> str:
        return f"{self.get_day_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Facility(Owned):
    """A thing the village keeps and mends: a projector, tables, a barbecue pit; in a room or not.

    Those with `is_offered` are told to whoever looks for a room.
    """

    centre = CentreKey()
    room = SameCentreFK(Room, models.PROTECT, null=True, blank=True, related_name="facilities")
    name = models.CharField("名称", max_length=60)
    quantity = models.PositiveIntegerField("数量", default=1)
    bought_on = models.DateField("购置日期", null=True, blank=True)
    condition = models.CharField(
        "状况", max_length=10, choices=Condition.choices, default=Condition.GOOD
    )
    check_every_days = models.PositiveSmallIntegerField("几天检查一次", null=True, blank=True)
    check_due = models.DateField("下次检查", null=True, blank=True)
    fund_note = models.CharField("资金来源", max_length=80, blank=True)
    is_offered = models.BooleanField("可借用", default=True)

    class Meta(Owned.Meta):
        ordering = ["name"]
        indexes = [models.Index(fields=["centre", "check_due"], name="places_facility_due")]

    def __str__(self) -> str:
        return self.name


class RoomPhoto(Owned):
    """A picture of a room without people in it, in order; the first one stands for the room."""

    centre = CentreKey()
    room = SameCentreFK(Room, models.CASCADE, related_name="photos")
    file = SameCentreFK("files.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField("说明", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta(Owned.Meta):
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.caption or str(self.file_id)


class FloorPlan(Owned):
    """A drawn plan of one floor: where in the house each room is (F04)."""

    centre = CentreKey()
    floor = models.CharField("哪一层", max_length=40)
    file = SameCentreFK("files.StoredFile", models.PROTECT, related_name="+")
    note = models.CharField("图上说明", max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ["floor"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "floor"], name="places_plan_of_a_floor"),
        ]

    def __str__(self) -> str:
        return self.floor


class RoomPast(Owned):
    """What a room was, from a day until it changed: the history of the shares (F08).

    The open row (without `until`) says what the room is now, so that one query tells any day.
    """

    centre = CentreKey()
    room = SameCentreFK(Room, models.PROTECT, related_name="past")
    kind = models.CharField("性质", max_length=10, choices=RoomKind.choices)
    area_m2 = models.DecimalField("面积(平方米)", max_digits=8, decimal_places=2)
    since = models.DateField("从")
    until = models.DateField("到(不含)", null=True)

    class Meta(Owned.Meta):
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "room"], condition=Q(until__isnull=True), name="places_past_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.area_m2} {self.since}"
