"""What the rooms hall gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

SEE = "rooms.see"
ARRANGE = "rooms.arrange"
MANAGE = "rooms.manage"

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, ARRANGE, MANAGE})),
    RoleGift(Role.HANDLER, frozenset({SEE, ARRANGE, MANAGE})),
    RoleGift(Role.DUTY, frozenset({SEE, ARRANGE})),
]
