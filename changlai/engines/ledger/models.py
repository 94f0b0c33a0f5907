"""A book with its balance, and the entries in it, which the database lets nobody change."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.engines.ledger.states import Direction
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class Book(Owned):
    """One account: `code` says which hall keeps it, `subject_id` what it is about.

    `balance` (cents) and `count` are carried under the book's lock; the entries are what they
    must come to. Without `may_go_below` the database itself refuses a balance below nothing.
    """

    centre = CentreKey()
    code = models.CharField("账本", max_length=40)
    subject_id = models.UUIDField("是什么的账")
    may_go_below = models.BooleanField("可以透支", default=False)
    balance = models.BigIntegerField("余额(分)", default=0)
    count = models.PositiveIntegerField("笔数", default=0)
    opened_at = models.DateTimeField("开账时间")

    class Meta(Owned.Meta):
        verbose_name = "账本"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "code", "subject_id"], name="ledger_book_subject"
            ),
            models.CheckConstraint(
                condition=Q(balance__gte=0) | Q(may_go_below=True), name="ledger_book_not_below"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.balance}"


class Entry(Owned):
    """One line of a book: so many cents came or went, for what, on which day; written once.

    `occurred_on` is the day of the thing itself, `at` when it was entered. `matter_id` is what it
    was for (as a project) and `origin_id` the hall's own row behind it. What was wrong is taken
    back by one more entry (`reverses`), the other way and of the same amount, once.
    """

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    book = SameCentreFK(Book, models.PROTECT, related_name="entries")
    place = models.PositiveIntegerField("第几笔")
    direction = models.CharField("收支", max_length=3, choices=Direction.choices)
    cents = models.BigIntegerField("金额(分)")
    balance_after = models.BigIntegerField("记完以后的余额(分)")
    occurred_on = models.DateField("日期")
    at = models.DateTimeField("入账时间")
    purpose = models.CharField("用途", max_length=40)
    matter_id = models.UUIDField("用在哪件事", null=True, blank=True)
    origin_id = models.UUIDField("来自哪条记录", null=True, blank=True)
    reverses = SameCentreFK(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "账目"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "book", "place"], name="ledger_entry_place"),
            models.UniqueConstraint(fields=["centre", "form_id"], name="ledger_entry_form"),
            models.UniqueConstraint(
                fields=["centre", "reverses"],
                condition=Q(reverses__isnull=False),
                name="ledger_entry_reversed_once",
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="ledger_entry_cents"),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="ledger_entry_direction"
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reverses=F("id")),
                name="ledger_entry_not_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "book", "occurred_on"], name="ledger_entry_days"),
            models.Index(fields=["centre", "matter_id"], name="ledger_entry_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.cents} {self.occurred_on}"

    @property
    def is_reversal(self) -> bool:
        """Whether this takes back another entry."""
        return self.reverses_id is not None

    @property
    def side(self) -> str:
        """Return on which side it counts: what takes an outlay back is an outlay less."""
        if not self.is_reversal:
            return str(self.direction)
        return Direction.OUT if self.direction == Direction.IN else Direction.IN

    @property
    def counted(self) -> int:
        """Return the cents with which it counts on its side; below nothing for a reversal."""
        return -self.cents if self.is_reversal else self.cents
