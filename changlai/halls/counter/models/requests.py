"""A request: a case of the family counter, with its answers, papers, notices and scans."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.halls.counter.models.items import ItemVersion, ServiceItem
from changlai.halls.counter.states import Handing, How, MaterialState
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.errors import BadInput
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class ServiceRequest(Owned):
    """What was entrusted to the centre; its case has the clock, the steps and the people.

    Answers may say what nobody else should read, so they are kept encrypted as JSON.
    """

    centre = CentreKey()
    case = SameCentreFK("cases.Case", models.PROTECT, related_name="service_requests")
    item = SameCentreFK(ServiceItem, models.PROTECT, related_name="requests")
    version = SameCentreFK(ItemVersion, models.PROTECT, related_name="requests")
    answers = EncryptedTextField("填的内容", blank=True, default="")
    entrusted_at = models.DateTimeField("委托时间")
    is_entrusted_on_paper = models.BooleanField("签了纸质委托", default=False)
    handing = models.CharField("怎么送达", max_length=10, choices=Handing.choices, blank=True)
    handed_to = models.CharField("交给谁", max_length=40, blank=True)
    purge_on = models.DateField("扫描件删除日", null=True, blank=True)
    purged_at = models.DateTimeField("已删除", null=True, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "帮办代办"
        ordering = ["-entrusted_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "case"], name="counter_request_case"),
        ]
        indexes = [
            models.Index(fields=["centre", "item"], name="counter_request_item"),
            models.Index(
                fields=["purge_on"],
                condition=Q(purge_on__isnull=False, purged_at__isnull=True),
                name="counter_request_purge_x",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class Material(Owned):
    """One paper of a request: asked for, looked at, copied, kept, given back."""

    centre = CentreKey()
    request = SameCentreFK(ServiceRequest, models.CASCADE, related_name="materials")
    title = models.CharField("材料", max_length=60)
    how = models.CharField("怎么收", max_length=10, choices=How.choices)
    is_needed = models.BooleanField("必须有", default=True)
    state = models.CharField(
        "状态", max_length=10, choices=MaterialState.choices, default=MaterialState.MISSING
    )
    note = models.CharField("说明", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta(Owned.Meta):
        verbose_name = "材料"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title

    def move_to(self, state: str) -> None:
        """Say how the paper stands; raises BadInput for what is no state."""
        if state not in MaterialState.values:
            raise BadInput("请选材料的状态。")
        self.state = state


class Notice(Owned):
    """One telling of everything that is missing; a second one has a reason (一次性告知)."""

    centre = CentreKey()
    request = SameCentreFK(ServiceRequest, models.CASCADE, related_name="notices")
    number = models.PositiveSmallIntegerField("第几次")
    lines = models.JSONField("缺什么")
    reason = models.CharField("为什么又告知", max_length=120, blank=True)
    at = models.DateTimeField("告知时间")
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    class Meta(Owned.Meta):
        verbose_name = "一次性告知"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "request", "number"], name="counter_notice_number"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="counter_notice_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.number}"


class Scan(Owned):
    """A scan of a paper, kept only until some days after delivery."""

    centre = CentreKey()
    request = SameCentreFK(ServiceRequest, models.CASCADE, related_name="scans")
    file = SameCentreFK("files.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField("是什么", max_length=60)
    at = models.DateTimeField("时间")

    class Meta(Owned.Meta):
        verbose_name = "扫描件"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.title
