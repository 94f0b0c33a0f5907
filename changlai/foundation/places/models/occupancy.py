"""Who uses which part of which room when: one table for all, so that no two ever share an hour."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.foundation.places.models.rooms import Layout, Room, RoomPart
from changlai.foundation.places.states import USES, HolderKind
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK


class OccupancyQuerySet(OwnedQuerySet):
    """Words for reading the table."""

    def live(self) -> Self:
        """Keep rows that hold their part: neither cancelled, displaced nor given free."""
        return self.filter(is_live=True)

    def uses(self) -> Self:
        """Keep rows that are use of the room; a closure is none."""
        return self.filter(holder_kind__in=USES)

    def touching(self, starts: Any, ends: Any) -> Self:
        """Keep rows whose span, buffer included, shares a moment with [starts, ends)."""
        return self.filter(starts__lt=ends, ends__gt=starts)


class Occupancy(Owned):
    """One part of one room held from `starts` to `ends` by one holder.

    `use_starts` and `use_ends` are when people are in it; before them lies the time that
    setting up another layout takes. A holder of the whole room has a row for each part. The
    database refuses two live rows of one part that share a moment (see guards.py).
    """

    centre = CentreKey()
    room = SameCentreFK(Room, models.PROTECT, related_name="+")
    part = SameCentreFK(RoomPart, models.PROTECT, related_name="+")
    layout = SameCentreFK(Layout, models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateTimeField("占用从")
    ends = models.DateTimeField("占用到")
    use_starts = models.DateTimeField("使用从")
    use_ends = models.DateTimeField("使用到")
    holder_kind = models.CharField("占用者", max_length=10, choices=HolderKind.choices)
    holder_id = models.UUIDField("占用者编号")
    title = models.CharField("用途", max_length=60, blank=True)
    is_live = models.BooleanField("有效", default=True)
    ended_at = models.DateTimeField("解除时间", null=True, blank=True)

    objects: ClassVar[Any] = OccupancyQuerySet.as_manager()

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__lte=F("use_starts"), use_starts__lt=F("use_ends"))
                & Q(use_ends__lte=F("ends")),
                name="places_occupancy_order",
            ),
            models.CheckConstraint(
                condition=Q(is_live=True) | Q(ended_at__isnull=False),
                name="places_occupancy_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "part", "starts"],
                condition=Q(is_live=True),
                name="places_occupancy_live",
            ),
            models.Index(fields=["centre", "room", "use_starts"], name="places_occupancy_room"),
            models.Index(fields=["centre", "use_starts"], name="places_occupancy_day"),
            models.Index(fields=["centre", "holder_id"], name="places_occupancy_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.use_starts:%Y-%m-%d %H:%M}"


class Closure(Owned):
    """A time in which a room, or parts of it, cannot be used: repairs, an election, a storm."""

    centre = CentreKey()
    room = SameCentreFK(Room, models.PROTECT, related_name="closures")
    starts = models.DateTimeField("从")
    ends = models.DateTimeField("到")
    reason = models.CharField("原因", max_length=80)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField("登记时间")
    lifted_at = models.DateTimeField("提前恢复", null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="places_closure_order"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.starts:%Y-%m-%d %H:%M}"
