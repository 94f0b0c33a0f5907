"""Rows that keep watch: guesses at codes, looks at what is kept apart, exclusions from a rate."""

from django.db import models
from django.db.models import F, Q

from changlai.engines.cases.models.case import Case, account_key
from changlai.engines.cases.states import RateCode
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class ProgressTry(Owned):
    """Wrong progress codes in a row, for one number or from one address, both as keyed hash."""

    centre = CentreKey()
    key = models.CharField("指纹", max_length=64)
    failures = models.PositiveIntegerField("连续错误", default=0)
    last_at = models.DateTimeField("最近一次")
    blocked_until = models.DateTimeField("等到", null=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["centre", "key"], name="cases_try_key")]
        indexes = [models.Index(fields=["centre", "last_at"], name="cases_try_last")]

    def __str__(self) -> str:
        return f"{self.failures}"


class CaseLook(Owned):
    """Someone opened what is kept apart: words before redaction, or a case through a grant."""

    ORIGINAL, GRANT = "original", "grant"

    centre = CentreKey()
    case = SameCentreFK(Case, models.PROTECT, related_name="looks")
    what = models.CharField(
        "看了什么", max_length=10, choices=[(ORIGINAL, "原文"), (GRANT, "上报件")]
    )
    by = account_key()
    by_name = models.CharField("谁", max_length=40, blank=True)
    reason = models.CharField("事由", max_length=200, blank=True)
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["centre", "case", "at"], name="cases_look_case")]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


class ExcludedFromRate(Owned):
    """One case left out of one rate: asked for with a reason, agreed to by a second person."""

    centre = CentreKey()
    case = SameCentreFK(Case, models.PROTECT, related_name="exclusions")
    rate = models.CharField("哪个率", max_length=20, choices=RateCode.choices)
    reason = models.CharField("理由", max_length=200)
    asked_by = account_key()
    asked_at = models.DateTimeField("提出时间")
    decided_by = account_key()
    decided_at = models.DateTimeField("决定时间", null=True)
    is_agreed = models.BooleanField("同意", null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "case", "rate"], name="cases_excluded_once"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="cases_excluded_by_two",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="cases_excluded_reason"),
        ]
        indexes = [
            models.Index(
                fields=["centre", "asked_at"],
                condition=Q(decided_at__isnull=True),
                name="cases_excluded_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rate_display()}:{self.reason}"
