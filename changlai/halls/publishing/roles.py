"""What publishing gives to each role."""

from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

_BOTH = frozenset({"publishing.write", "publishing.publish"})

ROLES = [
    RoleGift(Role.SECRETARY, _BOTH),
    RoleGift(Role.HANDLER, _BOTH),
    RoleGift(Role.DUTY, frozenset({"publishing.write"})),
]
