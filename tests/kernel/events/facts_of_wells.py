"""Facts of a village that digs wells."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction

from changlai.kernel.events.public import Event, publish


@dataclass(frozen=True, kw_only=True)
class WellDug(Event):
    name: ClassVar[str] = "test.well.dug"

    depth: int = 0
    by: UUID | None = None
    due: datetime | None = None
    cost: Decimal | None = None
    kind: str = "stone"
    deep: bool = False


@dataclass(frozen=True, kw_only=True)
class WellDried(Event):
    name: ClassVar[str] = "test.well.dried"


def dig(centre: Any, at: datetime, **fields: Any) -> UUID:
    """Publish that a well was dug."""
    with transaction.atomic():
        return publish(WellDug(centre_id=centre.pk, at=at, **fields))
