"""What the jobs hall gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

SEE = "jobs.see"
MANAGE = "jobs.manage"

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, MANAGE})),
    RoleGift(Role.HANDLER, frozenset({SEE, MANAGE})),
    RoleGift(Role.DUTY, frozenset({SEE})),
]
