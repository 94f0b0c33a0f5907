"""Secret addresses of one's own calendar, and how often entries were changed."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from changlai.kernel.crypto.public import BlindIndexField, EncryptedTextField
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK


class CalendarKeyQuerySet(OwnedQuerySet):
    """Words for reading keys."""

    def live(self) -> Self:
        """Keep the keys that open a calendar."""
        return self.filter(ended_at__isnull=True)


class CalendarKey(Owned):
    """The secret part of the address of a person's calendar; whoever has it can read the calendar.

    It is kept encrypted, so that its owner may look it up again, and found by a keyed index.
    """

    centre = CentreKey()
    person = SameCentreFK("people.Person", models.CASCADE, related_name="+")
    secret = EncryptedTextField("地址里的密码")
    secret_index = BlindIndexField(source="secret")
    made_at = models.DateTimeField("生成时间")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects: ClassVar[Any] = CalendarKeyQuerySet.as_manager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person"],
                condition=Q(ended_at__isnull=True),
                name="calendars_key_one_live",
            ),
            models.UniqueConstraint(fields=["centre", "secret_index"], name="calendars_key_secret"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ChangeCount(Owned):
    """How often one thing was changed after it was said, and when last; read from the book."""

    centre = CentreKey()
    source = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "source", "subject_id"], name="calendars_changes_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.number}"
