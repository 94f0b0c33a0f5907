"""Front door of records: put one when a thing is made or renamed, drop it, list a person's."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from changlai.kernel.records.models import Record, Visibility

__all__ = ["Record", "Visibility", "drop", "of_person", "put"]


def put(
    centre: Any,
    id: UUID,
    kind: str,
    title: str,
    at: datetime,
    visibility: str,
    person_id: UUID | None = None,
    url_name: str = "",
    *,
    is_new: bool = False,
) -> None:
    """Write or renew the record of a thing, in the transaction that writes the thing.

    `url_name` is a route that takes the id as `pk`. A long title is cut: it is a label. A thing
    that `is_new`, written a moment ago, has no record to renew, and nobody looks for one.
    """
    row = Record(
        id=id,
        centre_id=getattr(centre, "pk", centre),
        kind=kind,
        title=title[:200],
        at=at,
        visibility=Visibility(visibility),
        person_id=person_id,
        url_name=url_name,
    )
    changed = ["kind", "title", "at", "visibility", "person_id", "url_name"]
    written = not is_new and (
        Record.objects.of(centre)
        .filter(pk=id)
        .update(**{name: getattr(row, name) for name in changed})
    )
    if not written:
        row.save(force_insert=True)


def drop(centre: Any, id: UUID) -> None:
    """Take the record of a thing away, as when the thing was purged."""
    Record.objects.of(centre).filter(pk=id).delete()


def of_person(centre: Any, person_id: UUID) -> QuerySet[Record]:
    """Return what a person has with a centre and may see, newest first."""
    return (
        Record.objects.of(centre)
        .filter(person_id=person_id, visibility__in=[Visibility.PUBLIC, Visibility.PERSON])
        .order_by("-at", "-pk")
    )
