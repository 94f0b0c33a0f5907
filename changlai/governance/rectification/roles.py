"""What rectification gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.governance.rectification.policies import HANDLE, OVERSEE, SEE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, HANDLE, OVERSEE})),
    RoleGift(Role.HANDLER, frozenset({SEE, HANDLE})),
    RoleGift(Role.SUPERVISOR, frozenset({SEE})),
]
