"""After any history, every balance is what a recount by hand gives, to the cent."""

from collections import defaultdict
from random import Random
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changlai.engines.ledger.models import Book, Entry
from changlai.engines.ledger.public import (
    AlreadyTakenBack,
    NotEnough,
    Sums,
    balances,
    entries_of,
    recounted,
    sums,
    sums_by,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.ids import uuid7
from tests.engines.ledger.conftest import Books

PURPOSES = ("repair", "food", "books")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_all_balances_equal_a_recount_after_any_history(books: Books, seed: int) -> None:
    chance, code = Random(seed), f"h.{uuid7().hex[-8:]}"
    opened = [books.book(code) for _ in range(3)]
    matters: list[UUID | None] = [None, uuid7(), uuid7()]
    left = dict.fromkeys((one.subject_id for one in opened), 0)
    by_purpose: dict[str, int] = defaultdict(int)
    by_matter: dict[UUID | None, int] = defaultdict(int)
    made: list[tuple[Entry, UUID]] = []
    undone: set[UUID] = set()
    for _ in range(chance.randrange(5, 25)):
        book = chance.choice(opened)
        if made and chance.random() < 0.25:
            entry, subject = chance.choice(made)
            change = -entry.cents if entry.direction == "in" else entry.cents
            try:
                back = books.back(entry)
            except AlreadyTakenBack:
                assert entry.pk in undone
                continue
            except NotEnough:
                assert left[subject] + change < 0
                continue
            except WrongStep:
                assert entry.is_reversal
                continue
            undone.add(entry.pk)
            made.append((back, subject))
            purpose, matter = entry.purpose, entry.matter_id
        else:
            cents, purpose = chance.randrange(1, 100_000), chance.choice(PURPOSES)
            direction, matter = chance.choice(("in", "out")), chance.choice(matters)
            change, subject = (cents if direction == "in" else -cents), book.subject_id
            try:
                entry = books.enter(book, direction, cents, purpose=purpose, matter_id=matter)
            except NotEnough:
                assert left[subject] + change < 0
                continue
            made.append((entry, subject))
        left[subject] += change
        by_purpose[purpose] += change
        by_matter[matter] += change
    rows = entries_of(books.centre, code)
    assert balances(books.centre, code) == left
    assert {key: one.balance for key, one in sums_by(rows, "purpose").items()} == by_purpose
    assert {key: one.balance for key, one in sums_by(rows, "matter_id").items()} == by_matter
    assert sums(rows).balance == sum(left.values())
    assert sums(rows) == recounted(rows)
    assert sum(sums_by(rows, "purpose", "matter_id").values(), Sums()) == sums(rows)
    for book in Book.objects.of(books.centre).filter(code=code):
        own = list(rows.filter(book=book).order_by("place"))
        assert [one.place for one in own] == list(range(1, book.count + 1))
        assert (own[-1].balance_after if own else 0) == book.balance == left[book.subject_id]
