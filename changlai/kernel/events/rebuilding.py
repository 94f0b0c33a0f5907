"""Empty read models and fill them again from the book; reactions are never replayed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.kernel.events import delivery, sequencing
from changlai.kernel.events.centres import all_centres
from changlai.kernel.events.models import Cursor, Parked
from changlai.kernel.events.subscriptions import PROJECTION, Receiver, receiver, receivers


@dataclass(frozen=True)
class Rebuilt:
    """One projection in one centre after a rebuild: events replayed, and tries that failed."""

    receiver: str
    centre_id: UUID
    events: int
    failed: int


def rebuild(
    code: str | None = None, centre: Any = None, *, at: datetime | None = None
) -> list[Rebuilt]:
    """Reset and replay all projections, or the one named `code`, in all centres or one.

    Raises KeyError for an unknown code, ValueError for a reaction: what was sent once is
    never sent again.
    """
    if code is None:
        chosen: Iterable[Receiver] = [one for one in receivers() if one.kind == PROJECTION]
    else:
        chosen = [receiver(code)]
        if receiver(code).kind != PROJECTION:
            raise ValueError(f"{code} is a reaction and is never replayed.")
    centres = (
        [getattr(centre, "pk", centre)] if centre is not None else [one.pk for one in all_centres()]
    )
    delivery.meet_new_receivers()
    done = []
    for centre_id in centres:
        end = sequencing.place(centre_id, sweep=True).position
        done += [_replay(one, centre_id, end, at or delivery.clock()) for one in chosen]
    return done


def _replay(one: Receiver, centre_id: UUID, end: int, at: datetime) -> Rebuilt:
    with transaction.atomic():
        Cursor.objects.bulk_create(
            [Cursor(centre_id=centre_id, receiver=one.code)], ignore_conflicts=True
        )
        cursor = Cursor.objects.of(centre_id).select_for_update().get(receiver=one.code)
        if one.reset:
            one.reset(centre_id)
        Parked.objects.of(centre_id).filter(receiver=one.code).delete()
        cursor.position, cursor.tries, cursor.next_try_at, cursor.last_error = 0, 0, None, ""
        cursor.save(update_fields=["position", "tries", "next_try_at", "last_error"])
    done = delivery.run_receiver(one, centre_id, end, at, again=True)
    delivery.note_progress(centre_id, at)
    return Rebuilt(one.code, centre_id, done.taken, done.failed)
