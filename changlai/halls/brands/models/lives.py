"""The voice beside an old story, and the month in which somebody would like to sit at a table."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.halls.brands.states import MONTHS
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Sound(Owned):
    """A narrator's voice beside the written words of a heritage piece; the words come first."""

    centre = CentreKey()
    piece = SameCentreFK("content.Piece", models.CASCADE, related_name="+")
    file = SameCentreFK("files.StoredFile", models.PROTECT, related_name="+")
    kept_at = models.DateTimeField("放上的时间")

    class Meta(Owned.Meta):
        verbose_name = "录音"
        constraints = [
            models.UniqueConstraint(fields=["centre", "piece"], name="brands_sound_of_piece"),
        ]

    def __str__(self) -> str:
        return str(self.piece_id)


class BirthdayMonth(Owned):
    """Somebody told in which month their birthday is and would like to celebrate together.

    The month and nothing more: no day and no year is asked, and the row goes when its person
    says so.
    """

    centre = CentreKey()
    person = SameCentreFK("people.Person", models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField("几月", choices=MONTHS)
    told_at = models.DateTimeField("说的时间")
    entered_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta(Owned.Meta):
        verbose_name = "几月生日"
        ordering = ["told_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "person"], name="brands_month_person"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="brands_month_range"),
        ]
        indexes = [models.Index(fields=["centre", "month"], name="brands_months")]

    def __str__(self) -> str:
        return f"{self.month}月"
