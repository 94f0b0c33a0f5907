"""Open a book, enter a line, take one back. Nothing is ever changed or removed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.engines.ledger.events import BookOpened, EntryMade, EntryTakenBack
from changlai.engines.ledger.models import Book, Entry
from changlai.engines.ledger.money import NOTHING, TOO_MUCH, yuan
from changlai.engines.ledger.states import MOST_CENTS, OTHER_WAY, Direction
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, NotAllowed, RuleBroken, WrongStep
from changlai.kernel.events.public import publish


class NotEnough(RuleBroken):
    """A book would go below nothing; `left` is what is in it, in cents."""

    def __init__(self, left: int, wanted: int) -> None:
        self.left, self.wanted = left, wanted
        super().__init__(f"余额不够：还有{yuan(left)}元，这一笔要{yuan(wanted)}元。")


class AlreadyTakenBack(WrongStep):
    """The entry was taken back before, perhaps by a colleague a moment ago."""

    sentence = "这一笔已经冲正过了，不能再冲。"


@transaction.atomic
def open_book(
    *,
    centre: Any,
    code: str,
    subject_id: UUID,
    actor: Actor,
    at: datetime,
    may_go_below: bool = False,
) -> Book:
    """Open the book of one thing, or return the one that is open already.

    Raises NotAllowed for a stranger to the centre; who of the centre may open one is the rule of
    the hall that keeps the book.
    """
    _require_here(actor, centre)
    key = getattr(centre, "pk", centre)
    rows = Book.objects.of(key).filter(code=code, subject_id=subject_id)
    if (first := rows.first()) is not None:
        return first
    book = Book(
        centre_id=key, code=code, subject_id=subject_id, may_go_below=may_go_below, opened_at=at
    )
    try:
        with transaction.atomic():
            book.save(force_insert=True)
    except IntegrityError:
        return rows.get()
    publish(
        BookOpened(
            centre_id=key, at=at, actor_id=actor.account_id, subject_id=book.pk, code=book.code
        )
    )
    return book


@transaction.atomic
def enter(
    *,
    centre: Any,
    book_id: UUID,
    direction: str,
    cents: int,
    occurred_on: date,
    purpose: str,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    matter_id: UUID | None = None,
    origin_id: UUID | None = None,
) -> Entry:
    """Enter one line and carry the balance; one `form_id` is one line, however often it comes.

    Raises NotAllowed for a stranger; BadInput for an amount that is none; NotEnough where the
    book would go below nothing and may not.
    """
    _require_here(actor, centre)
    if cents <= 0:
        raise BadInput(NOTHING)
    if cents > MOST_CENTS:
        raise BadInput(TOO_MUCH)
    # Lock first: the balance read here is the one that is written, whoever else stands in line.
    book = Book.objects.of(centre).select_for_update().get(pk=book_id)
    return _write(
        Entry(
            centre_id=book.centre_id,
            book=book,
            direction=Direction(direction),
            cents=cents,
            occurred_on=occurred_on,
            at=at,
            purpose=purpose,
            matter_id=matter_id,
            origin_id=origin_id,
            by_id=actor.account_id,
            form_id=form_id,
        ),
        book,
        actor,
    )


@transaction.atomic
def take_back(
    *,
    centre: Any,
    entry_id: UUID,
    occurred_on: date,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    origin_id: UUID | None = None,
) -> Entry:
    """Take an entry back by one of the same amount, purpose and matter, the other way.

    Both stay to be read. Raises NotAllowed; AlreadyTakenBack the second time; WrongStep for what
    is itself a taking back (enter it anew instead); NotEnough where the money is spent already.
    """
    _require_here(actor, centre)
    entry = Entry.objects.of(centre).get(pk=entry_id)
    book = Book.objects.of(centre).select_for_update().get(pk=entry.book_id)
    first = Entry.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    if entry.is_reversal:
        raise WrongStep("这一笔本身就是冲正，不能再冲；弄错了请照实重新记一笔。")
    if Entry.objects.of(centre).filter(reverses=entry).exists():
        raise AlreadyTakenBack
    return _write(
        Entry(
            centre_id=book.centre_id,
            book=book,
            direction=OTHER_WAY[Direction(entry.direction)],
            cents=entry.cents,
            occurred_on=occurred_on,
            at=at,
            purpose=entry.purpose,
            matter_id=entry.matter_id,
            origin_id=origin_id,
            reverses=entry,
            by_id=actor.account_id,
            form_id=form_id,
        ),
        book,
        actor,
    )


def _require_here(actor: Actor, centre: Any) -> None:
    if actor.centre_id != getattr(centre, "pk", centre):
        raise NotAllowed


def _write(entry: Entry, book: Book, actor: Actor) -> Entry:
    rows = Entry.objects.of(book.centre_id)
    if (first := rows.filter(form_id=entry.form_id).first()) is not None:
        return first
    left = book.balance
    book.balance += entry.cents if entry.direction == Direction.IN else -entry.cents
    if book.balance < 0 and not book.may_go_below and entry.direction == Direction.OUT:
        raise NotEnough(left, entry.cents)
    book.count += 1
    entry.place, entry.balance_after = book.count, book.balance
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        # The same form at the same moment in another book: that one came first.
        if (first := rows.filter(form_id=entry.form_id).first()) is None:
            raise
        return first
    book.save(update_fields=["balance", "count"])
    _say(entry, book, actor)
    return entry


def _say(entry: Entry, book: Book, actor: Actor) -> None:
    said: dict[str, Any] = {
        "centre_id": entry.centre_id,
        "at": entry.at,
        "actor_id": actor.account_id,
        "subject_id": entry.pk,
        "book_id": book.pk,
        "code": book.code,
        "direction": str(entry.direction),
        "cents": entry.cents,
        "purpose": entry.purpose,
        "place": entry.place,
    }
    if entry.reverses_id is None:
        publish(EntryMade(**said))
    else:
        publish(EntryTakenBack(**said, reverses_id=entry.reverses_id))
