"""What the counter hall gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.halls.counter.policies import HANDLE, INTAKE, MANAGE, OVERSEE, SEE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, HANDLE, OVERSEE, INTAKE, MANAGE})),
    RoleGift(Role.HANDLER, frozenset({SEE, HANDLE, INTAKE, MANAGE})),
    RoleGift(Role.DUTY, frozenset({SEE, INTAKE})),
]
