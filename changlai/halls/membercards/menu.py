"""Entries of the member cards in the menus."""

from typing import Any

from changlai.halls.membercards.policies import KEEP
from changlai.kernel.registry.contributions import MenuItem


def _keeps(actor: Any) -> bool:
    return bool(actor.can(KEEP))


MENU = [
    MenuItem(
        "look", "党员形象栏", "membercards:shown", "users-round", 50, hint="谁负责什么、答应了什么"
    ),
    MenuItem(
        "desk",
        "党员形象栏",
        "membercards:desk_cards",
        "users-round",
        50,
        group="党建",
        shown=_keeps,
    ),
]
