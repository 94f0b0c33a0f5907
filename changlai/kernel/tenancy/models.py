"""Rows that belong to one centre: their base, their owning key, and links that cannot leave it.

Django sees one primary key; the database additionally keeps (centre, id) pairs together, by
two-column foreign keys on PostgreSQL and by triggers on SQLite (see place.py). The hooks used
here are semi-private, so Django stays on 5.2.x and tests/kernel/tenancy is the regression suite.
"""

from collections.abc import Collection
from typing import Any, ClassVar, Literal, Self, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.sql.where import WhereNode

from changlai.kernel.ids import uuid7

CENTRE = "centre"
"""Name of the owning field, the same in every owned table (column `centre_id`)."""

OWNED: Literal["owned"] = "owned"
SHARED: Literal["shared"] = "shared"
LOCAL: Literal["local"] = "local"


def _centre_of(model: Any) -> Any:
    return model._meta.get_field(CENTRE)


_Set = TypeVar("_Set")
_Get = TypeVar("_Get")


class CentreKey(models.ForeignKey):
    """The owning centre of a row; its presence marks a table as owned, also in migration state."""

    def __init__(self, to: Any = None, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs.setdefault("related_name", "+")
        # Composite indexes start with centre already; a second one would only cost writes.
        kwargs.setdefault("db_index", False)
        super().__init__(to or settings.CENTRE_MODEL, on_delete, **kwargs)


class SameCentreFK(models.ForeignKey[_Set, _Get]):
    """A link inside the centre: one column in Django, two in every join and in the database."""

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        # The true constraint has two columns and is made by place.py after migrate.
        kwargs["db_constraint"] = False
        # The index starts with centre, so it is place.py's too, unless the model has a better one.
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs

    def get_extra_restriction(
        self, alias: str | None, related_alias: str | None
    ) -> WhereNode | None:
        """Add `a.centre_id = b.centre_id` to each join over this link."""
        if not (alias and related_alias):
            return None
        mine = _centre_of(self.model).get_col(related_alias)
        theirs = _centre_of(self.related_model).get_col(alias)
        condition = WhereNode()
        condition.add(mine.target.get_lookup("exact")(mine, theirs), "AND")
        return condition

    def get_extra_descriptor_filter(self, instance: models.Model) -> dict[str, Any]:
        """Tie `row.link` to the row's own centre."""
        return {f"{CENTRE}_id": getattr(instance, f"{CENTRE}_id")}


class _KnowsCentre:
    """Mixin of lookups: `filter(link=row)` says the centre of `row` too, so one shard answers."""

    centres: list[Any]

    def __init__(self, lhs: Any, rhs: Any) -> None:
        rows: list[Any] = []
        if isinstance(rhs, models.Model):
            rows = [rhs]
        elif isinstance(rhs, (list, tuple, set)):
            rows = list(rhs)
        known = rows and all(
            isinstance(row, models.Model) and row.__dict__.get("centre_id") is not None
            for row in rows
        )
        self.centres = sorted({row.centre_id for row in rows}) if known else []
        super().__init__(lhs, rhs)  # type: ignore[call-arg]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, params = super().as_sql(compiler, connection)  # type: ignore[misc]
        link, alias = getattr(self.lhs, "target", None), getattr(self.lhs, "alias", None)  # type: ignore[attr-defined]
        if not (self.centres and alias and isinstance(link, SameCentreFK)):
            return sql, params
        field = _centre_of(link.model)
        column, extra = compiler.compile(field.get_col(alias))
        marks = ", ".join(["%s"] * len(self.centres))
        values = [field.get_db_prep_value(c, connection) for c in self.centres]
        return f"({sql} AND {column} IN ({marks}))", [*params, *extra, *values]


@SameCentreFK.register_lookup
class _SameCentreExact(_KnowsCentre, RelatedExact):
    pass


@SameCentreFK.register_lookup
class _SameCentreIn(_KnowsCentre, RelatedIn):
    pass


class OwnedQuerySet(models.QuerySet[Any]):
    """Queryset of owned rows."""

    def of(self, centre: Any) -> Self:
        """Keep the rows of one centre (a Centre or its key); every read starts with this word."""
        return self.filter(centre_id=getattr(centre, "pk", centre))


class Owned(models.Model):
    """Base of every business row: a UUIDv7 key, and a centre that never changes.

    A subclass adds `centre = CentreKey()`. A move to another centre is a new row there and
    closing the old one here, since the row's whole history belongs to the village that made it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    objects = OwnedQuerySet.as_manager()
    placement: ClassVar[str] = OWNED

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, refusing a changed centre (ValidationError)."""
        was = getattr(self, "_centre_loaded", None)
        if was is not None and was != self.centre_id:  # type: ignore[attr-defined]
            raise ValidationError("一条记录的所属中心不能更改。")
        super().save(*args, **kwargs)
        self._centre_loaded = self.centre_id  # type: ignore[attr-defined]

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        row = super().from_db(db, field_names, values)
        row._centre_loaded = row.__dict__.get("centre_id")
        return row

    def _do_update(
        self,
        base_qs: Any,
        using: Any,
        pk_val: Any,
        values: Any,
        update_fields: Any,
        forced_update: Any,
    ) -> bool:
        # WHERE id = … AND centre_id = …: one shard, and the centre is never in SET.
        values = [value for value in values if value[0].name != CENTRE]
        mine = base_qs.filter(centre_id=self.centre_id)  # type: ignore[attr-defined]
        return super()._do_update(mine, using, pk_val, values, update_fields, forced_update)

    def refresh_from_db(
        self, using: Any = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """Reload by (centre, id)."""
        rows = from_queryset
        if rows is None:
            rows = type(self)._base_manager.using(using or self._state.db)
        # A row read with the centre deferred does not know it yet.
        if (centre_id := self.__dict__.get(f"{CENTRE}_id")) is not None:
            rows = rows.filter(centre_id=centre_id)
        super().refresh_from_db(using, fields, rows)


class Shared(models.Model):
    """Base of tables that belong to no village: areas, centres, accounts, dictionaries."""

    placement: ClassVar[str] = SHARED

    class Meta:
        abstract = True


class Local(models.Model):
    """Base of tables of this installation alone, such as cursors of background work."""

    placement: ClassVar[str] = LOCAL

    class Meta:
        abstract = True
