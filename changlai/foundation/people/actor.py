"""Who does it: the value that goes into every action and policy, so that no rule asks a request."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from changlai.foundation.people.states import VILLAGE_ROLES


@dataclass(frozen=True)
class ActingFor:
    """In whose place the actor acts, why, how that person came, and until when."""

    person_id: UUID
    name: str
    reason: str
    until: datetime
    session_id: UUID
    channel: str = "counter"
    by_delegation: bool = False


@dataclass(frozen=True)
class Actor:
    """An account at a centre, with its roles there, its person there, and whom it acts for.

    `centre_id` is None on pages of the site; `account_id` is None for a stranger and for the
    system's own work. `delegated` holds the scopes while acting by a resident's delegation.
    `centre` is the row behind `centre_id` where a request has read it, for sections of a page
    that are given nothing but who looks.
    """

    centre_id: UUID | None
    account_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    powers: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    acting_for: ActingFor | None = None
    delegated: frozenset[str] = frozenset()
    is_system: bool = False
    centre: Any = field(default=None, compare=False, repr=False)

    @classmethod
    def anonymous(cls, centre_id: UUID | None = None) -> Self:
        """Return someone who has not said who they are."""
        return cls(centre_id=centre_id)

    @classmethod
    def system(cls, centre_id: UUID | None = None) -> Self:
        """Return the platform itself, for work of the clock: it has every power and no account."""
        return cls(centre_id=centre_id, name="系统", is_system=True)

    def can(self, power: str) -> bool:
        """Say whether a role of this actor gives a power at this centre."""
        return self.is_system or power in self.powers

    @property
    def is_signed_in(self) -> bool:
        """Whether we know the account."""
        return self.account_id is not None

    @property
    def is_staff(self) -> bool:
        """Whether the actor serves at this very centre (a township's role is not service here)."""
        return self.is_system or any(role in VILLAGE_ROLES for role in self.roles)

    @property
    def for_person_id(self) -> UUID | None:
        """The person whose matter this is: the one acted for, else the actor's own."""
        return self.acting_for.person_id if self.acting_for else self.person_id

    @property
    def channel(self) -> str:
        """How the matter came: "online" by the person, else the way said when act-for began."""
        return self.acting_for.channel if self.acting_for else "online"

    @property
    def is_delegate(self) -> bool:
        """Whether the actor stands in a resident's place by that resident's leave."""
        return self.acting_for is not None and self.acting_for.by_delegation

    @property
    def bound_to(self) -> frozenset[str] | None:
        """The scopes a delegate is bound to; None for whoever is no delegate."""
        return self.delegated if self.is_delegate else None

    def acts_within(self, scope: str) -> bool:
        """Say whether a delegate's leave covers a scope; who is no delegate is not bound by one."""
        return self.bound_to is None or scope in self.bound_to
