"""What people gives to each role in its own part."""

from changlai.foundation.people.states import Role
from changlai.kernel.registry.contributions import RoleGift

_WINDOW = {"people.see", "people.act_for", "outbox.phone", "registers.see"}

ROLES = [
    RoleGift(
        Role.SECRETARY,
        frozenset({*_WINDOW, "people.manage", "centre.manage", "duty.manage", "audit.see"}),
    ),
    RoleGift(Role.HANDLER, frozenset({*_WINDOW, "people.manage"})),
    RoleGift(Role.DUTY, frozenset(_WINDOW)),
    # Each register asks for a power of its own besides.
    RoleGift(Role.COOK, frozenset({"registers.see"})),
    RoleGift(Role.CLERK, frozenset({"registers.see"})),
    RoleGift(Role.SUPERVISOR, frozenset({"registers.see"})),
    RoleGift(Role.TOWNSHIP, frozenset({"area.see"})),
    RoleGift(Role.COUNTY, frozenset({"area.see"})),
    RoleGift(Role.OPERATOR, frozenset({"calendar.import", "platform.manage"})),
    RoleGift(Role.SECURITY, frozenset({"security.see"})),
    RoleGift(Role.AUDITOR, frozenset({"audit.see"})),
]
