"""A try to ring back as the screen sends it: counted once, however often the button is tapped."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.halls.voices.actions.calls import note_no_answer
from changlai.halls.voices.models import CallLog


@transaction.atomic
def note_try(
    *,
    centre: Any,
    call_id: UUID,
    actor: Actor,
    at: datetime,
    tries_seen: int,
    give_up: bool = False,
    note: str = "",
) -> CallLog:
    """Count one try to ring back that nobody answered.

    `tries_seen` is the number that stood on the screen: a second tap, or a colleague's tap in the
    same minute, finds another number and counts nothing. Raises what note_no_answer raises.
    """
    call = CallLog.objects.of(centre).select_for_update().get(pk=call_id)
    if not give_up and call.tries != tries_seen:
        return call
    return note_no_answer(
        centre=centre, call_id=call_id, actor=actor, at=at, give_up=give_up, note=note
    )
