"""Entries of the talents hall in the menus."""

from typing import Any

from changlai.halls.talents.policies import SEE
from changlai.kernel.registry.contributions import MenuItem


def _sees(actor: Any) -> bool:
    return bool(actor.can(SEE))


MENU = [
    MenuItem("home", "我有一手", "talents:card", "sprout", 78, hint="会什么、愿意帮村里做什么"),
    MenuItem("desk", "乡村人才", "talents:desk_cards", "sprout", 60, group="队伍", shown=_sees),
]
