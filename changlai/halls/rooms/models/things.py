"""Checks of facilities, repairs, and the signs on the walls with their limits."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.foundation.places.public import Condition
from changlai.halls.rooms.things import (
    HANGING,
    SIGN_NEXT,
    SIGN_TONES,
    Position,
    SignState,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class FacilityCheck(Owned):
    """One look at a facility: when, in what condition, by whom; never changed afterwards."""

    centre = CentreKey()
    facility = SameCentreFK("places.Facility", models.CASCADE, related_name="+")
    on = models.DateField("检查日期")
    condition = models.CharField("状况", max_length=10, choices=Condition.choices)
    note = models.CharField("说明", max_length=120, blank=True)
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "设施检查"
        indexes = [
            models.Index(fields=["centre", "facility", "-on", "-id"], name="rooms_check_newest")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_condition_display()}"


class Repair(Owned):
    """What a repair is about, beside its case: the room, the thing, and what it cost in the end.

    The words, the steps and the promised time are the case's own.
    """

    centre = CentreKey()
    case = SameCentreFK("cases.Case", models.PROTECT, related_name="+")
    room = SameCentreFK("places.Room", models.PROTECT, null=True, blank=True, related_name="+")
    facility = SameCentreFK(
        "places.Facility", models.PROTECT, null=True, blank=True, related_name="+"
    )
    cost = models.DecimalField("花费(元)", max_digits=10, decimal_places=2, null=True, blank=True)
    closure = SameCentreFK(
        "places.Closure", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        verbose_name = "维修"
        constraints = [
            models.UniqueConstraint(fields=["centre", "case"], name="rooms_repair_case"),
        ]

    def __str__(self) -> str:
        return str(self.case_id)

    @property
    def what(self) -> str:
        """Return the room and the thing, as far as they are known."""
        names = [str(one.name) for one in (self.room, self.facility) if one is not None]
        return " ".join(names)


class SignQuerySet(OwnedQuerySet):
    """Words for reading signs."""

    def hanging(self) -> Self:
        """Keep signs that hang."""
        return self.filter(state__in=HANGING)


class Sign(Owned):
    """A sign on, in or before the centre: what it says, why it may hang, and since when (F05)."""

    centre = CentreKey()
    text = models.CharField("牌上的字", max_length=60)
    position = models.CharField("位置", max_length=10, choices=Position.choices)
    room = SameCentreFK("places.Room", models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField("具体位置", max_length=60, blank=True)
    purpose = models.CharField("用途", max_length=60, blank=True)
    basis = models.CharField("依据", max_length=120, blank=True)
    installed_on = models.DateField("挂上", null=True, blank=True)
    removed_on = models.DateField("取下", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=SignState.choices, default=SignState.IN_USE
    )
    merged_into = SameCentreFK("self", models.PROTECT, null=True, blank=True, related_name="+")
    photo = SameCentreFK(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = SignQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "标识牌"
        ordering = ["position", "installed_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__in=Position.values), name="rooms_sign_position"
            ),
            models.CheckConstraint(
                condition=~Q(state=SignState.CLEARED) | Q(removed_on__isnull=False),
                name="rooms_sign_cleared",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "position", "state"], name="rooms_sign_position_ix")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return SIGN_TONES[SignState(self.state)]

    def hung_on(self, day: date) -> bool:
        """Say whether it hung on a day; one whose day is not known hung from the beginning."""
        begun = self.installed_on is None or self.installed_on <= day
        return begun and (self.removed_on is None or self.removed_on > day)

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in SIGN_NEXT[SignState(self.state)]:
            raise WrongStep("这块牌子已经清理了。")
        self.state = state


class SignLimit(Owned):
    """How many signs may hang at a position from a day on, with the rule that says so.

    Which rule holds differs from county to county, so it is dated data of the centre.
    """

    centre = CentreKey()
    position = models.CharField("位置", max_length=10, choices=Position.choices)
    most = models.PositiveSmallIntegerField("最多几块")
    named = models.CharField("应该是哪几块", max_length=120, blank=True)
    source = models.CharField("规定出处", max_length=120)
    valid_from = models.DateField("从哪天起")

    class Meta(Owned.Meta):
        verbose_name = "标识牌数量规定"
        ordering = ["position", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "position", "valid_from"], name="rooms_limit_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_position_display()} {self.most}"
