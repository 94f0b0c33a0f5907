"""Facts of secret addresses; never the secret."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class KeyMade(Event):
    """Somebody has a secret address of their calendar."""

    name: ClassVar[str] = "calendars.key.made"
    person_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class KeyEnded(Event):
    """A secret address opens nothing any more."""

    name: ClassVar[str] = "calendars.key.ended"
    person_id: UUID | None
