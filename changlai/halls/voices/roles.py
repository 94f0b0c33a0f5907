"""What the voices hall gives to each role of a village; others see through grants only."""

from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

SEE = "voices.see"
HANDLE = "voices.handle"
OVERSEE = "voices.oversee"
INTAKE = "voices.intake"

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, HANDLE, OVERSEE, INTAKE})),
    RoleGift(Role.HANDLER, frozenset({SEE, HANDLE, INTAKE})),
    RoleGift(Role.DUTY, frozenset({SEE, INTAKE})),
]
