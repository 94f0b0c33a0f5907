"""What checklists give to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.governance.checklists.policies import FILL, MANAGE, SEE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, FILL, MANAGE})),
    RoleGift(Role.HANDLER, frozenset({SEE, FILL})),
    RoleGift(Role.SUPERVISOR, frozenset({SEE})),
]
