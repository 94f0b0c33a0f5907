"""What the rooms hall gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

SEE = "rooms.see"
ARRANGE = "rooms.arrange"
MANAGE = "rooms.manage"
HANDLE = "rooms.handle"
OVERSEE = "rooms.oversee"
INTAKE = "rooms.intake"

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, ARRANGE, MANAGE, HANDLE, OVERSEE, INTAKE})),
    RoleGift(Role.HANDLER, frozenset({SEE, ARRANGE, MANAGE, HANDLE, INTAKE})),
    RoleGift(Role.DUTY, frozenset({SEE, ARRANGE, INTAKE})),
]
