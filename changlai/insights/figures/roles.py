"""What figures gives to each role of a village; the level above reads by its own `area.see`."""

from changlai.foundation.people.public import Role
from changlai.insights.figures.policies import ARRANGE, SEE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, ARRANGE})),
    RoleGift(Role.HANDLER, frozenset({SEE})),
]
