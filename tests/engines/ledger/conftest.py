"""The cast's village with books, and short words for entering and taking back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from changlai.engines.ledger.public import Book, Entry, enter, open_book, take_back
from changlai.kernel.ids import uuid7
from tests.cast import NOW, Village


@dataclass(frozen=True)
class Books:
    """The books of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def who(self) -> dict[str, Any]:
        actor = self.village.actor(self.village.clerk)
        return {"centre": self.centre, "actor": actor, "at": NOW}

    def book(self, code: str = "wells", subject_id: UUID | None = None, **more: Any) -> Book:
        return open_book(code=code, subject_id=subject_id or uuid7(), **self.who | more)

    def enter(self, book: Book, direction: str, cents: int, **more: Any) -> Entry:
        said: dict[str, Any] = {
            "occurred_on": NOW.date(),
            "purpose": "repair",
            "form_id": uuid7(),
        }
        return enter(book_id=book.pk, direction=direction, cents=cents, **self.who | said | more)

    def back(self, entry: Entry, **more: Any) -> Entry:
        said: dict[str, Any] = {"occurred_on": NOW.date(), "form_id": uuid7()}
        return take_back(entry_id=entry.pk, **self.who | said | more)


@pytest.fixture
def books(village: Village) -> Books:
    return Books(village)
