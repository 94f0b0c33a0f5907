"""What the gatherings hall gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

SEE = "gatherings.see"
ROLL = "gatherings.roll"
MANAGE = "gatherings.manage"

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, ROLL, MANAGE})),
    RoleGift(Role.HANDLER, frozenset({SEE, ROLL, MANAGE})),
    RoleGift(Role.DUTY, frozenset({SEE, ROLL})),
]
