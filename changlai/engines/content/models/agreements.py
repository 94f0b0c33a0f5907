"""Who stands in a piece, and that they agreed to it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.engines.content.models.pieces import Piece
from changlai.engines.content.states import AgreedAs, AgreedHow
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Agreement(Owned):
    """Somebody noted as standing in a piece; without `agreed_on` they have not agreed yet.

    `by_kin` says who agreed in their place and how they are related, as for somebody who died. A
    consent taken back keeps its row: `withdrawn_at` is the proof, and `taken_off_at` is when
    somebody made sure that no paper hangs any more. `left_out_at` is from when the next versions
    do without this person.
    """

    centre = CentreKey()
    piece = SameCentreFK(Piece, models.CASCADE, related_name="agreements")
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=40)
    agreed_as = models.CharField("是什么", max_length=10, choices=AgreedAs.choices)
    agreed_on = models.DateField("同意日期", null=True, blank=True)
    how = models.CharField("怎么同意的", max_length=10, choices=AgreedHow.choices, blank=True)
    by_kin = models.CharField("家人代为同意", max_length=60, blank=True)
    noted_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField("记下的时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    taken_off_at = models.DateTimeField("纸的也取下了", null=True, blank=True)
    left_out_at = models.DateTimeField("不再写到", null=True, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "同意"
        ordering = ["noted_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="content_agreement_name"),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | ~Q(how=""), name="content_agreement_how"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "person"], name="content_agreed"),
            models.Index(fields=["centre", "withdrawn_at"], name="content_withdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_agreed_as_display()}"

    @property
    def stands(self) -> bool:
        """Whether the consent is given and not taken back."""
        return self.agreed_on is not None and self.withdrawn_at is None
