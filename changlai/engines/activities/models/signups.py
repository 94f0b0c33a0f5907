"""Seats and who wants them."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.engines.activities.models.activity import Activity
from changlai.engines.activities.states import (
    HOLDING,
    LIVE,
    SIGN_UP_NEXT,
    KeptFor,
    SignUpState,
)
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK


class Quota(Owned):
    """Seats that several kinds of ticket share, as grown-ups and children of one hall."""

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="quotas")
    name = models.CharField("名额", max_length=30)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta(Owned.Meta):
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "activity", "name"], name="activities_quota_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeatPool(Owned):
    """Seats of a quota, for everyone or kept for some until `release_at`.

    `taken` is moved by a conditional update alone, so that no two people get the last seat;
    kept seats nobody took move to the pool of everyone when they are released.
    """

    centre = CentreKey()
    quota = SameCentreFK(Quota, models.PROTECT, related_name="pools")
    kept_for = models.CharField(
        "留给谁", max_length=15, choices=KeptFor.choices, default=KeptFor.EVERYONE
    )
    seats = models.PositiveIntegerField("座位")
    taken = models.PositiveIntegerField("已占", default=0)
    release_at = models.DateTimeField("没人用时放开", null=True, blank=True)
    released_at = models.DateTimeField("已放开", null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "quota", "kept_for"], name="activities_pool_once"
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("seats")), name="activities_pool_not_oversold"
            ),
            models.CheckConstraint(
                condition=Q(kept_for=KeptFor.EVERYONE) | Q(release_at__isnull=False),
                name="activities_pool_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kept_for} {self.taken}/{self.seats}"


class TicketKind(Owned):
    """A way to come: grown-up, child, with a stall; each draws on one quota.

    One that is no longer offered and that people signed up by is retired.
    """

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="tickets")
    quota = SameCentreFK(Quota, models.PROTECT, related_name="tickets")
    name = models.CharField("报名种类", max_length=30)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_retired = models.BooleanField("不再用", default=False)

    class Meta(Owned.Meta):
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "activity", "name"], name="activities_ticket_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SignUpQuerySet(OwnedQuerySet):
    """Words for reading sign-ups."""

    def live(self) -> Self:
        """Keep those that want or hold a seat."""
        return self.filter(state__in=LIVE)

    def holding(self) -> Self:
        """Keep those whose heads are counted."""
        return self.filter(state__in=HOLDING)

    def in_order(self) -> Self:
        """Order as people came, the order of the waiting list."""
        return self.order_by("queued_at", "id")


class SignUp(Owned):
    """One person's wish to come, alone or with others, and what became of it.

    `heads` counts the person too. `pool` says where the heads are counted while the sign-up
    holds seats. `code` is what the person's slip or phone shows at the door. A walk-in
    without a record of a person has an `alias`.
    """

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="sign_ups")
    ticket = SameCentreFK(TicketKind, models.PROTECT, related_name="+")
    pool = SameCentreFK(SeatPool, models.PROTECT, null=True, blank=True, related_name="sign_ups")
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    alias = models.CharField("称呼", max_length=40, blank=True)
    contact_phone = EncryptedTextField("联系电话", blank=True)
    household = SameCentreFK(
        "people.Household", models.PROTECT, null=True, blank=True, related_name="+"
    )
    heads = models.PositiveSmallIntegerField("人数", default=1)
    state = models.CharField("状态", max_length=10, choices=SignUpState.choices)
    code = models.CharField("报名码", max_length=16)
    channel = models.CharField("渠道", max_length=10)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("备注", max_length=120, blank=True)
    queued_at = models.DateTimeField("报名时间")
    offered_until = models.DateTimeField("保留到", null=True, blank=True)
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    end_reason = models.CharField("说明", max_length=120, blank=True)
    form_id = models.UUIDField("表单号", null=True, blank=True)

    objects: ClassVar[Any] = SignUpQuerySet.as_manager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "activity", "person"],
                condition=Q(state__in=LIVE, person__isnull=False),
                name="activities_signup_one_live",
            ),
            models.UniqueConstraint(fields=["centre", "code"], name="activities_signup_code"),
            models.UniqueConstraint(
                fields=["centre", "form_id"],
                condition=Q(form_id__isnull=False),
                name="activities_signup_form",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(alias=""), name="activities_signup_who"
            ),
            models.CheckConstraint(condition=Q(heads__gte=1), name="activities_signup_heads"),
            models.CheckConstraint(
                condition=~Q(state=SignUpState.OFFERED) | Q(offered_until__isnull=False),
                name="activities_signup_offer",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "activity", "state", "queued_at"], name="activities_signup_queue"
            ),
            models.Index(
                fields=["centre", "person", "-queued_at"], name="activities_signup_person"
            ),
            # The job that ends offers asks the whole country at once.
            models.Index(
                fields=["offered_until"],
                condition=Q(state=SignUpState.OFFERED),
                name="activities_signup_offered_x",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.code}"

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in SIGN_UP_NEXT[SignUpState(self.state)]:
            raise WrongStep
        self.state = state


class HouseholdSeats(Owned):
    """How many of one household hold or want seats of one activity, for the household limit."""

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="+")
    household = SameCentreFK("people.Household", models.PROTECT, related_name="+")
    heads = models.PositiveSmallIntegerField("人数", default=0)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "activity", "household"], name="activities_household_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.heads}"


class Draw(Owned):
    """The draw of an activity: its seed is bound before closing and shown after.

    The hash stands on the page while people sign up; afterwards the seed stands beside it, and
    anyone can repeat the draw (see actions/drawing.py). `result` keeps what there was to give and
    each code with its heads and the seats it could have, since parties and seats change later.
    """

    centre = CentreKey()
    activity = SameCentreFK(Activity, models.PROTECT, related_name="draws")
    seed = EncryptedTextField("种子")
    seed_hash = models.CharField("种子指纹", max_length=64)
    made_at = models.DateTimeField("公布指纹时间")
    drawn_at = models.DateTimeField("抽签时间", null=True, blank=True)
    result = models.JSONField("结果", default=dict, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "activity"], name="activities_draw_once"),
        ]

    def __str__(self) -> str:
        return self.seed_hash[:8]
