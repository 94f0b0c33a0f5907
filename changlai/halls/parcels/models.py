"""Parcels on the shelf, the wish to have one brought home, and what the centre chose."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from changlai.halls.parcels.states import (
    DELIVERY_NEXT,
    OVERDUE_DAYS,
    PARCEL_NEXT,
    PARCEL_TONES,
    SHELVES,
    Carrier,
    DeliveryState,
    ParcelState,
    Taker,
)
from changlai.kernel.crypto.fields import BlindIndexField
from changlai.kernel.crypto.phones import masked, normalise_cn
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL
LIVE = Q(state=ParcelState.WAITING)


class ShelfRule(Owned):
    """What a centre chose about its parcels; a centre without a row goes by the usual."""

    centre = CentreKey()
    overdue_days = models.PositiveSmallIntegerField("几天没取算超期", default=OVERDUE_DAYS)
    shelves = models.CharField("货架", max_length=400, default=SHELVES)

    class Meta(Owned.Meta):
        verbose_name = "快递约定"
        constraints = [
            models.UniqueConstraint(fields=["centre"], name="parcels_rule_one"),
            models.CheckConstraint(
                condition=Q(overdue_days__range=(1, 60)), name="parcels_rule_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.overdue_days}天"

    @property
    def shelf_list(self) -> list[str]:
        """Return the shelves in the order in which they are filled."""
        return self.shelves.split()


class ParcelQuerySet(OwnedQuerySet):
    """Words for reading parcels."""

    def live(self) -> Self:
        """Keep what stands on the shelf."""
        return self.filter(LIVE)

    def unmatched(self) -> Self:
        """Keep parcels of which nobody knows yet for whom they are."""
        return self.filter(person__isnull=True, phone_index__isnull=True)


class Parcel(Owned):
    """A parcel that a carrier left for a villager (快递, F19).

    `waybill` in full is kept while it stands here; afterwards its last six signs and a keyed
    fingerprint tell which one it was, for thirty days, and then nothing does. `notice` and
    `reminder` name the message in which its recipient was told of it.
    """

    centre = CentreKey()
    waybill = EncryptedTextField("单号", blank=True, default="")
    waybill_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    waybill_tail = models.CharField("单号尾号", max_length=6, blank=True)
    carrier = models.CharField("快递公司", max_length=10, choices=Carrier.choices, blank=True)
    shelf = models.CharField("货架", max_length=8)
    digits = models.CharField("取件码", max_length=4)
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("收件人", max_length=40, blank=True)
    phone = EncryptedTextField("收件人电话", blank=True, default="")
    phone_index = BlindIndexField(source="phone", normalise=normalise_cn)
    tail = models.CharField("电话尾号", max_length=4, blank=True)
    state = models.CharField("状态", max_length=10, choices=ParcelState.choices)
    in_at = models.DateTimeField("到的时间")
    in_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField("通知时间", null=True, blank=True)
    notice = models.UUIDField(null=True, blank=True)
    reminded_at = models.DateTimeField("再次通知时间", null=True, blank=True)
    reminder = models.UUIDField(null=True, blank=True)
    proxy_name = models.CharField("代取人", max_length=40, blank=True)
    proxy_channel = models.CharField("怎么说的", max_length=10, blank=True)
    out_at = models.DateTimeField("离开时间", null=True, blank=True)
    out_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    taker = models.CharField("谁取的", max_length=10, choices=Taker.choices, blank=True)
    taker_name = models.CharField("取件人", max_length=40, blank=True)
    put_backs = models.PositiveSmallIntegerField("放回几次", default=0)
    reason = models.CharField("放回或退回的原因", max_length=120, blank=True)
    purged_at = models.DateTimeField("清除时间", null=True, blank=True)

    objects: ClassVar[Any] = ParcelQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "快递"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "waybill_key"], condition=LIVE, name="parcels_waybill_live"
            ),
            models.UniqueConstraint(
                fields=["centre", "digits"], condition=LIVE, name="parcels_digits_live"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ParcelState.values), name="parcels_state_known"
            ),
            models.CheckConstraint(
                condition=Q(LIVE, out_at__isnull=True) | Q(~LIVE, out_at__isnull=False),
                name="parcels_out_when_gone",
            ),
            models.CheckConstraint(
                condition=~Q(state=ParcelState.HANDED) | Q(taker__in=Taker.values),
                name="parcels_handed_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True)
                | Q(waybill_key__isnull=True, waybill_tail="", phone_index__isnull=True, name="")
                & Q(tail="", proxy_name="", taker_name="", person__isnull=True),
                name="parcels_purged_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(out_at__isnull=True) | Q(out_at__gte=F("in_at")),
                name="parcels_out_after_in",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "in_at", "id"], condition=LIVE, name="parcels_shelf"),
            models.Index(fields=["centre", "-in_at", "-id"], name="parcels_newest"),
            models.Index(fields=["centre", "person", "-in_at"], name="parcels_of_person"),
            models.Index(fields=["centre", "phone_index"], name="parcels_of_phone"),
            models.Index(fields=["centre", "waybill_key"], name="parcels_waybill"),
            models.Index(
                fields=["in_at", "centre"],
                condition=Q(LIVE, told_at__isnull=True),
                name="parcels_untold_x",
            ),
            models.Index(
                fields=["out_at", "centre"],
                condition=Q(purged_at__isnull=True, out_at__isnull=False),
                name="parcels_to_purge_x",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_state_display()}"

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in PARCEL_NEXT[ParcelState(self.state)]:
            raise WrongStep
        self.state = state

    @property
    def code(self) -> str:
        """Return the pickup code as it is told: shelf, then four figures."""
        return f"{self.shelf}-{self.digits}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return PARCEL_TONES[ParcelState(self.state)]

    @property
    def who(self) -> str:
        """Return for whom it is, for staff; the last figures where nothing else is known."""
        if self.person_id and self.person:
            return str(self.person.name)
        if self.name or self.phone:
            return self.name or masked(self.phone)
        return f"尾号{self.tail}" if self.tail else "不知道是谁的"

    @property
    def masked_phone(self) -> str:
        """Return the number as lists show it; the last figures where nothing else is known."""
        number = self.person.masked_phone if self.person_id and self.person else masked(self.phone)
        return number or (f"尾号{self.tail}" if self.tail else "")

    @property
    def is_matched(self) -> bool:
        """Say whether somebody can be told of it."""
        return self.person_id is not None or bool(self.phone)

    @property
    def title(self) -> str:
        """Return what to call it: the carrier, where one was chosen."""
        return f"{self.get_carrier_display()}快递" if self.carrier else "快递"

    def days(self, at: datetime) -> int:
        """Return for how many days it stands, or stood, on the shelf."""
        return (timezone.localdate(self.out_at or at) - timezone.localdate(self.in_at)).days

    def is_overdue(self, at: datetime, overdue_days: int) -> bool:
        """Say whether it stands on the shelf longer than the centre wants."""
        return self.state == ParcelState.WAITING and self.in_at <= at - timedelta(days=overdue_days)


class DeliveryQuerySet(OwnedQuerySet):
    """Words for reading deliveries."""

    def asked(self) -> Self:
        """Keep what is still to be brought."""
        return self.filter(state=DeliveryState.ASKED)


class Delivery(Owned):
    """The wish to have a parcel brought to one's door (送货上门), at most one open for a parcel."""

    centre = CentreKey()
    parcel = SameCentreFK(Parcel, models.PROTECT, related_name="deliveries")
    state = models.CharField("状态", max_length=12, choices=DeliveryState.choices)
    channel = models.CharField("怎么提的", max_length=10, default="online")
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    place = models.CharField("送到哪里", max_length=120, blank=True)
    asked_at = models.DateTimeField("提出时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    answer = models.CharField("送不了的原因", max_length=120, blank=True)

    objects: ClassVar[Any] = DeliveryQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "送货上门"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "parcel"],
                condition=Q(state=DeliveryState.ASKED),
                name="parcels_delivery_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="parcels_delivery_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "asked_at"],
                condition=Q(state=DeliveryState.ASKED),
                name="parcels_to_deliver",
            ),
            models.Index(fields=["centre", "parcel", "-asked_at"], name="parcels_deliveries"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.get_state_display()}"

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in DELIVERY_NEXT[DeliveryState(self.state)]:
            raise WrongStep("这件要不要送已经有结果了，请刷新后再看。")
        self.state = state


class CodeTry(Owned):
    """How many wrong pickup codes came in a row from one desk or one address, for a day."""

    centre = CentreKey()
    key = models.CharField(max_length=64)
    failures = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "取件码输错"
        constraints = [models.UniqueConstraint(fields=["centre", "key"], name="parcels_try_key")]
        indexes = [models.Index(fields=["last_at", "centre"], name="parcels_try_old_x")]

    def __str__(self) -> str:
        return f"{self.failures}"
