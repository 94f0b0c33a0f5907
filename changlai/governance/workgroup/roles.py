"""What the work group gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.governance.workgroup.policies import MANAGE, SEE, WORK
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, WORK, MANAGE})),
    RoleGift(Role.HANDLER, frozenset({SEE, WORK})),
    RoleGift(Role.SUPERVISOR, frozenset({SEE})),
]
