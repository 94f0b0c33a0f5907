"""What the talents hall gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.halls.talents.policies import SEE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [RoleGift(role, frozenset({SEE})) for role in (Role.SECRETARY, Role.HANDLER)]
