"""Idle assets on their way into use, the decisions that let them, and what was agreed on."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.foundation.places.public import DayKind
from changlai.halls.rooms.models.bookings import Booking
from changlai.halls.rooms.things import (
    ASSET_NEXT,
    ASSET_TONES,
    AssetKind,
    AssetState,
    Body,
    Owner,
    PhotoWhen,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class Decision(Owned):
    """What a meeting of the village decided; written once, since a minute is not rewritten.

    Arrives with co-creation later as the end of a proposal; until then staff write it down from
    the minutes. `is_said` means that the outcome was taken from the minutes, not counted here.
    """

    centre = CentreKey()
    title = models.CharField("议题", max_length=80)
    body = models.CharField("什么会", max_length=10, choices=Body.choices)
    held_on = models.DateField("开会日期")
    due = models.PositiveSmallIntegerField("应到(人)")
    present = models.PositiveSmallIntegerField("实到(人)")
    votes_for = models.PositiveSmallIntegerField("同意(人)")
    votes_against = models.PositiveSmallIntegerField("不同意(人)", default=0)
    passed = models.BooleanField("通过")
    is_said = models.BooleanField("按会议记录", default=False)
    note = models.CharField("说明", max_length=200, blank=True)
    file = SameCentreFK("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    class Meta(Owned.Meta):
        verbose_name = "会议决定"
        constraints = [
            models.CheckConstraint(condition=Q(present__lte=F("due")), name="rooms_decision_heads"),
            models.CheckConstraint(
                condition=Q(present__gte=F("votes_for") + F("votes_against")),
                name="rooms_decision_votes",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-held_on", "-id"], name="rooms_decision_newest")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.title}"


class IdleAsset(Owned):
    """A house, a yard, a thing or land that nobody uses, and its way into use (F07)."""

    centre = CentreKey()
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("种类", max_length=10, choices=AssetKind.choices)
    owner = models.CharField("归谁", max_length=10, choices=Owner.choices)
    owner_name = models.CharField("权属人", max_length=60, blank=True)
    area_m2 = models.DecimalField(
        "面积(平方米)", max_digits=10, decimal_places=2, null=True, blank=True
    )
    place = models.CharField("在哪里", max_length=80, blank=True)
    condition = models.CharField("现状", max_length=120, blank=True)
    idle_since = models.DateField("从哪天闲置", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=AssetState.choices, default=AssetState.REGISTERED
    )
    assessment = models.TextField("评估", max_length=1000, blank=True)
    plan = models.TextField("方案", max_length=1000, blank=True)
    decision = SameCentreFK(Decision, models.PROTECT, null=True, blank=True, related_name="assets")
    room = SameCentreFK("places.Room", models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField("盘活以后", max_length=200, blank=True)
    registered_on = models.DateField("登记日期")
    used_since = models.DateField("启用日期", null=True, blank=True)
    ended_on = models.DateField("退出日期", null=True, blank=True)

    objects: ClassVar[Any] = OwnedQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "闲置资源"
        ordering = ["-registered_on", "-id"]
        constraints = [
            # A collective one cannot be in use without a decision, whoever writes the row.
            models.CheckConstraint(
                condition=~Q(owner=Owner.COLLECTIVE, state=AssetState.IN_USE)
                | Q(decision__isnull=False),
                name="rooms_asset_decided",
            ),
        ]
        indexes = [models.Index(fields=["centre", "state"], name="rooms_asset_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return ASSET_TONES[AssetState(self.state)]

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in ASSET_NEXT[AssetState(self.state)]:
            raise WrongStep
        self.state = state


class AssetPhoto(Owned):
    """A picture of an asset, before or after."""

    centre = CentreKey()
    asset = SameCentreFK(IdleAsset, models.CASCADE, related_name="photos")
    file = SameCentreFK("files.StoredFile", models.PROTECT, related_name="+")
    when = models.CharField("什么时候", max_length=10, choices=PhotoWhen.choices)

    class Meta(Owned.Meta):
        verbose_name = "闲置资源照片"
        ordering = ["when", "id"]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.when}"


class UseAgreement(Owned):
    """Who uses an asset for how long and at what fee; the income is the collective's."""

    centre = CentreKey()
    asset = SameCentreFK(IdleAsset, models.PROTECT, related_name="agreements")
    user_name = models.CharField("谁用", max_length=60)
    use = models.CharField("做什么用", max_length=80)
    starts_on = models.DateField("从")
    ends_on = models.DateField("到")
    fee_note = models.CharField("收费约定", max_length=80, blank=True)
    income = models.DecimalField("集体每年收入(元)", max_digits=12, decimal_places=2, default=0)
    agreed_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "使用协议"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="rooms_agreement_term"
            ),
            models.CheckConstraint(condition=Q(income__gte=0), name="rooms_agreement_income"),
        ]

    def __str__(self) -> str:
        return f"{self.user_name} {self.starts_on}–{self.ends_on}"


class IdleOffer(Owned):
    """Hours in which a room stands idle, offered to groups that staff chose: never to everyone."""

    centre = CentreKey()
    room = SameCentreFK("places.Room", models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField("星期几", choices=DayKind.choices)
    opens = models.TimeField("从")
    closes = models.TimeField("到")
    words = models.CharField("捎一句话", max_length=120, blank=True)
    offered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField("告知时间")

    class Meta(Owned.Meta):
        verbose_name = "空闲时段告知"
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="rooms_offer_order"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.weekday} {self.opens:%H:%M}"


class OfferedTo(Owned):
    """A group that was told of an offer, by the booking through which it is known."""

    centre = CentreKey()
    offer = SameCentreFK(IdleOffer, models.CASCADE, related_name="groups")
    booking = SameCentreFK(Booking, models.PROTECT, related_name="+")
    group_name = models.CharField("队伍或单位", max_length=40)

    class Meta(Owned.Meta):
        verbose_name = "告知的队伍"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "offer", "group_name"], name="rooms_offered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.group_name
