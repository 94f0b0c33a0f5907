"""Front door of search: index a record's words, take them out, and find records by words."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from changlai.kernel.ids import uuid7
from changlai.kernel.search import engines
from changlai.kernel.search.models import SearchEntry
from changlai.kernel.search.words import centre_token, kind_token, question, tokens

__all__ = ["drop", "ids", "index", "narrow"]

TRIES = 3
FEW = 1_000
"""So many hits are fetched as keys: no database then walks a whole list to find a rare word."""


def index(
    centre: Any, record_id: UUID, kind: str, text: str, *, at: datetime | None = None
) -> None:
    """Make a record findable by the words of `text`, replacing what was there.

    Whoever calls decides what may be found: a secret kind is not indexed at all.
    """
    centre_id = getattr(centre, "pk", centre)
    words = [centre_token(centre_id), kind_token(kind), *tokens(text)]
    for tries_left in reversed(range(TRIES)):
        entry_id = uuid7()
        row = SearchEntry(
            id=entry_id,
            centre_id=centre_id,
            record_id=record_id,
            kind=kind,
            at=at,
            number=engines.number_of(entry_id),
        )
        try:
            with transaction.atomic():
                engines.write(row, words)
        except IntegrityError:
            # Two of one millisecond may draw the same number: once in some millions, so once
            # in a large import.
            if not tries_left:
                raise
        else:
            return


@transaction.atomic
def drop(centre: Any, record_id: UUID) -> None:
    """Take a record out of the search; nothing happens if it was not in."""
    SearchEntry.objects.of(centre).filter(record_id=record_id).delete()


def ids(
    centre: Any, words: str, kinds: Collection[str] | str = ()
) -> list[UUID] | QuerySet[Any, Any]:
    """Return the keys of a centre's records that have all the words, for `filter(pk__in=…)`.

    Few hits come as a list, many as a sub-select. Words without a letter or digit find nothing.
    Every part of a Chinese text is found, Latin words and numbers by their beginnings.
    """
    asked = question(words)
    if not asked:
        return []
    centre_id = getattr(centre, "pk", centre)
    of_kinds = [kinds] if isinstance(kinds, str) else sorted(kinds)
    rows = engines.matching(
        centre_id, [centre_token(centre_id)], [kind_token(kind) for kind in of_kinds], asked
    ).values_list("record_id", flat=True)
    few = list(rows[: FEW + 1])
    return few if len(few) <= FEW else rows


def narrow(rows: Any, centre: Any, words: str, kinds: Collection[str] | str = ()) -> Any:
    """Keep the rows that have all the words; blank words keep all."""
    return rows.filter(pk__in=ids(centre, words, kinds)) if words.strip() else rows
