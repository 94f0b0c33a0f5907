"""What faces gives to each role of a village; words besides need the power of the hall."""

from changlai.engines.faces.policies import SEE
from changlai.foundation.people.public import Role
from changlai.kernel.registry.contributions import RoleGift

ROLES = [RoleGift(role, frozenset({SEE})) for role in (Role.SECRETARY, Role.HANDLER, Role.DUTY)]
