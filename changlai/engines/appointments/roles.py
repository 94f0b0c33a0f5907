"""What the appointments engine gives to each role of a village."""

from changlai.engines.appointments.policies import CALL, PLAN
from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({PLAN, CALL})),
    RoleGift(Role.HANDLER, frozenset({PLAN, CALL})),
    RoleGift(Role.DUTY, frozenset({CALL})),
]
