"""Many hands at one book: the last money is spent once, an entry is taken back once."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from changlai.engines.ledger.models import Book, Entry
from changlai.engines.ledger.public import AlreadyTakenBack, NotEnough, entries_of, sums
from tests.cast import make_village
from tests.engines.ledger.conftest import Books
from tests.flows.at_once import at_once, shared_rows

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def together(settings: Any) -> Books:
    settings.EVENTS_DELIVERY = "worker"
    return Books(make_village())


def _carried(books: Books) -> None:
    book = Book.objects.of(books.centre).get()
    rows = entries_of(books.centre, "wells")
    assert book.balance == sums(rows).balance
    assert sorted(rows.values_list("place", flat=True)) == list(range(1, book.count + 1))


def test_the_last_money_that_sixteen_spend_goes_once(together: Books, tmp_path: Path) -> None:
    book = together.book()
    together.enter(book, "in", 10_000)
    with shared_rows(tmp_path):

        def spend(number: int) -> str:
            try:
                together.enter(book, "out", 10_000)
            except NotEnough:
                return "not enough"
            return "spent"

        said = Counter(at_once(PROCESSES, spend))
        assert said == {"spent": 1, "not enough": PROCESSES - 1}
        _carried(together)


def test_sixteen_takings_back_of_one_entry_are_one(together: Books, tmp_path: Path) -> None:
    book = together.book()
    together.enter(book, "in", 10_000)
    outlay = together.enter(book, "out", 4_000)
    with shared_rows(tmp_path):

        def back(number: int) -> str:
            try:
                together.back(outlay)
            except AlreadyTakenBack:
                return "before"
            return "taken back"

        said = Counter(at_once(PROCESSES, back))
        assert said == {"taken back": 1, "before": PROCESSES - 1}
        _carried(together)
        assert Book.objects.of(together.centre).get().balance == 10_000


def test_one_form_sent_by_sixteen_is_one_entry(together: Books, tmp_path: Path) -> None:
    book, form = together.book(), uuid4()
    with shared_rows(tmp_path):
        said = at_once(PROCESSES, lambda number: together.enter(book, "in", 700, form_id=form).pk)
        assert len(set(said)) == 1
        assert Entry.objects.of(together.centre).count() == 1
        _carried(together)


def test_sixteen_entries_at_once_lose_no_cent(together: Books, tmp_path: Path) -> None:
    book = together.book()
    with shared_rows(tmp_path):
        at_once(PROCESSES, lambda number: together.enter(book, "in", number + 1).pk)
        assert Book.objects.of(together.centre).get().balance == sum(range(1, PROCESSES + 1))
        _carried(together)
