"""Write a fact into the book, inside the transaction that makes it true."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import connections, router, transaction

from changlai.kernel.events.delivery import deliver
from changlai.kernel.events.facts import Event
from changlai.kernel.events.keys import next_key
from changlai.kernel.events.models import Entry


def publish(event: Event) -> UUID:
    """Write `event` into its centre's book and return its id; it is delivered after commit.

    The row is written by the caller's own transaction, so that there is never a fact without
    its change, nor a change without its fact.

    Raises TransactionManagementError outside a transaction; NotAFact for a payload value that
    is not an id, a code, a time or a number.
    """
    using = router.db_for_write(Entry)
    if not connections[using].in_atomic_block:
        raise transaction.TransactionManagementError(
            f"{event.name} must be published inside the transaction that makes it true."
        )
    entry = Entry(
        id=next_key(),
        centre_id=event.centre_id,
        name=event.name,
        version=event.version,
        at=event.at,
        actor_id=event.actor_id,
        subject_id=event.subject_id,
        payload=event.payload(),
    )
    entry.save(force_insert=True)
    if settings.EVENTS_DELIVERY == "inline":
        # Robust: what is committed stays, whatever a receiver does; tick catches up.
        transaction.on_commit(
            partial(deliver, entry.centre_id, known=(entry.pk,)), using=using, robust=True
        )
    return entry.pk
