"""The one verb of registers: take one out."""

from datetime import datetime
from typing import Any

from django.db import transaction

from changlai.kernel.events.public import publish
from changlai.kernel.registers.events import RegisterTaken


@transaction.atomic
def take_register(
    *, centre: Any, actor: Any, code: str, shape: str, rows: int, at: datetime
) -> None:
    """Note in the book who took a register away as "xlsx" or "print", and how many rows."""
    publish(
        RegisterTaken(
            centre_id=centre.pk,
            actor_id=actor.account_id,
            at=at,
            register=code,
            shape=shape,
            rows=rows,
        )
    )
