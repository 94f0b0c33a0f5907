"""What the gatherings hall gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.halls.gatherings.policies import MANAGE, ROLL, SEE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, ROLL, MANAGE})),
    RoleGift(Role.HANDLER, frozenset({SEE, ROLL, MANAGE})),
    RoleGift(Role.DUTY, frozenset({SEE, ROLL})),
]
