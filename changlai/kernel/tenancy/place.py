"""After every migrate: make the database itself keep links inside their centre, and books closed.

PostgreSQL gets two-column foreign keys, SQLite gets triggers; append-only tables get triggers on
both. On Citus the tables are placed by centre first. All of it can run any number of times.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import names_digest  # type: ignore[attr-defined]

from changlai.kernel.tenancy import append_only
from changlai.kernel.tenancy.models import CENTRE, SameCentreFK
from changlai.kernel.tenancy.placement import append_only_models, links, owned_models, shared_models

CENTRE_COLUMN = f"{CENTRE}_id"


@dataclass(frozen=True)
class Link:
    """One link as the database sees it: (centre, column) of a table to (centre, key) of another."""

    model: type[models.Model]
    field: SameCentreFK
    target: type[models.Model]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def column(self) -> str:
        return self.field.column

    @property
    def to_table(self) -> str:
        return self.target._meta.db_table

    @property
    def to_column(self) -> str:
        return self.target._meta.pk.column

    def name(self, suffix: str) -> str:
        """Return a name of at most 30 characters that keeps its suffix and is nobody else's."""
        return short_name(self.table, self.column, suffix)


def short_name(table: str, column: str, suffix: str) -> str:
    """Return a generated name: the table's beginning, a digest of both names, the suffix."""
    digest = names_digest(table, column, length=8)
    return f"{table[: 30 - len(digest) - len(suffix) - 2]}_{digest}_{suffix}"


def prepare(using: str = "default", **kwargs: Any) -> None:
    """Before migrate on SQLite: take the triggers away, for a rebuilt table breaks them."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in sqlite_triggers(cursor):
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")


def ensure(using: str = "default", **kwargs: Any) -> None:
    """After migrate: put in place whatever is missing of the guards."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with transaction.atomic(using=using):
            prepare(using)
            _ensure_sqlite(connection)
    elif connection.vendor == "postgresql":
        _ensure_postgresql(connection)


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of guards that the database should have and has not."""
    with connection.cursor() as cursor:
        have = set(connection.introspection.table_names(cursor))
        if connection.vendor == "sqlite":
            found = set(sqlite_triggers(cursor))
            wanted = [name for name, _ in _sqlite_guards(connection, have)]
        else:
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conname LIKE '%%\\_sc'"
            )
            found = {row[0] for row in cursor.fetchall()}
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
            )
            found |= {row[0] for row in cursor.fetchall()}
            wanted = [link.name("sc") for link in _links_in(have)]
            wanted += [name for name, _ in append_only.postgresql_triggers(_books(have))]
    return [name for name in wanted if name not in found]


def sqlite_triggers(cursor: Any) -> list[str]:
    """Return the names of our triggers in an SQLite database."""
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND "
        "(name LIKE '%\\_sci' ESCAPE '\\' OR name LIKE '%\\_scu' ESCAPE '\\' "
        "OR name LIKE '%\\_stay' ESCAPE '\\' OR name LIKE '%\\_ao_' ESCAPE '\\')"
    )
    return [row[0] for row in cursor.fetchall()]


def _links_in(tables: set[str]) -> list[Link]:
    every = (Link(*link) for link in links())
    return [link for link in every if {link.table, link.to_table} <= tables]


def _books(tables: set[str]) -> list[str]:
    return [table for model in append_only_models() if (table := model._meta.db_table) in tables]


def _ensure_sqlite(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if _books(tables):
            cursor.execute(append_only.SQLITE_SWITCH)
        for _, statement in _sqlite_guards(connection, tables):
            cursor.execute(statement)
        for link in _ready(connection, cursor, tables):
            if not _has_index(link):
                cursor.execute(_index(connection, link))


def _sqlite_guards(connection: BaseDatabaseWrapper, tables: set[str]) -> Iterator[tuple[str, str]]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        ready = _ready(connection, cursor, tables)
    for link in ready:
        column, centre = quote(link.column), quote(CENTRE_COLUMN)
        for event, suffix in (("INSERT", "sci"), (f"UPDATE OF {column}, {centre}", "scu")):
            name = link.name(suffix)
            yield (
                name,
                f"CREATE TRIGGER {quote(name)} BEFORE {event} ON {quote(link.table)} "  # noqa: S608 -- names of models
                f"WHEN NEW.{column} IS NOT NULL AND NOT EXISTS ("
                f"SELECT 1 FROM {quote(link.to_table)} AS target "
                f"WHERE target.{quote(link.to_column)} = NEW.{column} "
                f"AND target.{centre} = NEW.{centre}) "
                "BEGIN SELECT RAISE(ABORT, "
                "'FOREIGN KEY constraint failed: not a row of this centre'); END",
            )
    for table in sorted({link.to_table for link in ready}):
        # PostgreSQL's keys refuse this by themselves: the rows that point to it would stay behind.
        name, centre = short_name(table, CENTRE_COLUMN, "stay"), quote(CENTRE_COLUMN)
        yield (
            name,
            f"CREATE TRIGGER {quote(name)} BEFORE UPDATE OF {centre} ON {quote(table)} "
            f"WHEN NEW.{centre} <> OLD.{centre} "
            "BEGIN SELECT RAISE(ABORT, "
            "'FOREIGN KEY constraint failed: a row never changes its centre'); END",
        )
    yield from append_only.sqlite_triggers(_books(tables))


def _ensure_postgresql(connection: BaseDatabaseWrapper) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'citus'")
        citus = cursor.fetchone() is not None
        if citus:
            # Citus allows triggers on spread tables when told that they look at their own row only.
            cursor.execute("SET LOCAL citus.enable_unsafe_triggers = on")
            _place_on_citus(connection, cursor, tables)
        cursor.execute(
            "SELECT conname, conrelid::regclass::text FROM pg_constraint "
            "WHERE contype = 'f' AND conname LIKE '%%\\_sc'"
        )
        present = {row[0]: row[1] for row in cursor.fetchall()}
        ready = _ready(connection, cursor, tables)
        for link in ready:
            if not _has_index(link):
                cursor.execute(_index(connection, link))
            if present.pop(link.name("sc"), None) is not None:
                continue
            if not citus and not _has_pair_key(cursor, link.to_table):
                cursor.execute(
                    f"CREATE UNIQUE INDEX {quote(short_name(link.to_table, 'id', 'cpk'))} "
                    f"ON {quote(link.to_table)} ({quote(CENTRE_COLUMN)}, {quote(link.to_column)})"
                )
            # Not deferrable, as on Citus and as SQLite's triggers: the statement itself fails.
            cursor.execute(
                f"ALTER TABLE {quote(link.table)} ADD CONSTRAINT {quote(link.name('sc'))} "
                f"FOREIGN KEY ({quote(CENTRE_COLUMN)}, {quote(link.column)}) "
                f"REFERENCES {quote(link.to_table)} "
                f"({quote(CENTRE_COLUMN)}, {quote(link.to_column)})"
            )
        for name, table in present.items():
            # A link that was renamed, or is no link any more, leaves its old constraint behind.
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {quote(name)}")
        append_only.ensure_postgresql(cursor, _books(tables))


def _ready(connection: BaseDatabaseWrapper, cursor: Any, tables: set[str]) -> list[Link]:
    """Return the links whose columns exist: after a partial migrate the code is ahead."""
    columns: dict[str, set[str]] = {}
    ready = []
    for link in _links_in(tables):
        if link.table not in columns:
            description = connection.introspection.get_table_description(cursor, link.table)
            columns[link.table] = {column.name for column in description}
        if link.column in columns[link.table]:
            ready.append(link)
    return ready


def _has_index(link: Link) -> bool:
    """Say whether the model declares an index that begins with (centre, link) by itself."""
    options = link.model._meta
    wanted = [CENTRE, link.field.name]
    lists = [list(index.fields) for index in options.indexes if index.condition is None]
    lists += [
        list(constraint.fields)
        for constraint in options.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None
    ]
    return any([name.lstrip("-") for name in fields[:2]] == wanted for fields in lists)


def _index(connection: BaseDatabaseWrapper, link: Link) -> str:
    quote = connection.ops.quote_name
    # Who asks for a row's partners never asks for "none": empty links would only fill the index,
    # and make it look useless to the planner where most of them are empty.
    filled = f" WHERE {quote(link.column)} IS NOT NULL" if link.field.null else ""
    return (
        f"CREATE INDEX IF NOT EXISTS {quote(link.name('cfk'))} "
        f"ON {quote(link.table)} ({quote(CENTRE_COLUMN)}, {quote(link.column)}){filled}"
    )


def _has_pair_key(cursor: Any, table: str) -> bool:
    """Say whether the table has a whole unique index on exactly (centre, id)."""
    cursor.execute(
        "SELECT 1 FROM pg_index JOIN pg_class ON pg_class.oid = indrelid "
        "WHERE relname = %s AND pg_table_is_visible(pg_class.oid) "
        "AND indisunique AND indpred IS NULL "
        "AND (SELECT array_agg(attname::text ORDER BY place) "
        "FROM unnest(indkey::int[]) WITH ORDINALITY AS k(num, place) "
        "JOIN pg_attribute ON attrelid = indrelid AND attnum = k.num) = ARRAY[%s, 'id']",
        [table, CENTRE_COLUMN],
    )
    return cursor.fetchone() is not None


def _place_on_citus(connection: BaseDatabaseWrapper, cursor: Any, tables: set[str]) -> None:
    """Copy shared tables to every node, spread owned ones by centre with the key (centre, id)."""
    quote = connection.ops.quote_name
    cursor.execute(
        "SELECT logicalrelid::text FROM pg_dist_partition "
        "WHERE partmethod = 'h' OR (partmethod = 'n' AND repmodel = 't')"
    )
    placed = {row[0] for row in cursor.fetchall()}
    owned = [model._meta for model in owned_models() if model._meta.db_table in tables]
    moving = [options.db_table for options in owned if options.db_table not in placed]
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint "
        "WHERE contype = 'f' AND conname LIKE '%%\\_sc' AND conrelid::regclass::text = ANY(%s)",
        [moving],
    )
    for table, name in cursor.fetchall():
        # A filled database is being moved in: its links come back after the tables stand.
        cursor.execute(f"ALTER TABLE {quote(table)} DROP CONSTRAINT {quote(name)}")
    for model in shared_models():
        if model._meta.db_table in tables - placed:
            cursor.execute("SELECT create_reference_table(%s)", [model._meta.db_table])
    beside = next((options.db_table for options in owned if options.db_table in placed), None)
    for options in owned:
        table = options.db_table
        if table in placed:
            continue
        key = quote(f"{table}_pkey")
        cursor.execute(f"ALTER TABLE {quote(table)} DROP CONSTRAINT IF EXISTS {key}")
        cursor.execute(
            f"ALTER TABLE {quote(table)} ADD CONSTRAINT {key} "
            f"PRIMARY KEY ({quote(CENTRE_COLUMN)}, {quote(options.pk.column)})"
        )
        cursor.execute(
            "SELECT create_distributed_table(%s, %s, colocate_with => %s)",
            [table, CENTRE_COLUMN, beside or "none"],
        )
        beside = beside or table
