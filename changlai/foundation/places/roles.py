"""What places gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.foundation.places.policies import MANAGE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({MANAGE})),
    RoleGift(Role.HANDLER, frozenset({MANAGE})),
]
