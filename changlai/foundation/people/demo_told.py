"""The last act of the demo: whoever has no screen was rung up, the others have read their news."""

from datetime import timedelta
from typing import Any

from changlai.foundation.people.queries import actor_of, residents, staff_of
from changlai.kernel.outbox.policies import PHONE_PEOPLE
from changlai.kernel.outbox.public import Sending, mark_called, mark_read, messages_of


def play(village: Any) -> None:
    """Ring or visit, and let people read, all but the latest messages of every hall."""
    for centre in (village.centre, village.neighbour):
        clerks = [
            actor_of(account=one, centre=centre, at=village.now)
            for one in staff_of(centre, PHONE_PEOPLE, at=village.now)
        ]
        if clerks:
            _ring(village, centre, clerks)
        _read(village, centre)


def _ring(village: Any, centre: Any, clerks: list[Any]) -> None:
    older = Sending.objects.of(centre).waiting()
    older = older.filter(due_at__lt=village.now - timedelta(hours=20))
    for call in older.order_by("due_at", "id"):
        mark_called(
            centre=centre,
            sending_ids=[call.pk],
            actor=village.rng.choice(clerks),
            at=min(call.due_at + timedelta(minutes=village.rng.randint(20, 200)), village.now),
            reached=True,
        )


def _read(village: Any, centre: Any) -> None:
    for person in residents(centre).filter(account__isnull=False):
        since = village.now - timedelta(hours=village.rng.randint(10, 90))
        keys = list(
            messages_of(centre, person.pk).filter(at__lt=since).values_list("pk", flat=True)
        )
        if keys:
            mark_read(centre=centre, person_id=person.pk, at=village.now, message_ids=keys)
