"""The two ways to ask: FTS5 on SQLite, tsvector on PostgreSQL; same tokens, same answers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from changlai.kernel.search.models import SearchEntry
from changlai.kernel.tenancy.models import OwnedQuerySet

MAX_PLACES = 255
"""How often PostgreSQL remembers the place of one token in a text."""

_UPSERT = (
    "INSERT INTO search_searchentry (id, centre_id, record_id, kind, at, number{column}) "
    "VALUES (%s, %s, %s, %s, %s, %s{value}) ON CONFLICT (centre_id, record_id) "
    "DO UPDATE SET kind = excluded.kind, at = excluded.at{update} RETURNING number"
)
_UPSERT_SQLITE = _UPSERT.format(column="", value="", update="")
_UPSERT_POSTGRESQL = _UPSERT.format(
    column=", search_words",
    value=", %s::tsvector",
    update=", search_words = excluded.search_words",
)


_FIELDS: list[Any] = [
    SearchEntry._meta.get_field(name)
    for name in ("id", "centre", "record_id", "kind", "at", "number")
]


def write(row: SearchEntry, tokens: Sequence[str]) -> None:
    """Store or replace an entry and its words."""
    # The order of the fields is that of _UPSERT.
    values: list[Any] = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for field in _FIELDS
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_UPSERT_POSTGRESQL, [*values, _tsvector(tokens)])
            return
        cursor.execute(_UPSERT_SQLITE, values)
        number = cursor.fetchone()[0]
        # A new entry must never take the place of another one, so only a known number replaces.
        verb = "INSERT" if number == row.number else "INSERT OR REPLACE"
        cursor.execute(
            f"{verb} INTO search_fts (rowid, tokens) VALUES (%s, %s)",
            [number, " ".join(tokens)],
        )


def matching(
    centre_id: UUID, scope: Sequence[str], kinds: Sequence[str], asked: Sequence[Sequence[str]]
) -> OwnedQuerySet:
    """Return the entries of a centre that have all that is asked, as a lazy queryset."""
    rows = SearchEntry.objects.of(centre_id)
    if connection.vendor == "postgresql":
        query = " & ".join(
            [*map(_ts_phrase, asked), _ts_any(scope), *([_ts_any(kinds)] if kinds else [])]
        )
        found = RawSQL("search_words @@ %s::tsquery", [query], BooleanField())
        return rows.filter(found)
    query = " AND ".join(
        [*map(_fts_phrase, asked), _fts_any(scope), *([_fts_any(kinds)] if kinds else [])]
    )
    numbers = RawSQL("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [query])
    return rows.filter(number__in=numbers)


def number_of(entry_id: UUID) -> int:
    """Return a row number for FTS5: rising with time, which its index likes, and as good as unique.

    41 bits of the key's milliseconds and 22 of its chance, which SQLite takes as a positive number.
    """
    milliseconds, chance = entry_id.int >> 80, entry_id.int & (1 << 22) - 1
    return (milliseconds & (1 << 41) - 1) << 22 | chance


def _tsvector(tokens: Sequence[str]) -> str:
    places: dict[str, list[str]] = {}
    for place, token in enumerate(tokens, start=1):
        kept = places.setdefault(token, [])
        if len(kept) < MAX_PLACES:
            kept.append(str(place))
    return " ".join(f"'{token}':{','.join(kept)}" for token, kept in places.items())


def _ts_phrase(phrase: Sequence[str]) -> str:
    if phrase[0].endswith("*"):
        return f"'{phrase[0][:-1]}':*"
    return "(" + " <-> ".join(f"'{token}'" for token in phrase) + ")"


def _ts_any(tokens: Sequence[str]) -> str:
    return "(" + " | ".join(f"'{token}'" for token in tokens) + ")"


def _fts_phrase(phrase: Sequence[str]) -> str:
    if phrase[0].endswith("*"):
        return f'"{phrase[0][:-1]}"*'
    return '"' + " ".join(phrase) + '"'


def _fts_any(tokens: Sequence[str]) -> str:
    return "(" + " OR ".join(f'"{token}"' for token in tokens) + ")"
