"""Make, renew and end the secret address of one's own calendar."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from changlai.doors.calendars import policies
from changlai.doors.calendars.events import KeyEnded, KeyMade
from changlai.doors.calendars.models import CalendarKey
from changlai.foundation.people.public import Actor, Person
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

SECRET_BYTES = 24
"""192 bits of chance: guessing is hopeless, and the address still fits into a QR code."""


@transaction.atomic
def renew_key(*, centre: Any, actor: Actor, at: datetime) -> CalendarKey:
    """Give the actor a new secret address; the old one opens nothing from now on.

    Raises NotAllowed in another's place.
    """
    require(policies.may_keep_key, actor, centre)
    _end(centre, actor, at)
    assert actor.person_id is not None  # noqa: S101 -- the policy says so
    row = CalendarKey(
        centre=centre,
        person_id=actor.person_id,
        secret=secrets.token_urlsafe(SECRET_BYTES),
        made_at=at,
    )
    row.save(force_insert=True)
    facts = {"centre_id": centre.pk, "at": at, "actor_id": actor.account_id}
    publish(KeyMade(**facts, subject_id=row.pk, person_id=actor.person_id))
    return row


@transaction.atomic
def end_key(*, centre: Any, actor: Actor, at: datetime) -> int:
    """End the actor's address; said twice it is said once. Raises NotAllowed."""
    require(policies.may_keep_key, actor, centre)
    return _end(centre, actor, at)


def _end(centre: Any, actor: Actor, at: datetime) -> int:
    # The person first, so that two taps do not both find no key and make two.
    Person.objects.of(centre).select_for_update().get(pk=actor.person_id)
    rows = CalendarKey.objects.of(centre).live().filter(person_id=actor.person_id)
    keys = [row.pk for row in rows]
    rows.update(ended_at=at)
    for key in keys:
        facts = {"centre_id": centre.pk, "at": at, "actor_id": actor.account_id}
        publish(KeyEnded(**facts, subject_id=key, person_id=actor.person_id))
    return len(keys)
