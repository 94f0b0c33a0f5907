"""What can be found: a row for each indexed record, its words in the database's own index."""

from django.db import models

from changlai.kernel.tenancy.models import CentreKey, Owned


class SearchEntry(Owned):
    """An indexed record.

    SQLite keeps the words in the FTS5 table `search_fts` under `number`; PostgreSQL in the column
    `search_words` of this table. Both are made by the first migration.
    """

    centre = CentreKey()
    record_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(null=True)
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "record_id"], name="search_one_per_record"),
            models.UniqueConstraint(fields=["centre", "number"], name="search_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
