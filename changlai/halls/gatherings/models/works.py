"""What an exhibition shows: a work, whose it is, and that its author agrees to it being shown."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Work(Owned):
    """One work of an exhibition: calligraphy, a picture, something made by hand.

    The author need not be known to the centre; how they agreed is noted in words, as on paper.
    Others see it from `shown_from` to `shown_until`, and only while the consent stands (F37).
    """

    centre = CentreKey()
    activity = SameCentreFK("activities.Activity", models.PROTECT, related_name="+")
    title = models.CharField("作品名", max_length=60)
    author = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    author_name = models.CharField("作者", max_length=40)
    note = models.CharField("说明", max_length=120, blank=True)
    image = SameCentreFK("files.StoredFile", models.PROTECT, related_name="+")
    shown_from = models.DateField("从哪天展出")
    shown_until = models.DateField("展到哪天")
    consent_note = models.CharField("怎么同意的", max_length=60, blank=True)
    consented_at = models.DateTimeField("同意时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_from__lte=F("shown_until")), name="gatherings_work_span"
            ),
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True) | ~Q(consent_note=""),
                name="gatherings_work_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "activity", "at"], name="gatherings_work_activity"),
            models.Index(fields=["centre", "author"], name="gatherings_work_author"),
        ]

    def __str__(self) -> str:
        return self.title
