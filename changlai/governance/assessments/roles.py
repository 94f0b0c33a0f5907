"""What assessments give to each role; the township holds its own at the centres of its area."""

from changlai.foundation.people.public import Role
from changlai.governance.assessments.policies import ABOVE, LEAD, NOTE, SEE
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, NOTE, LEAD})),
    RoleGift(Role.HANDLER, frozenset({SEE, NOTE})),
    RoleGift(Role.SUPERVISOR, frozenset({SEE})),
    RoleGift(Role.TOWNSHIP, frozenset({ABOVE})),
]
