"""Entries of checklists in the menus."""

from typing import Any

from changlai.governance.checklists.policies import SEE
from changlai.kernel.registry.contributions import MenuItem


def _sees(actor: Any) -> bool:
    return bool(actor.can(SEE))


MENU = [
    MenuItem(
        "desk", "阵地对照", "checklists:desk_checklists", "clipboard-check", 40, "", "保障", _sees
    )
]
