"""What practices give to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.governance.practices.policies import SEE, TAKE, WRITE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, WRITE, TAKE})),
    RoleGift(Role.HANDLER, frozenset({SEE, WRITE})),
    RoleGift(Role.SUPERVISOR, frozenset({SEE})),
]
