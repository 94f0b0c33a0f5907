"""Write and read rollups: added up by projections, summed for boards and registers."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connections, router
from django.db.models import F, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform

from changlai.kernel.events.facts import CODE
from changlai.kernel.ids import uuid7
from changlai.kernel.metrics.declarations import DIM, Difference, Metric
from changlai.kernel.metrics.models import Rollup
from changlai.kernel.registry.public import collect


def metric(code: str) -> Metric:
    """Return a declared metric by code; raises KeyError."""
    for one in collect("metrics"):
        if one.code == code:
            return one
    raise KeyError(code)


def spelled(dims: dict[str, str]) -> str:
    """Return dimensions in their one spelling, "channel=online;kind=voice", part of the key."""
    for name, value in dims.items():
        if not (DIM.fullmatch(name) and CODE.fullmatch(value)):
            raise ValueError(f"Dimension {name} does not hold a code.")
    return ";".join(f"{name}={dims[name]}" for name in sorted(dims))


def add(centre_id: UUID, metric: str, day: date, amount: int = 1, **dims: str) -> None:
    """Add `amount` to a rollup; called by projections, whose cursor keeps it from counting twice.

    Dimensions are codes, never names or ids of persons. Raises ValueError for one that is not.
    """
    table = Rollup._meta.db_table
    connection = connections[router.db_for_write(Rollup)]
    row = Rollup(
        id=uuid7(),
        centre_id=centre_id,
        metric=metric,
        day=day,
        dims=spelled(dims),
        labels=dims,
        value=amount,
    )
    fields = Rollup._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        # One statement, so that two workers adding at once both count; the same on both databases.
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) VALUES ({marks}) '  # noqa: S608 -- names of models
            'ON CONFLICT ("centre_id", "metric", "day", "dims") '
            f'DO UPDATE SET "value" = "{table}"."value" + excluded."value"',
            [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields],
        )


def forget(centre_id: UUID | None, *metrics: str) -> None:
    """Delete the rollups of some metrics in one centre, or in all, before they are counted anew."""
    rows = Rollup.objects.filter(metric__in=metrics)
    (rows if centre_id is None else rows.filter(centre_id=centre_id)).delete()


def total(centre: Any, metric: str, since: date, until: date, **dims: str) -> int:
    """Return the sum of a metric from `since` to `until`, both included."""
    return (
        _rows(since, until, dims, metric=metric).of(centre).aggregate(sum=Sum("value"))["sum"] or 0
    )


def series(
    centre: Any, metric: str, since: date, until: date, **dims: str
) -> list[tuple[date, int]]:
    """Return the metric day by day, with zeros where nothing happened."""
    rows = (
        _rows(since, until, dims, metric=metric)
        .of(centre)
        .values_list("day")
        .annotate(sum=Sum("value"))
    )
    found = dict(rows.order_by("day"))
    days = [since + timedelta(days=step) for step in range((until - since).days + 1)]
    return [(day, found.get(day, 0)) for day in days]


def by(centre: Any, metric: str, dim: str, since: date, until: date, **dims: str) -> dict[str, int]:
    """Return the metric split by one dimension: {"online": 12, "phone": 3}."""
    rows = (
        _rows(since, until, dims, metric=metric)
        .of(centre)
        .values(key=KeyTextTransform(dim, "labels"))
    )
    return {row["key"] or "": row["sum"] for row in rows.annotate(sum=Sum("value")).order_by("key")}


def by_both(
    centre: Any, metric: str, dim: str, other: str, since: date, until: date
) -> dict[tuple[str, str], int]:
    """Return the metric split by two dimensions in one statement: {("parcels", "f4"): 12}."""
    rows = (
        _rows(since, until, {}, metric=metric)
        .of(centre)
        .values(key=KeyTextTransform(dim, "labels"), also=KeyTextTransform(other, "labels"))
    )
    summed = rows.annotate(sum=Sum("value")).order_by("key", "also")
    return {(row["key"] or "", row["also"] or ""): row["sum"] for row in summed}


def by_month(
    centre: Any, metric: str, dim: str, since: date, until: date
) -> dict[str, dict[int, int]]:
    """Return the metric split by one dimension and by month of one year: {"film": {3: 2, 4: 1}}."""
    rows = (
        _rows(since, until, {}, metric=metric)
        .of(centre)
        .values(key=KeyTextTransform(dim, "labels"), month=F("day__month"))
    )
    found: dict[str, dict[int, int]] = {}
    for row in rows.annotate(sum=Sum("value")).order_by("key", "month"):
        found.setdefault(row["key"] or "", {})[row["month"]] = row["sum"]
    return found


def across(centres: Any, metric: str, since: date, until: date, **dims: str) -> dict[UUID, int]:
    """Return the metric of each centre in one statement; centres without any are absent."""
    keys = (
        centres.order_by().values("pk")
        if isinstance(centres, QuerySet)
        else [one.pk for one in centres]
    )
    rows = (
        _rows(since, until, dims, metric=metric).filter(centre_id__in=keys).values_list("centre_id")
    )
    return dict(rows.annotate(sum=Sum("value")).order_by("centre_id"))


def recount(
    centre: Any, since: date, until: date, metrics: Iterable[Metric] | None = None
) -> list[Difference]:
    """Count every metric again from its own rows and return where the rollups disagree."""
    differences = []
    for one in collect("metrics") if metrics is None else metrics:
        if one.recount is None:
            continue
        counted = {
            key: number for key, number in one.recount(centre, since, until).items() if number
        }
        rolled: dict[tuple[date, tuple[str, ...]], int] = {}
        for row in _rows(since, until, {}, metric=one.code).of(centre).exclude(value=0):
            key = (row.day, tuple(row.labels.get(name, "") for name in one.dims))
            rolled[key] = rolled.get(key, 0) + row.value
        differences += [
            Difference(one.code, day, dims, rolled.get((day, dims), 0), counted.get((day, dims), 0))
            for day, dims in sorted({*rolled, *counted})
            if rolled.get((day, dims), 0) != counted.get((day, dims), 0)
        ]
    return differences


def _rows(since: date, until: date, dims: dict[str, str], **which: Any) -> Any:
    rows = Rollup.objects.filter(day__gte=since, day__lte=until, **which)
    return rows.filter(**{f"labels__{name}": value for name, value in dims.items()})
