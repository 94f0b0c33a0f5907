"""What the canteen hall gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

SERVE = "canteen.serve"
MANAGE = "canteen.manage"
SETTLE = "canteen.settle"

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SERVE, MANAGE, SETTLE})),
    RoleGift(Role.HANDLER, frozenset({SERVE, MANAGE})),
    RoleGift(Role.DUTY, frozenset({SERVE})),
    RoleGift(Role.COOK, frozenset({SERVE, MANAGE})),
    RoleGift(Role.CLERK, frozenset({SETTLE})),
]
