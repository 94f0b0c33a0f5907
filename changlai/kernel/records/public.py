"""Front door of records: put one when a thing is made or renamed, link to it, list a person's."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from changlai.kernel.errors import BadInput
from changlai.kernel.records.models import Record, RecordLink, Visibility

__all__ = [
    "Record",
    "RecordLink",
    "Visibility",
    "drop",
    "found",
    "link",
    "links_of",
    "of_person",
    "owners_of",
    "put",
    "rename",
    "unlink",
]


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


def rename(centre: Any, id: UUID, title: str) -> None:
    """Give the record of a thing another title, as when a name in it was forgotten."""
    Record.objects.of(centre).filter(pk=id).update(title=title[:200])


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


def link(
    centre: Any,
    owner_id: UUID,
    record_id: UUID,
    role: str,
    *,
    at: datetime,
    by_id: UUID | None = None,
    note: str = "",
) -> RecordLink:
    """Let a thing point to a record of the same centre; linked twice is linked once.

    Raises BadInput where there is no such record, or where it is secret: what nobody may know of
    proves nothing to others.
    """
    record = Record.objects.of(centre).filter(pk=record_id).first()
    if record is None or record.visibility == Visibility.SECRET:
        raise BadInput("没有找到这条记录，可能已经删掉了。")
    row, _ = RecordLink.objects.get_or_create(
        centre_id=record.centre_id,
        owner_id=owner_id,
        role=role,
        record=record,
        defaults={"at": at, "by_id": by_id, "note": note[:120]},
    )
    return row


def unlink(centre: Any, owner_id: UUID, record_id: UUID, role: str) -> bool:
    """Take a link away; say whether there was one."""
    rows = RecordLink.objects.of(centre).filter(owner_id=owner_id, role=role)
    return bool(rows.filter(record_id=record_id).delete()[0])


def links_of(centre: Any, owner_ids: Iterable[UUID], role: str) -> QuerySet[RecordLink]:
    """Return what these things point to, with the records, oldest link first.

    A record that became secret since is not among them.
    """
    rows = RecordLink.objects.of(centre).filter(owner_id__in=list(owner_ids), role=role)
    rows = rows.exclude(record__visibility=Visibility.SECRET)
    return rows.select_related("record").order_by("at", "pk")


def owners_of(centre: Any, record_id: UUID, role: str) -> list[UUID]:
    """Return the things that point to a record in this role."""
    rows = RecordLink.objects.of(centre).filter(record_id=record_id, role=role)
    return list(rows.values_list("owner_id", flat=True))


def found(
    centre: Any, words: str, *, kinds: Collection[str] = (), only_public: bool = False
) -> QuerySet[Record]:
    """Return records by words of their title, newest first, to choose one to point to.

    Secret ones are never offered. `kinds` keeps to some; none means all.
    """
    rows = Record.objects.of(centre).exclude(visibility=Visibility.SECRET)
    if only_public:
        rows = rows.filter(visibility=Visibility.PUBLIC)
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    for word in words.split()[:5]:
        rows = rows.filter(title__icontains=word)
    return rows.order_by("-at", "-pk")
