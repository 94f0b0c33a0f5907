"""What disclosure gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.halls.disclosure.policies import PUBLISH, SEE, SUPERVISE, WRITE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, WRITE, PUBLISH})),
    RoleGift(Role.HANDLER, frozenset({SEE, WRITE})),
    RoleGift(Role.CLERK, frozenset({SEE, WRITE})),
    RoleGift(Role.SUPERVISOR, frozenset({SEE, SUPERVISE})),
]
