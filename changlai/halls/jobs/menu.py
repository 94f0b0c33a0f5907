"""Entries of the gig station in the menus."""

from changlai.halls.jobs.policies import SEE
from changlai.kernel.registry.contributions import MenuItem

MENU = [
    MenuItem("home", "零工驿站", "jobs:list", "hammer", 75, hint="谁家要人，我想干活"),
    MenuItem(
        "desk",
        "零工驿站",
        "jobs:desk_jobs",
        "hammer",
        80,
        group="服务",
        shown=lambda actor: actor.can(SEE),
    ),
]
