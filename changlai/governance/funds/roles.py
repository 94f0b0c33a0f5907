"""What the funds give to each role: who enters does not sign the same, who signs does not enter."""

from changlai.foundation.people.public import Role
from changlai.governance.funds.policies import ENTER, PUBLISH, SEE, SIGN
from changlai.kernel.registry.contributions import RoleGift

ROLES = [
    RoleGift(Role.SECRETARY, frozenset({SEE, ENTER, SIGN, PUBLISH})),
    RoleGift(Role.CLERK, frozenset({SEE, ENTER})),
    RoleGift(Role.SUPERVISOR, frozenset({SEE, SIGN})),
]
