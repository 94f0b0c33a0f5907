"""Front door of people: who someone is, what they may do, and the verbs other apps may call."""

from changlai.foundation.people.access import Access, for_residents, for_staff, open_to_all
from changlai.foundation.people.actor import ActingFor, Actor
from changlai.foundation.people.models import (
    Account,
    ActForSession,
    Consent,
    Delegation,
    DutyTurn,
    Household,
    Person,
    RoleGrant,
)
from changlai.foundation.people.queries import (
    actor_of,
    areas_of,
    masked_name,
    on_duty,
    person_for,
    phone_to_call,
    residents,
    staff_of,
)
from changlai.foundation.people.states import (
    AREA_ROLES,
    PLATFORM_ROLES,
    VILLAGE_ROLES,
    Channel,
    Matter,
    Role,
    Scope,
)

__all__ = [
    "AREA_ROLES",
    "PLATFORM_ROLES",
    "VILLAGE_ROLES",
    "Access",
    "Account",
    "ActForSession",
    "ActingFor",
    "Actor",
    "Channel",
    "Consent",
    "Delegation",
    "DutyTurn",
    "Household",
    "Matter",
    "Person",
    "Role",
    "RoleGrant",
    "Scope",
    "actor_of",
    "areas_of",
    "for_residents",
    "for_staff",
    "masked_name",
    "on_duty",
    "open_to_all",
    "person_for",
    "phone_to_call",
    "residents",
    "staff_of",
]
