"""What is disclosed: one item for one period, its lines and its files."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from changlai.engines.content.public import Piece, Version
from changlai.halls.disclosure.models.calendar import DisclosureItem
from changlai.halls.disclosure.money import yuan
from changlai.halls.disclosure.periods import period_named
from changlai.halls.disclosure.states import (
    LONGEST_NOTE,
    LONGEST_WORDS,
    MOST_FEN,
    Category,
    Rhythm,
)
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Disclosure(Owned):
    """One item disclosed for one period; its key is that of its piece of content.

    The words live in the content engine, in versions; the lines and files belong to a version.
    `changed_by` is who last changed the draft: neither that hand nor the writer's signs it.
    """

    centre = CentreKey()
    piece = SameCentreFK(Piece, models.CASCADE, related_name="+")
    item = SameCentreFK(DisclosureItem, models.PROTECT, related_name="disclosures")
    category = models.CharField("哪一类", max_length=10, choices=Category.choices)
    rhythm = models.CharField("多久一次", max_length=10, choices=Rhythm.choices)
    period = models.CharField("哪一期", max_length=10)
    year = models.PositiveSmallIntegerField("哪一年")
    number = models.PositiveIntegerField("第几号")
    made_at = models.DateTimeField("起草时间")
    changed_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta(Owned.Meta):
        verbose_name = "公开"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "piece"], name="disclosure_piece"),
            models.UniqueConstraint(fields=["centre", "year", "number"], name="disclosure_number"),
            models.UniqueConstraint(
                fields=["centre", "item", "period"],
                condition=~Q(rhythm="occasion"),
                name="disclosure_once_a_period",
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="disclosure_category"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "category", "year"], name="disclosure_shelf"),
            models.Index(fields=["centre", "made_at", "id"], name="disclosure_order"),
        ]

    def __str__(self) -> str:
        return self.record_number

    @property
    def record_number(self) -> str:
        """Return the number that stands on paper: 公开2026-003."""
        return f"公开{self.year}-{self.number:03d}"

    @property
    def period_label(self) -> str:
        """Return the period as people say it."""
        period = period_named(self.period)
        return period.label if period else str(self.period)


class DisclosureLine(Owned):
    """One line of what is disclosed: words, a sum in fen where there is one, and a note."""

    centre = CentreKey()
    version = SameCentreFK(Version, models.CASCADE, related_name="disclosure_lines")
    order = models.PositiveSmallIntegerField("第几行")
    words = models.CharField("事项", max_length=LONGEST_WORDS)
    amount_fen = models.BigIntegerField("金额(分)", null=True, blank=True)
    note = models.CharField("说明", max_length=LONGEST_NOTE, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "公开的一行"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "version", "order"], name="disclosure_line_order"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="disclosure_line_words"),
            models.CheckConstraint(
                condition=Q(amount_fen__isnull=True)
                | Q(amount_fen__gte=-MOST_FEN, amount_fen__lte=MOST_FEN),
                name="disclosure_line_sum",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)

    @property
    def yuan(self) -> str:
        """Return the sum as an account book says it."""
        return yuan(self.amount_fen)


class Attachment(Owned):
    """A file that goes with one version: the account sheet, the minutes, a scan."""

    centre = CentreKey()
    version = SameCentreFK(Version, models.CASCADE, related_name="disclosure_files")
    file = SameCentreFK("files.StoredFile", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta(Owned.Meta):
        verbose_name = "附件"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "version", "file"], name="disclosure_file_once"
            )
        ]
        indexes = [models.Index(fields=["centre", "file"], name="disclosure_file_of")]

    def __str__(self) -> str:
        return str(self.file_id)
