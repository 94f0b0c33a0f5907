"""What happened in the books, as facts: ids, codes and whole cents."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class BookOpened(Event):
    """A book was opened; `subject_id` is the book, `code` says which hall keeps it."""

    name: ClassVar[str] = "ledger.book.opened"
    code: str


@dataclass(frozen=True, kw_only=True)
class EntryMade(Event):
    """Something was entered; `subject_id` is the entry, `place` its number in the book."""

    name: ClassVar[str] = "ledger.entry.made"
    book_id: UUID
    code: str
    direction: str
    cents: int
    purpose: str
    place: int


@dataclass(frozen=True, kw_only=True)
class EntryTakenBack(EntryMade):
    """An entry was taken back by this one, which goes the other way; both stay."""

    name: ClassVar[str] = "ledger.entry.taken_back"
    reverses_id: UUID
