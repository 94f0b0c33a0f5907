"""A record stands for a thing of any hall, so that evidence, tags and 我的 can point to it."""

from django.db import models

from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Visibility(models.TextChoices):
    """Who may see that the thing exists; the thing's own policy still decides on what is in it."""

    PUBLIC = "public", "公开"
    PERSON = "person", "本人和工作人员"
    STAFF = "staff", "工作人员"
    SECRET = "secret", "保密"


class Record(Owned):
    """One linkable thing; its key is the key of the thing itself."""

    centre = CentreKey()
    kind = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    at = models.DateTimeField()
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.STAFF
    )
    person_id = models.UUIDField(null=True)
    url_name = models.CharField(max_length=100, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visibility__in=Visibility.values),
                name="records_visibility_known",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "person_id", "-at"], name="records_person"),
            models.Index(fields=["centre", "kind", "-at"], name="records_kind"),
        ]

    def __str__(self) -> str:
        return self.title


class RecordLink(Owned):
    """A thing points to another one: as evidence of a task, as what a brand or a need gathers.

    `owner_id` is the thing that points and needs no record of its own; `role` says as what
    ("evidence", "brand"). The link goes with the record, so that nothing points at what is gone.
    """

    centre = CentreKey()
    owner_id = models.UUIDField()
    record = SameCentreFK(Record, models.CASCADE, related_name="links")
    role = models.CharField(max_length=20)
    note = models.CharField(max_length=120, blank=True)
    by_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "owner_id", "role", "record"], name="records_link_once"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "record", "role"], name="records_linked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.record_id}"
