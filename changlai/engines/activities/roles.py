"""What the activities engine gives to each role of a village."""

from changlai.engines.activities.policies import PLAN, ROLL
from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({PLAN, ROLL})),
    RoleGift(Role.HANDLER, frozenset({PLAN, ROLL})),
    RoleGift(Role.DUTY, frozenset({ROLL})),
]
