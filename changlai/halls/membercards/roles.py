"""What the hall of member cards gives to each role of a village."""

from changlai.foundation.people.public import Role
from changlai.halls.membercards.policies import KEEP
from changlai.kernel.registry.contributions import RoleGift

ROLES = [RoleGift(role, frozenset({KEEP})) for role in (Role.SECRETARY, Role.HANDLER)]
