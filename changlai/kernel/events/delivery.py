"""Carry events to their receivers: each receiver has its own cursor, and none holds up another."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min, Q

from changlai.kernel.events import seals, sequencing
from changlai.kernel.events.models import Cursor, KnownReceiver, Parked, Position, Sequencer, Watch
from changlai.kernel.events.subscriptions import REACTION, Receiver, receivers
from changlai.kernel.ids import first_uuid7_at

log = logging.getLogger(__name__)

BATCH = 100
PATIENCE = 0.2
"""Seconds after which a batch commits, since on SQLite every other writer waits for it."""

TRIES = 20
LONGEST_WAIT = timedelta(hours=1)

SHALLOW = timedelta(seconds=15)
DEEP = timedelta(minutes=10)
DEEP_EVERY = timedelta(minutes=1)
SWEEP_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Delivered:
    """What one delivery did: events taken by receivers, and tries that failed."""

    taken: int = 0
    failed: int = 0

    def __add__(self, other: "Delivered") -> "Delivered":
        return Delivered(self.taken + other.taken, self.failed + other.failed)


def deliver(
    centre_id: UUID, *, at: datetime | None = None, known: Iterable[UUID] = (), wait: bool = True
) -> Delivered:
    """Place what is new in a centre's book and carry it to every receiver not waiting to retry.

    Effects and cursor move in one transaction, so a reaction happens exactly once. With
    `wait` false a receiver that another worker is feeding just now is left to that worker.
    """
    at = at or clock()
    meet_new_receivers()
    done = Delivered()
    end = -1
    known = tuple(known)
    # Receivers may publish in turn, so look again until nothing is new.
    while (row := sequencing.place(centre_id, known=known)).position > end:
        end = row.position
        done += _carry(centre_id, end, at, wait=wait)
    return done


def deliver_all(at: datetime) -> Delivered:
    """Deliver wherever something is new or due for another try; `tick` calls this each second."""
    meet_new_receivers()
    found = _look_for_unplaced(at)
    behind = Sequencer.objects.filter(delivered__lt=F("position")).filter(
        Q(retry_at=None) | Q(retry_at__lte=at)
    )
    centres = [
        *found,
        *(key for key in behind.values_list("centre_id", flat=True) if key not in found),
    ]
    done = Delivered()
    for centre_id in centres:
        try:
            done += deliver(centre_id, at=at, known=found.get(centre_id, ()), wait=False)
        except Exception:
            # One village's trouble must not silence the others.
            log.exception("Delivery stopped in centre %s", centre_id)
    return done


def meet_new_receivers() -> None:
    """Give cursors to receivers that this installation has not met: reactions begin at today's end.

    A new projection begins at the first event, so that it shows the past too.
    """
    known = set(KnownReceiver.objects.values_list("code", flat=True))
    for one in receivers():
        if one.code in known:
            continue
        with transaction.atomic():
            _, is_new = KnownReceiver.objects.get_or_create(
                code=one.code, defaults={"kind": one.kind}
            )
            if not is_new:
                continue
            if one.kind == REACTION:
                for row in Sequencer.objects.all().iterator():
                    Cursor.objects.bulk_create(
                        [Cursor(centre_id=row.centre_id, receiver=one.code, position=row.position)],
                        ignore_conflicts=True,
                    )
            else:
                Sequencer.objects.filter(delivered__gt=0).update(delivered=0)


def run_receiver(
    one: Receiver,
    centre_id: UUID,
    end: int,
    at: datetime,
    *,
    wait: bool = True,
    again: bool = False,
) -> Delivered:
    """Feed one receiver up to position `end`; `again` ignores the wait before another try."""
    done = Delivered()
    while True:
        taken, failed, more = _run_batch(one, centre_id, end, at, wait=wait, again=again)
        done += Delivered(taken, failed)
        if not more:
            return done


def _carry(centre_id: UUID, end: int, at: datetime, *, wait: bool) -> Delivered:
    everyone = receivers()
    cursors = {row.receiver: row for row in Cursor.objects.of(centre_id)}
    if missing := [one for one in everyone if one.code not in cursors]:
        Cursor.objects.bulk_create(
            [Cursor(centre_id=centre_id, receiver=one.code) for one in missing],
            ignore_conflicts=True,
        )
        cursors = {row.receiver: row for row in Cursor.objects.of(centre_id)}
    done = Delivered()
    behind = [one for one in everyone if cursors[one.code].position < end]
    if behind:
        low = min(cursors[one.code].position for one in behind)
        names = set(
            Position.objects.of(centre_id)
            .filter(position__gt=low, position__lte=end)
            .values_list("event__name", flat=True)
            .distinct()
        )
        idle = [one.code for one in behind if not one.names & names]
        # Nothing between low and end concerns them, so they may all step over it at once.
        Cursor.objects.of(centre_id).filter(
            receiver__in=idle, position__gte=low, position__lt=end
        ).update(position=end)
        for one in behind:
            if one.names & names:
                done += run_receiver(one, centre_id, end, at, wait=wait)
    note_progress(centre_id, at)
    return done


def _run_batch(
    one: Receiver, centre_id: UUID, end: int, at: datetime, *, wait: bool, again: bool
) -> tuple[int, int, bool]:
    """Feed one batch in one transaction; return (taken, failed, whether to go on)."""
    began = time.monotonic()
    taken = failed = 0
    with transaction.atomic():
        rows = Cursor.objects.of(centre_id).filter(receiver=one.code)
        cursor = rows.select_for_update(skip_locked=not wait).first()
        if cursor is None or cursor.position >= end:
            return 0, 0, False
        if cursor.next_try_at and cursor.next_try_at > at and not again:
            return 0, 0, False
        batch = list(
            Position.objects.of(centre_id)
            .filter(position__gt=cursor.position, position__lte=end, event__name__in=one.names)
            .select_related("event")
            .order_by("position")[:BATCH]
        )
        more = len(batch) == BATCH
        for place in batch:
            try:
                with transaction.atomic():
                    one.listen(place.event.as_stored())
            except Exception as error:
                failed = 1
                more = _note_failure(cursor, place, error, at)
                break
            taken += 1
            cursor.position, cursor.tries, cursor.next_try_at, cursor.last_error = (
                place.position,
                0,
                None,
                "",
            )
            if time.monotonic() - began > PATIENCE:
                more = True
                break
        else:
            if not more:
                cursor.position = end
        cursor.save(update_fields=["position", "tries", "next_try_at", "last_error"])
    return taken, failed, more


def _note_failure(cursor: Cursor, place: Position, error: Exception, at: datetime) -> bool:
    """Count the failed try, or park the event after the last; return whether to go on at once."""
    cursor.tries += 1
    # Only the kind of error is kept: its text may hold a person's words.
    cursor.last_error = f"{type(error).__module__}.{type(error).__qualname__}"[:200]
    log.exception(
        "Receiver %s failed on event %s (%s), try %d",
        cursor.receiver,
        place.event_id,
        place.event.name,
        cursor.tries,
    )
    if cursor.tries < TRIES:
        cursor.next_try_at = at + min(timedelta(seconds=2**cursor.tries), LONGEST_WAIT)
        return False
    Parked.objects.bulk_create(
        [
            Parked(
                centre_id=cursor.centre_id,
                receiver=cursor.receiver,
                event_id=place.event_id,
                position=place.position,
                at=at,
                error=cursor.last_error,
            )
        ],
        ignore_conflicts=True,
    )
    cursor.position, cursor.tries, cursor.next_try_at, cursor.last_error = (
        place.position,
        0,
        None,
        "",
    )
    return True


@transaction.atomic
def note_progress(centre_id: UUID, at: datetime) -> None:
    """Write down how far the slowest receiver of a centre is, and close a stretch that is full."""
    codes = [one.code for one in receivers()]
    row = sequencing.locked_sequencer(centre_id)
    mine = Cursor.objects.of(centre_id).filter(receiver__in=codes)
    slowest = mine.aggregate(position=Min("position"))["position"]
    behind = mine.filter(position__lt=row.position)
    delivered = row.position if slowest is None else min(slowest, row.position)
    # A retry is due when the first waiting receiver is; one that is not waiting is due at once.
    retry_at = None
    if delivered < row.position and not behind.filter(next_try_at=None).exists():
        retry_at = behind.aggregate(at=Min("next_try_at"))["at"]
    if (delivered, retry_at) != (row.delivered, row.retry_at):
        row.delivered, row.retry_at = delivered, retry_at
        row.save(update_fields=["delivered", "retry_at"])
    if row.position - row.sealed >= seals.LENGTH:
        seals.seal(centre_id, at)


def _look_for_unplaced(at: datetime) -> dict[UUID, list[UUID]]:
    """Find entries without a place: of the last seconds always, of all times each hour."""
    watch, _ = Watch.objects.get_or_create(
        code="unplaced", defaults={"looked_at": at, "deep_at": at, "swept_at": at - SWEEP_EVERY}
    )
    rows = sequencing.unplaced()
    if at - watch.swept_at >= SWEEP_EVERY:
        watch.swept_at = watch.deep_at = at
    elif at - watch.deep_at >= DEEP_EVERY:
        rows = rows.filter(pk__gte=_first_id_at(min(watch.deep_at, at) - DEEP))
        watch.deep_at = at
    else:
        rows = rows.filter(pk__gte=_first_id_at(min(watch.looked_at, at) - SHALLOW))
    found: dict[UUID, list[UUID]] = {}
    for centre_id, key in rows.values_list("centre_id", "pk").iterator():
        found.setdefault(centre_id, []).append(key)
    watch.looked_at = at
    watch.save(update_fields=["looked_at", "deep_at", "swept_at"])
    return found


def _first_id_at(at: datetime) -> UUID:
    return first_uuid7_at(int(at.timestamp() * 1000))


def clock() -> datetime:
    """Return the wall clock; no business time, only the wait before another try starts here."""
    return datetime.fromtimestamp(time.time(), UTC)
