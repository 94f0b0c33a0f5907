"""Whom the centre asks how a service went, and the one answer to it."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from changlai.engines.faces.states import PICTURES, AnswerChannel, Face
from changlai.kernel.crypto.public import EncryptedTextField
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class AskedQuerySet(OwnedQuerySet):
    """Words for reading what was asked."""

    def open(self, today: date) -> Self:
        """Keep what may still be answered, and answered anew."""
        return self.filter(closes_on__gte=today)

    def unanswered(self) -> Self:
        """Keep what nobody answered."""
        return self.filter(face__isnull=True)


class Asked(Owned):
    """One finished service, and what its person thought of it (F62).

    `kind` is the hall's own code and `subject_id` its row. Whoever holds `token`, from a slip or
    a page, may answer without signing in. `served_by` is kept until the closing day alone, so
    that nobody rates their own service; no figure is made of it.
    """

    centre = CentreKey()
    kind = models.CharField("哪项服务", max_length=30)
    subject_id = models.UUIDField()
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField("办了什么", max_length=40, blank=True)
    token = models.CharField(max_length=24)
    served_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("办完的时间")
    closes_on = models.DateField("最后一天")
    face = models.PositiveSmallIntegerField("评价", null=True, blank=True, choices=Face.choices)
    words = EncryptedTextField("说的话", blank=True, default="")
    has_words = models.BooleanField("说了话", default=False)
    channel = models.CharField("怎么说的", max_length=10, choices=AnswerChannel.choices, blank=True)
    answered_at = models.DateTimeField("评价时间", null=True, blank=True)
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = AskedQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "问一声办得怎么样"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind", "subject_id"], name="faces_asked_once"
            ),
            models.UniqueConstraint(fields=["centre", "token"], name="faces_asked_token"),
            models.CheckConstraint(
                condition=Q(face__isnull=True, answered_at__isnull=True, has_words=False)
                | Q(face__range=(min(Face.values), max(Face.values)), answered_at__isnull=False)
                & Q(channel__in=AnswerChannel.values),
                name="faces_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
                name="faces_answered_after",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "person", "-asked_at"], name="faces_asked_person"),
            models.Index(fields=["centre", "kind", "-asked_at", "-id"], name="faces_asked_kind"),
            models.Index(
                fields=["closes_on", "centre"],
                condition=Q(served_by__isnull=False),
                name="faces_to_settle_x",
            ),
            models.Index(
                fields=["answered_at", "centre"], condition=Q(has_words=True), name="faces_words_x"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.get_face_display() or '还没说'}"

    @property
    def asked_on(self) -> date:
        """Return the day, in the village, on which the service was done."""
        return timezone.localdate(self.asked_at)

    @property
    def slip_number(self) -> str:
        """Return by what a slip that came back is found again."""
        return str(self.token[:4]).upper()

    @property
    def picture(self) -> str:
        """Return the icon of the face that was tapped, "" before."""
        return PICTURES[Face(self.face)] if self.face else ""
