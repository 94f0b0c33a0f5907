"""Who signed which wording, and what the supervisor declares once a year."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.engines.content.public import Version
from changlai.halls.disclosure.states import SignedAs, Verdict
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class SignOff(Owned):
    """What somebody said of exactly one wording; the database changes and deletes none.

    `digest` is that of text, lines and files together: whatever is changed afterwards has another
    and the signature counts no more. `handed_in_at` is the handing in that was answered, so that
    words sent back and handed in again unchanged are looked at anew.
    """

    append_only = True

    centre = CentreKey()
    version = SameCentreFK(Version, models.PROTECT, related_name="sign_offs")
    digest = models.CharField("签的是哪份", max_length=64)
    handed_in_at = models.DateTimeField("送审时间")
    signed_as = models.CharField("以什么身份", max_length=10, choices=SignedAs.choices)
    verdict = models.CharField("意见", max_length=10, choices=Verdict.choices)
    note = models.CharField("说明", max_length=200, blank=True)
    by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        verbose_name = "签批"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "version", "digest", "handed_in_at", "signed_as"],
                name="disclosure_signed_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_as__in=SignedAs.values), name="disclosure_signed_as"
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.AGREED) | (Q(verdict=Verdict.REFUSED) & ~Q(note="")),
                name="disclosure_refusal_says_why",
            ),
        ]
        indexes = [models.Index(fields=["centre", "at"], name="disclosure_signed_at")]

    def __str__(self) -> str:
        return f"{self.get_signed_as_display()}{self.get_verdict_display()}"


class Declaration(Owned):
    """A supervisor's word for a year: no member of the village committee, nor a near relative.

    村民委员会组织法 (art. 32) keeps both out of the village's supervision.
    """

    append_only = True

    centre = CentreKey()
    account: Any = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("哪一年")
    at = models.DateTimeField("声明时间")

    class Meta(Owned.Meta):
        verbose_name = "监督委员声明"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "account", "year"], name="disclosure_declared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年声明"
