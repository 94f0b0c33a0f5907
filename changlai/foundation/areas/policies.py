"""Who may change what a centre says about itself."""

from typing import Protocol
from uuid import UUID

from changlai.foundation.areas.models import Centre


class Doer(Protocol):
    """What areas need to know of an actor; people, a storey part above, has the whole one."""

    @property
    def centre_id(self) -> UUID | None:
        """The centre in which the actor acts."""

    @property
    def account_id(self) -> UUID | None:
        """The account, for the record."""

    def can(self, power: str) -> bool:
        """Whether a role gives this power here."""


MANAGE = "centre.manage"


def may_manage(actor: Doer, centre: Centre) -> bool:
    """Return whether the actor may change this centre's hours, hamlets and public words."""
    return actor.centre_id == centre.pk and actor.can(MANAGE)
