"""System checks that refuse a model which could leave its centre (rules 1-8 of tenancy).

`changlai check --tag tenancy` needs no database; `changlai check --database default` also asks the
database whether its guards stand.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections, models

from changlai.kernel.tenancy.models import (
    CENTRE,
    LOCAL,
    OWNED,
    SHARED,
    CentreKey,
    Owned,
    SameCentreFK,
)
from changlai.kernel.tenancy.place import missing_guards
from changlai.kernel.tenancy.placement import FRAMEWORK, placement_of

LONGEST_NAME = 30

Model = type[models.Model]
Finding = tuple[int, str, str]
"""Number of the error, what is wrong, and what to do."""


def rules_of_tenancy(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check every model of ours against the rules."""
    found: list[CheckMessage] = []
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if options.app_label in FRAMEWORK or options.proxy or not options.managed:
            continue
        found += [
            Error(message, hint=hint, obj=model, id=f"tenancy.E{number:03}")
            for number, message, hint in findings(model)
        ]
    return found


def guards_in_place(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Say where the database lacks a guard, as when a migrate was broken off halfway.

    A warning, not an error: `migrate` itself asks first, and a new version may bring a guard
    that only the end of this very migrate puts in place.
    """
    return [
        Warning(
            f"{len(missing)} guards are missing, such as {missing[0]}",
            hint="run `changlai migrate` to its end",
            id="tenancy.W050",
        )
        for alias in databases or ()
        if (missing := missing_guards(connections[alias]))
    ]


def findings(model: Model) -> Iterator[Finding]:
    """Yield what is wrong with one model."""
    kind = placement_of(model)
    yield from _names(model)
    if kind not in {OWNED, SHARED, LOCAL}:
        yield (
            1,
            "the table does not say whose it is",
            "inherit Owned (with a CentreKey), Shared or Local",
        )
    elif kind == OWNED:
        for rule in _OWNED_RULES:
            yield from rule(model)
    else:
        yield from _outside(model, kind)


def _outside(model: Model, kind: str) -> Iterator[Finding]:
    for field in model._meta.local_fields:
        if not field.is_relation or not isinstance(field.related_model, type):
            continue
        target = placement_of(field.related_model)
        if target == OWNED:
            yield (
                2,
                f"{field.name}: a {kind} table points into a centre",
                "turn the link round, or keep the bare id",
            )
        elif kind == SHARED and target == LOCAL and getattr(field, "db_constraint", False):
            yield (
                3,
                f"{field.name}: a shared table has a constraint to a local one",
                "db_constraint=False",
            )


def _base(model: Model) -> Iterator[Finding]:
    if not issubclass(model, Owned):
        yield 4, "an owned table does not inherit Owned", "inherit kernel.tenancy.models.Owned"
    if model._meta.parents:
        yield 5, "multi-table inheritance spreads a row over two tables", "use one table, or a link"


def _centre(model: Model) -> Iterator[Finding]:
    keys = [field for field in model._meta.local_fields if isinstance(field, CentreKey)]
    if len(keys) != 1 or keys[0].name != CENTRE or keys[0].null or keys[0].column != f"{CENTRE}_id":
        yield 6, f"the CentreKey must be one non-null field named {CENTRE}", "centre = CentreKey()"


def _key(model: Model) -> Iterator[Finding]:
    key = model._meta.pk
    if (
        not isinstance(key, models.UUIDField)
        or isinstance(key, models.ForeignKey)
        or not key.has_default()
    ):
        yield (
            7,
            "the primary key must be one UUID that the application fills",
            "leave `id` to Owned",
        )


def _uniqueness(model: Model) -> Iterator[Finding]:
    options = model._meta
    for together in options.unique_together:
        if CENTRE not in together:
            yield (
                8,
                f"unique_together {together} lacks {CENTRE}",
                "UniqueConstraint(fields=['centre', …])",
            )
    for field in options.local_fields:
        if field.unique and not field.primary_key:
            yield (
                8,
                f"{field.name}: unique=True cannot be kept across centres",
                "UniqueConstraint(fields=['centre', …])",
            )
        if any(getattr(field, f"unique_for_{span}", None) for span in ("date", "month", "year")):
            yield (
                8,
                f"{field.name}: unique_for_… lacks {CENTRE}",
                "UniqueConstraint(fields=['centre', …])",
            )
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint) and not _begins_with_centre(constraint):
            yield 8, f"{constraint.name}: does not start with {CENTRE}", "put 'centre' first"
        if type(constraint).__name__ == "ExclusionConstraint" and not any(
            str(expression) in {CENTRE, f"{CENTRE}_id", f"F({CENTRE})"} and operator == "="
            for expression, operator in getattr(constraint, "expressions", ())
        ):
            yield 12, f"{constraint.name}: lacks {CENTRE} WITH =", "add ('centre', '=')"


def _links(model: Model) -> Iterator[Finding]:
    for field in model._meta.local_fields:
        if (
            not field.is_relation
            or isinstance(field, CentreKey)
            or not isinstance(field.related_model, type)
        ):
            continue
        target = placement_of(field.related_model)
        if isinstance(field, SameCentreFK):
            if target != OWNED:
                yield (
                    11,
                    f"{field.name}: SameCentreFK to a table that is not owned",
                    "use ForeignKey",
                )
            elif not field.target_field.primary_key:
                yield 9, f"{field.name}: to_field is not possible", "point to the id"
        elif target == OWNED:
            yield (
                9,
                f"{field.name}: a plain key to an owned row may leave the centre",
                "use SameCentreFK",
            )
        elif target == LOCAL and getattr(field, "db_constraint", False):
            yield 10, f"{field.name}: a constraint to a local table", "db_constraint=False"
    for many in model._meta.local_many_to_many:
        through: Any = many.remote_field.through
        if through._meta.auto_created:
            yield (
                13,
                f"{many.name}: the automatic through table has no centre",
                "write the through model as Owned",
            )


def _indexes(model: Model) -> Iterator[Finding]:
    for index in model._meta.indexes:
        if not _begins_with_centre(index) and not index.name.endswith("_x"):
            yield (
                14,
                f"index {index.name} does not start with {CENTRE}",
                "put it first, or end the name in _x",
            )
    for field in model._meta.local_fields:
        if getattr(field, "db_index", False) and not field.unique and not field.is_relation:
            yield (
                14,
                f"{field.name}: db_index=True does not start with {CENTRE}",
                "Meta.indexes, centre first",
            )


def _names(model: Model) -> Iterator[Finding]:
    for one in [*model._meta.indexes, *model._meta.constraints]:
        if len(one.name) > LONGEST_NAME:
            yield 15, f"{one.name} is longer than {LONGEST_NAME} characters", "shorten it"


def _begins_with_centre(one: models.Index | models.UniqueConstraint) -> bool:
    if one.fields:
        return one.fields[0].lstrip("-") == CENTRE
    first: Any = next(iter(one.expressions), None)
    while hasattr(first, "get_source_expressions") and not isinstance(first, models.F):
        first = next(iter(first.get_source_expressions()), None)
    return isinstance(first, models.F) and first.name in {CENTRE, f"{CENTRE}_id"}


_OWNED_RULES: tuple[Callable[[Model], Iterator[Finding]], ...] = (
    _base,
    _centre,
    _key,
    _uniqueness,
    _links,
    _indexes,
)
