"""Sums of entries in whole cents: what came, what went, what is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Case, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from changlai.engines.ledger.models import Book, Entry
from changlai.engines.ledger.states import Direction


@dataclass(frozen=True)
class Sums:
    """What came and went, in cents. What was taken back counts off its own side."""

    came: int = 0
    went: int = 0

    @property
    def balance(self) -> int:
        """Return what is left of it."""
        return self.came - self.went

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.came + other.came, self.went + other.went)


def _side(path: str, plain: Direction, reversal: Direction) -> Any:
    counted = Case(
        When(
            **{f"{path}direction": plain, f"{path}reverses__isnull": True}, then=F(f"{path}cents")
        ),
        When(
            **{f"{path}direction": reversal, f"{path}reverses__isnull": False},
            then=-F(f"{path}cents"),
        ),
        default=Value(0),
        output_field=BigIntegerField(),
    )
    return Coalesce(Sum(counted), Value(0), output_field=BigIntegerField())


def came(path: str = "") -> Any:
    """Return the expression of what came, for rows that reach an entry by `path` ("entry__")."""
    return _side(path, Direction.IN, Direction.OUT)


def went(path: str = "") -> Any:
    """Return the expression of what went."""
    return _side(path, Direction.OUT, Direction.IN)


def sums(rows: QuerySet[Any], path: str = "") -> Sums:
    """Return what came and went in all these rows, in one statement."""
    # The names are not those of fields, so that no column is hidden.
    found = rows.order_by().aggregate(sum_came=came(path), sum_went=went(path))
    return Sums(found["sum_came"], found["sum_went"])


def sums_by(rows: QuerySet[Any], *names: str, path: str = "") -> dict[Any, Sums]:
    """Return the sums of each value of a field, or of each combination of several."""
    found = rows.order_by().values_list(*names).annotate(sum_came=came(path), sum_went=went(path))
    width = len(names)
    return {
        (row[0] if width == 1 else tuple(row[:width])): Sums(row[width], row[width + 1])
        for row in found
    }


def recounted(entries: Iterable[Entry]) -> Sums:
    """Return the same from the entries one by one: the second way to one number."""
    total = Sums()
    for entry in entries:
        one = entry.counted
        total += Sums(one, 0) if entry.side == Direction.IN else Sums(0, one)
    return total


def entries_of(centre: Any, code: str, subject_id: UUID | None = None) -> QuerySet[Entry]:
    """Return the entries of a hall's books, or of one of them, in the order of being entered."""
    rows = Entry.objects.of(centre).filter(book__code=code)
    return rows if subject_id is None else rows.filter(book__subject_id=subject_id)


def balances(centre: Any, code: str) -> dict[UUID, int]:
    """Return what each book of a hall has left in cents, by what it is about."""
    rows = Book.objects.of(centre).filter(code=code)
    return dict(rows.values_list("subject_id", "balance"))
