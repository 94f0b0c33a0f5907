"""How somebody is told: on the screen, and where no screen reaches them, by a telephone call."""

from datetime import datetime
from typing import Any
from uuid import UUID

from changlai.foundation.people.public import Person
from changlai.halls.gatherings.queries.reaching import number_to_ring
from changlai.kernel.events.public import StoredEvent
from changlai.kernel.outbox.public import tell
from changlai.kernel.outbox.quiet import not_before

TEMPLATE = "gatherings"


def tell_of(
    row: Any,
    event: StoredEvent,
    text: str,
    *,
    url: str,
    record_id: UUID,
    phone: str = "",
    rings: bool = False,
    urgent: bool = False,
) -> None:
    """Tell the person of a sign-up or an appointment what became of it, once for each fact.

    `rings` has whoever has no screen rung up. Nobody is rung up at night, however little time
    is left: what is urgent stands on top of the list by day.
    """
    person: Person | None = row.person
    rung = number_to_ring(person, phone) if rings else None
    if person is None and not rung:
        return
    tell(
        centre=row.centre_id,
        # Someone known by a number alone has no page of messages: their line is on the phone list.
        person_id=person.pk if person else row.pk,
        account_id=person.account_id if person else None,
        text=text,
        at=event.at,
        dedupe=f"{event.name}:{row.pk}:{event.at.timestamp():.0f}",
        urgent=urgent and is_by_day(event.at),
        url=url if person else "",
        name_for_list=person.name if person else row.alias or "报名的人",
        phone_for_list=rung or None,
        record_id=record_id,
        template=TEMPLATE,
    )


def is_by_day(at: datetime) -> bool:
    """Say whether people may be rung up at this moment."""
    return not_before(at, urgent=False) == at


def did_it_themselves(row: Any, event: StoredEvent) -> bool:
    """Say whether the person did it, and so need not be told."""
    person: Person | None = row.person
    return person is not None and event.actor_id is not None and event.actor_id == person.account_id
