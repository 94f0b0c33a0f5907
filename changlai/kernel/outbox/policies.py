"""Who may phone people from the list."""

from typing import Protocol
from uuid import UUID

PHONE_PEOPLE = "outbox.phone"


class Doer(Protocol):
    """What the outbox needs to know of an actor."""

    @property
    def centre_id(self) -> UUID | None:
        """The centre in which the actor acts."""

    @property
    def account_id(self) -> UUID | None:
        """The account, for the record."""

    def can(self, power: str) -> bool:
        """Whether a role gives this power here."""


def may_phone(actor: Doer, centre_id: UUID) -> bool:
    """Return whether the actor may see the list of a centre and tick people off."""
    return actor.centre_id == centre_id and actor.can(PHONE_PEOPLE)
