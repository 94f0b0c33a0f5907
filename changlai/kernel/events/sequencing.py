"""Give entries their places: one order per centre, without gaps, made under a lock after commit."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from changlai.kernel.events.models import Entry, Position, Sequencer
from changlai.kernel.ids import first_uuid7_at

LATE = 10 * 60 * 1000
"""Milliseconds by which a commit may follow the making of its ids; later ones are swept up."""


def milliseconds_of(key: UUID) -> int:
    """Return when a version-7 id was made, in Unix milliseconds."""
    return key.int >> 80


def unplaced() -> QuerySet[Entry]:
    """Return entries that have no place yet, of all centres."""
    placed = Position.objects.filter(centre_id=OuterRef("centre_id"), event_id=OuterRef("pk"))
    return Entry.objects.filter(~Exists(placed))


def locked_sequencer(centre_id: UUID) -> Sequencer:
    """Return the centre's sequencer under its row lock; the caller is inside a transaction."""
    row = Sequencer.objects.of(centre_id).select_for_update().first()
    if row is None:
        Sequencer.objects.bulk_create([Sequencer(centre_id=centre_id)], ignore_conflicts=True)
        row = Sequencer.objects.of(centre_id).select_for_update().get()
    return row


@transaction.atomic
def place(centre_id: UUID, *, known: Iterable[UUID] = (), sweep: bool = False) -> Sequencer:
    """Place the centre's new entries behind the old ones and return its sequencer.

    Looks at ids made since ten minutes before the newest placed one, and at `known` ones;
    `sweep` looks at all, which finds the entry of a transaction that took longer.
    """
    row = locked_sequencer(centre_id)
    mine = unplaced().filter(centre_id=centre_id)
    if sweep or row.newest is None:
        waiting = list(mine.order_by("pk").values_list("pk", flat=True))
    else:
        since = first_uuid7_at(max(0, milliseconds_of(row.newest) - LATE))
        waiting = list(mine.filter(pk__gte=since).order_by("pk").values_list("pk", flat=True))
        if older := [key for key in known if key < since]:
            waiting = sorted({*waiting, *mine.filter(pk__in=older).values_list("pk", flat=True)})
    if waiting:
        Position.objects.bulk_create(
            [
                Position(centre_id=centre_id, position=row.position + step, event_id=key)
                for step, key in enumerate(waiting, start=1)
            ],
            batch_size=500,
        )
        row.position += len(waiting)
        row.newest = max(waiting[-1], row.newest) if row.newest else waiting[-1]
        row.save(update_fields=["position", "newest"])
    return row
