"""The attendance log: who came, told by phone, list or paper; written once, corrected by a line."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.engines.activities.models.activity import Session
from changlai.engines.activities.models.signups import SignUp
from changlai.engines.activities.states import MarkKind, MarkOutcome, MarkSource
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Mark(Owned):
    """One line: somebody came, left, or an earlier line was wrong; failed scans are lines too.

    `nonce` is made by whoever writes the line, phone or server, so that the same scan sent twice
    stays one line. `account` names a colleague who is nobody's resident here. `at` is when it
    happened, by the server's clock; `device_at` what an offline phone believed, and `received_at`
    when the line arrived.
    """

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    session = SameCentreFK(Session, models.PROTECT, related_name="marks")
    sign_up = SameCentreFK(SignUp, models.PROTECT, null=True, blank=True, related_name="marks")
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    alias = models.CharField("称呼", max_length=40, blank=True)
    kind = models.CharField("内容", max_length=5, choices=MarkKind.choices)
    source = models.CharField("来源", max_length=10, choices=MarkSource.choices)
    outcome = models.CharField("结果", max_length=15, choices=MarkOutcome.choices)
    nonce = models.UUIDField("一次性编号")
    voids = SameCentreFK("self", models.PROTECT, null=True, blank=True, related_name="voided_by")
    at = models.DateTimeField("时间")
    device_at = models.DateTimeField("手机上的时间", null=True, blank=True)
    received_at = models.DateTimeField("收到时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "nonce"], name="activities_mark_nonce"),
            models.UniqueConstraint(
                fields=["centre", "voids"],
                condition=Q(voids__isnull=False),
                name="activities_mark_void_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=MarkKind.VOID, voids__isnull=False)
                | (~Q(kind=MarkKind.VOID) & Q(voids__isnull=True)),
                name="activities_mark_void",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "session", "at"], name="activities_mark_session"),
            models.Index(fields=["centre", "person", "at"], name="activities_mark_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
