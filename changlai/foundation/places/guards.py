"""The database's own refusal of two live uses of one part at one time.

PostgreSQL has an exclusion constraint over the time range, SQLite a trigger; both are put in
place after every migrate, because a table that SQLite rebuilds loses its triggers. On both the
action asks first and says who is in the room; this is what holds when two ask at once.
"""

from typing import Any

from django.db import connections

from changlai.foundation.places.models import Occupancy

NAME = "places_occupancy_no_overlap"
REFUSAL = "places: another use holds this part at this time"


def ensure(using: str = "default", **kwargs: Any) -> None:
    """Put the guard in place where it is missing; runs any number of times."""
    connection = connections[using]
    table = Occupancy._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "sqlite":
            for name, statement in sqlite_triggers(table):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                cursor.execute(statement)
        elif connection.vendor == "postgresql":
            cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [NAME])
            if cursor.fetchone() is None:
                # uuid needs btree_gist to stand beside a range in one index.
                cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
                cursor.execute(
                    f'ALTER TABLE "{table}" ADD CONSTRAINT {NAME} EXCLUDE USING gist '
                    "(centre_id WITH =, part_id WITH =, tstzrange(starts, ends) WITH &&) "
                    "WHERE (is_live)"
                )


def sqlite_triggers(table: str) -> list[tuple[str, str]]:
    """Return (name, statement) of the triggers that refuse an overlap on SQLite."""
    overlap = (
        f'EXISTS (SELECT 1 FROM "{table}" AS other WHERE other.centre_id = NEW.centre_id '  # noqa: S608 -- the name of a model
        "AND other.part_id = NEW.part_id AND other.is_live AND other.id <> NEW.id "
        "AND other.starts < NEW.ends AND other.ends > NEW.starts)"
    )
    return [
        (
            f"{NAME}_{suffix}",
            f'CREATE TRIGGER "{NAME}_{suffix}" BEFORE {event} ON "{table}" '
            f"WHEN NEW.is_live AND {overlap} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        )
        for event, suffix in (
            ("INSERT", "i"),
            ("UPDATE OF starts, ends, is_live, part_id", "u"),
        )
    ]
