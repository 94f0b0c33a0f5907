"""Front door of the ledger: books in whole cents that nobody changes afterwards.

A hall opens a book of each thing it keeps account of (`open_book(code="funds", subject_id=…)`),
enters lines (`enter`), takes one back (`take_back`) and reads sums. Who may do so, and what the
purposes mean, are the hall's own rules; the ledger knows none of its words.
"""

from changlai.engines.ledger.actions import (
    AlreadyTakenBack,
    NotEnough,
    enter,
    open_book,
    take_back,
)
from changlai.engines.ledger.models import Book, Entry
from changlai.engines.ledger.money import cents_of, yuan
from changlai.engines.ledger.queries import (
    Sums,
    balances,
    entries_of,
    recounted,
    sums,
    sums_by,
)
from changlai.engines.ledger.states import MOST_CENTS, Direction

__all__ = [
    "MOST_CENTS",
    "AlreadyTakenBack",
    "Book",
    "Direction",
    "Entry",
    "NotEnough",
    "Sums",
    "balances",
    "cents_of",
    "enter",
    "entries_of",
    "open_book",
    "recounted",
    "sums",
    "sums_by",
    "take_back",
    "yuan",
]
