"""Entries of practices in the menus."""

from collections.abc import Callable
from typing import Any

from changlai.governance.practices.policies import SEE, TAKE
from changlai.kernel.registry.contributions import MenuItem


def _may(power: str) -> Callable[[Any], bool]:
    return lambda actor: bool(actor.can(power))


MENU = [
    MenuItem("look", "好做法", "practices:all", "lightbulb", 80, hint="村里做成了、别的村也能学的"),
    MenuItem(
        "desk", "可复制经验", "practices:desk", "lightbulb", 62, group="保障", shown=_may(SEE)
    ),
    MenuItem("desk", "优化流程", "practices:processes", "route", 64, group="保障", shown=_may(SEE)),
    MenuItem("desk", "经验包", "practices:packs", "package", 66, group="保障", shown=_may(TAKE)),
]
