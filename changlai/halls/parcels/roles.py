"""What the parcels hall gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

KEEP = "parcels.keep"
MANAGE = "parcels.manage"

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({KEEP, MANAGE})),
    RoleGift(Role.HANDLER, frozenset({KEEP, MANAGE})),
    RoleGift(Role.DUTY, frozenset({KEEP})),
]
