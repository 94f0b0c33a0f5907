"""Who else has a hand in a case: co-handlers, followers, and the township for a time."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from changlai.engines.cases.models.case import Case, account_key
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK


class CoHandler(Owned):
    """A colleague who helps the handler and sees the case, but does not answer it."""

    centre = CentreKey()
    case = SameCentreFK(Case, models.CASCADE, related_name="co_handlers")
    account = account_key()
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "case", "account"], name="cases_co_once")
        ]
        indexes = [models.Index(fields=["centre", "account"], name="cases_co_account")]

    def __str__(self) -> str:
        return f"{self.account_id}"


class Follower(Owned):
    """Someone with the same matter who chose to follow instead of filing again.

    Sees only what is safe.
    """

    centre = CentreKey()
    case = SameCentreFK(Case, models.CASCADE, related_name="followers")
    person = SameCentreFK("people.Person", models.CASCADE, null=True, blank=True, related_name="+")
    phone = EncryptedTextField("电话", blank=True)
    from_case = SameCentreFK(Case, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "case", "person"],
                condition=Q(person__isnull=False),
                name="cases_follower_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


class UpwardGrantQuerySet(OwnedQuerySet):
    """Words for picking grants."""

    def live(self, at: dt.datetime) -> Self:
        """Keep grants that hold at a moment."""
        return self.filter(starts_at__lte=at, ends_at__gt=at, withdrawn_at__isnull=True)


class UpwardGrant(Owned):
    """The village lets one account of the township or county see one case for a time.

    Each look is logged.
    """

    centre = CentreKey()
    case = SameCentreFK(Case, models.CASCADE, related_name="grants")
    account = account_key()
    to_name = models.CharField("报给", max_length=60)
    reason = models.TextField("事由")
    granted_by = account_key()
    starts_at = models.DateTimeField("起")
    ends_at = models.DateTimeField("止")
    withdrawn_at = models.DateTimeField("收回时间", null=True)
    outside_number = models.CharField("上级编号", max_length=60, blank=True)

    objects: ClassVar[Any] = UpwardGrantQuerySet.as_manager()

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="cases_grant_has_time"
            )
        ]
        indexes = [
            models.Index(fields=["centre", "account", "ends_at"], name="cases_grant_account")
        ]

    def __str__(self) -> str:
        return f"{self.to_name} – {self.ends_at:%Y-%m-%d}"

    def holds(self, at: dt.datetime) -> bool:
        """Say whether the grant opens its case at a moment."""
        return self.starts_at <= at < self.ended_at

    @property
    def ended_early(self) -> bool:
        """Whether the village took it back before its time."""
        return self.withdrawn_at is not None and self.withdrawn_at < self.ends_at

    @property
    def ended_at(self) -> dt.datetime:
        """Return when it ends, or ended."""
        return min(self.withdrawn_at or self.ends_at, self.ends_at)
