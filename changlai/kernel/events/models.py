"""The book and what reads it: entries, their places in the order, cursors of receivers, seals.

Entries, positions and seals are append-only: the database itself refuses to change them
(kernel.tenancy.append_only). Everything else here can be computed again from them.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from changlai.kernel.events.facts import StoredEvent
from changlai.kernel.tenancy.models import CentreKey, Local, Owned, SameCentreFK


class Entry(Owned):
    """One fact in the book, written in the transaction that made it true."""

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    name = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)

    class Meta(Owned.Meta):
        db_table = "events_event"
        constraints = [models.UniqueConstraint(fields=["centre", "id"], name="events_entry_key")]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"

    def as_stored(self) -> StoredEvent:
        """Return the value that receivers are given."""
        return StoredEvent(
            id=self.pk,
            centre_id=self.centre_id,
            name=self.name,
            version=self.version,
            at=self.at,
            actor_id=self.actor_id,
            subject_id=self.subject_id,
            payload=dict(self.payload),
        )


class Position(Owned):
    """The place of an entry in its centre's order: 1, 2, 3 … without gaps, given after commit.

    Ids alone can not be the order: of two transactions the one that began first may commit last.
    """

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    position = models.PositiveBigIntegerField()
    event = SameCentreFK(Entry, models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        db_table = "events_position"
        constraints = [
            models.UniqueConstraint(fields=["centre", "position"], name="events_position_order"),
            models.UniqueConstraint(fields=["centre", "event"], name="events_position_once"),
        ]

    def __str__(self) -> str:
        return str(self.position)


class Sequencer(Owned):
    """How far a centre's book is placed, delivered and sealed; its row lock makes the order."""

    centre = CentreKey()
    position = models.PositiveBigIntegerField(default=0)
    newest = models.UUIDField(null=True)
    delivered = models.PositiveBigIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    sealed = models.PositiveBigIntegerField(default=0)

    class Meta(Owned.Meta):
        db_table = "events_sequencer"
        constraints = [models.UniqueConstraint(fields=["centre"], name="events_sequencer_one")]
        indexes = [
            # Nation-wide on purpose: the worker asks once a second who is behind.
            models.Index(
                fields=["delivered"],
                condition=Q(delivered__lt=F("position")),
                name="events_behind_x",
            ),
            models.Index(
                fields=["sealed"], condition=Q(sealed__lt=F("position")), name="events_unsealed_x"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id}: {self.position}"


class Cursor(Owned):
    """How far one receiver is in one centre's book, moved in the transaction of its effects."""

    centre = CentreKey()
    receiver = models.CharField(max_length=64)
    position = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        db_table = "events_cursor"
        constraints = [
            models.UniqueConstraint(fields=["centre", "receiver"], name="events_cursor_one")
        ]

    def __str__(self) -> str:
        return f"{self.receiver} {self.position}"


class Parked(Owned):
    """An event that a receiver could not take after many tries; it waits here for a person."""

    centre = CentreKey()
    receiver = models.CharField(max_length=64)
    event = SameCentreFK(Entry, models.PROTECT, related_name="+")
    position = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    error = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        db_table = "events_parked"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "receiver", "event"], name="events_parked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.receiver} {self.position}"


class Seal(Owned):
    """A stretch of a book, closed: a keyed hash over its entries and the seal before it."""

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    number = models.PositiveIntegerField()
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    algorithm = models.CharField(max_length=10)
    key = models.CharField(max_length=16)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta(Owned.Meta):
        db_table = "events_seal"
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="events_seal_number"),
            models.UniqueConstraint(fields=["centre", "first"], name="events_seal_first"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="events_seal_stretch"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.first}-{self.last}"


class KnownReceiver(Local):
    """A receiver this installation has met, so that a new reaction never replays the past."""

    code = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=10)

    class Meta:
        db_table = "events_receiver"

    def __str__(self) -> str:
        return self.code


class Watch(Local):
    """When the worker last looked for events without a place, and how far back."""

    code = models.CharField(max_length=20, primary_key=True)
    looked_at = models.DateTimeField()
    deep_at = models.DateTimeField()
    swept_at = models.DateTimeField()

    class Meta:
        db_table = "events_watch"

    def __str__(self) -> str:
        return self.code
