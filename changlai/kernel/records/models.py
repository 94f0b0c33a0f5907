"""A record stands for a thing of any hall, so that evidence, tags and 我的 can point to it."""

from django.db import models

from changlai.kernel.tenancy.models import CentreKey, Owned


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
