"""Files that people brought: each row describes one stored file of one village."""

from django.db import models

from changlai.kernel.files.storage import INCOMING
from changlai.kernel.tenancy.models import CentreKey, Owned


class StoredFile(Owned):
    """A photo, recording or document; private unless published with what it belongs to."""

    centre = CentreKey()
    kind = models.CharField(max_length=8)
    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)
    record_id = models.UUIDField(null=True)
    uploaded_by_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["centre", "record_id"], name="files_centre_record")]

    def __str__(self) -> str:
        return self.name

    @property
    def incoming_path(self) -> str:
        """Return the name the file has until its row is committed."""
        return f"{INCOMING}/{self.centre_id}.{self.pk}"
