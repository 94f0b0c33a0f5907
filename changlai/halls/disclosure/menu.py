"""Entries of disclosure in the menus."""

from typing import Any

from changlai.halls.disclosure.policies import SEE
from changlai.kernel.registry.contributions import MenuItem


def _sees(actor: Any) -> bool:
    return bool(actor.can(SEE))


MENU = [
    MenuItem(
        "look", "三务公开", "disclosure:shown", "scale", 20, hint="党务、村务、财务，看得到也问得到"
    ),
    MenuItem("desk", "三务公开", "disclosure:due", "scale", 40, group="党建", shown=_sees),
]
