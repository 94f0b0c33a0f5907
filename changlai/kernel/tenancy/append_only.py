"""Tables that are written once: the database refuses to change them, but for a switch of the owner.

A model says `append_only = True`. place.py installs the triggers made here. The switch,
`maintenance()`, is for tests and lawful purges; settings must allow it, and production's do not.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.backends.utils import names_digest  # type: ignore[attr-defined]

REFUSAL = "append-only: rows of this book are never changed or removed"

SQLITE_SWITCH = "CREATE TABLE IF NOT EXISTS changlai_maintenance (allowed integer NOT NULL)"
"""A row in this table opens the books to the one transaction that wrote and will remove it."""

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION changlai_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('changlai.maintenance', true) = 'on'
        AND pg_has_role(session_user,
            (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')
    THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{REFUSAL} (%)', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""  # noqa: S608 -- a constant of this module


class MaintenanceRefused(ImproperlyConfigured):
    """The settings do not allow the books to be opened, as those of production never do."""


@contextmanager
def maintenance(using: str = "default") -> Iterator[None]:
    """Let this one transaction change append-only tables, for tests and lawful purges.

    Raises MaintenanceRefused unless settings.BOOK_MAINTENANCE is true. On PostgreSQL the
    database also asks that the session belongs to the owner of the tables.
    """
    if not getattr(settings, "BOOK_MAINTENANCE", False):
        raise MaintenanceRefused("按现在的设置，只增不改的记录不能打开维护。")
    connection = connections[using]
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            before = _switch_on(connection.vendor, cursor)
        try:
            yield
        except BaseException:
            # The transaction, or its savepoint, takes the switch back with everything else.
            raise
        with connection.cursor() as cursor:
            _switch_back(connection.vendor, cursor, before)


def sqlite_triggers(tables: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, statement) of the triggers that close these tables on SQLite."""
    for table in tables:
        for event, suffix in (("UPDATE", "aou"), ("DELETE", "aod")):
            name = _name(table, suffix)
            yield (
                name,
                f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" '  # noqa: S608 -- names of models
                "WHEN NOT EXISTS (SELECT 1 FROM changlai_maintenance) "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
            )


def postgresql_triggers(tables: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, statement) of the triggers that close these tables on PostgreSQL."""
    for table in tables:
        for event, level, suffix in (
            ("UPDATE OR DELETE", "ROW", "aor"),
            ("TRUNCATE", "STATEMENT", "aot"),
        ):
            name = _name(table, suffix)
            yield (
                name,
                f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {event} ON "{table}" '
                f"FOR EACH {level} EXECUTE FUNCTION changlai_append_only()",
            )


def ensure_postgresql(cursor: Any, tables: list[str]) -> None:
    """Install function and triggers on PostgreSQL; runs any number of times."""
    if not tables:
        return
    cursor.execute(_POSTGRESQL_FUNCTION.replace("(%)", "(%%)"), [])
    for _, statement in postgresql_triggers(tables):
        cursor.execute(statement)


def _name(table: str, suffix: str) -> str:
    return f"{table[:16]}_{names_digest(table, length=8)}_{suffix}"


def _switch_on(vendor: str, cursor: Any) -> Any:
    if vendor == "sqlite":
        cursor.execute(SQLITE_SWITCH)
        cursor.execute("INSERT INTO changlai_maintenance (allowed) VALUES (1)")
        return cursor.lastrowid
    cursor.execute("SELECT current_setting('changlai.maintenance', true)")
    before = cursor.fetchone()[0] or "off"
    cursor.execute("SET LOCAL changlai.maintenance = 'on'")
    return before


def _switch_back(vendor: str, cursor: Any, before: Any) -> None:
    if vendor == "sqlite":
        cursor.execute("DELETE FROM changlai_maintenance WHERE rowid = %s", [before])
    else:
        cursor.execute("SELECT set_config('changlai.maintenance', %s, true)", [before])
