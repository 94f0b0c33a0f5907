"""What the brands hall gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.halls.brands.policies import PUBLISH, WRITE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [RoleGift(role, frozenset({WRITE, PUBLISH})) for role in (Role.SECRETARY, Role.HANDLER)]
