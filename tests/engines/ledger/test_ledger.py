"""Entries are written once, taken back once, and never bring a book below nothing."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from changlai.engines.ledger.models import Book, Entry
from changlai.engines.ledger.money import NOT_AN_AMOUNT, NOTHING, TOO_FINE, TOO_MUCH
from changlai.engines.ledger.public import (
    AlreadyTakenBack,
    NotEnough,
    Sums,
    balances,
    cents_of,
    entries_of,
    open_book,
    recounted,
    sums,
    yuan,
)
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry as EventRow
from tests.cast import NOW
from tests.engines.ledger.conftest import Books


def test_the_database_itself_refuses_to_change_or_remove_an_entry(books: Books) -> None:
    entry = books.enter(books.book(), "in", 5_000)
    table = Entry._meta.db_table
    key = Entry._meta.pk.get_db_prep_value(entry.pk, connection)
    for statement in (
        f"UPDATE {table} SET cents = 1 WHERE id = %s",
        f"UPDATE {table} SET purpose = 'else' WHERE id = %s",
        f"DELETE FROM {table} WHERE id = %s",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [key])
    assert Entry.objects.of(books.centre).get().cents == 5_000


def test_the_database_refuses_a_second_taking_back_of_an_entry(books: Books) -> None:
    book = books.book()
    entry = books.enter(book, "in", 100)
    books.enter(book, "in", 900)
    first = books.back(entry)
    copy = Entry(
        centre_id=first.centre_id,
        book=book,
        place=99,
        direction=first.direction,
        cents=first.cents,
        balance_after=0,
        occurred_on=first.occurred_on,
        at=NOW,
        purpose=first.purpose,
        reverses=entry,
        form_id=uuid4(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    with pytest.raises(AlreadyTakenBack) as said:
        books.back(entry)
    assert said.value.sentence == "这一笔已经冲正过了，不能再冲。"


def test_the_database_refuses_a_balance_below_nothing(books: Books) -> None:
    book = books.book()
    with pytest.raises(IntegrityError), transaction.atomic():
        Book.objects.of(books.centre).filter(pk=book.pk).update(balance=-1)


def test_an_outlay_beyond_the_balance_is_refused_and_nothing_is_written(books: Books) -> None:
    book = books.book()
    books.enter(book, "in", 1_000)
    with pytest.raises(NotEnough) as said:
        books.enter(book, "out", 1_001)
    assert (said.value.left, said.value.wanted) == (1_000, 1_001)
    assert said.value.sentence == "余额不够：还有10.00元，这一笔要10.01元。"
    book.refresh_from_db()
    assert (book.balance, book.count) == (1_000, 1)


def test_a_book_that_may_go_below_does(books: Books) -> None:
    book = books.book(may_go_below=True)
    assert books.enter(book, "out", 300).balance_after == -300


def test_what_is_taken_back_counts_off_its_own_side(books: Books) -> None:
    book = books.book()
    books.enter(book, "in", 1_000)
    outlay = books.enter(book, "out", 400, matter_id=uuid4())
    back = books.back(outlay)
    assert (back.direction, back.cents, back.side, back.counted) == ("in", 400, "out", -400)
    assert (back.purpose, back.matter_id) == (outlay.purpose, outlay.matter_id)
    rows = entries_of(books.centre, "wells", book.subject_id)
    assert sums(rows) == recounted(rows) == Sums(1_000, 0)
    assert balances(books.centre, "wells") == {book.subject_id: 1_000}


def test_a_taking_back_is_not_taken_back(books: Books) -> None:
    book = books.book()
    back = books.back(books.enter(book, "in", 100))
    with pytest.raises(WrongStep, match="本身就是冲正"):
        books.back(back)


def test_an_income_that_is_spent_is_not_taken_back(books: Books) -> None:
    book = books.book()
    income = books.enter(book, "in", 100)
    books.enter(book, "out", 60)
    with pytest.raises(NotEnough):
        books.back(income)


def test_one_form_is_one_entry(books: Books) -> None:
    book, form = books.book(), uuid4()
    first = books.enter(book, "in", 100, form_id=form)
    assert books.enter(book, "in", 100, form_id=form) == first
    again = uuid4()
    assert books.back(first, form_id=again) == books.back(first, form_id=again)
    book.refresh_from_db()
    assert (book.balance, book.count) == (0, 2)


def test_a_book_is_opened_once(books: Books) -> None:
    first = books.book()
    assert books.book(subject_id=first.subject_id) == first


def test_a_stranger_to_the_centre_opens_and_enters_nothing(books: Books) -> None:
    other = books.village.actor(books.village.other_secretary, centre=books.village.other_centre)
    with pytest.raises(NotAllowed):
        open_book(centre=books.centre, code="wells", subject_id=uuid4(), actor=other, at=NOW)
    book = books.book()
    with pytest.raises(NotAllowed):
        books.enter(book, "in", 1, actor=other)


def test_facts_hold_ids_codes_and_cents(books: Books) -> None:
    entry = books.enter(books.book(), "in", 12_345)
    back = books.back(entry)
    rows = EventRow.objects.of(books.centre).filter(name__startswith="ledger.entry")
    made, taken = rows.order_by("id")
    assert (made.name, made.payload["cents"], made.payload["direction"]) == (
        "ledger.entry.made",
        12_345,
        "in",
    )
    assert (taken.name, taken.subject_id) == ("ledger.entry.taken_back", back.pk)
    assert taken.payload["reverses_id"] == str(entry.pk)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("320", 32_000),
        ("12.5", 1_250),
        ("１２．５０", 1_250),
        ("￥1,200.00元", 120_000),
        (" 0.01 ", 1),
        ("1，234.5", 123_450),
        ("99999999.99", 9_999_999_999),
    ],
)
def test_amounts_as_people_write_them(typed: str, cents: int) -> None:
    assert cents_of(typed) == cents


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.234", TOO_FINE),
        ("１．２３４", TOO_FINE),
        ("1.230", TOO_FINE),
        ("", NOT_AN_AMOUNT),
        ("三百", NOT_AN_AMOUNT),
        ("-5", NOT_AN_AMOUNT),
        ("1e5", NOT_AN_AMOUNT),
        ("12,34", NOT_AN_AMOUNT),
        ("1.2.3", NOT_AN_AMOUNT),
        ("12万", NOT_AN_AMOUNT),
        ("0", NOTHING),
        ("0.00", NOTHING),
        ("100000000", TOO_MUCH),
    ],
)
def test_what_is_no_amount_is_told_in_one_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput) as said:
        cents_of(typed)
    assert said.value.sentence == sentence


@pytest.mark.parametrize(
    ("cents", "shown"), [(0, "0.00"), (5, "0.05"), (-1_234_567, "-12,345.67"), (100, "1.00")]
)
def test_cents_are_shown_as_yuan(cents: int, shown: str) -> None:
    assert yuan(cents) == shown


def test_an_amount_out_of_range_is_refused_by_the_action_too(books: Books) -> None:
    book: Any = books.book()
    for cents in (0, -1, 10_000_000_000):
        with pytest.raises(BadInput):
            books.enter(book, "in", cents)
