"""Entries of figures in the menus."""

from typing import Any

from changlai.insights.figures.policies import ABOVE, SEE
from changlai.kernel.registry.contributions import MenuItem

GROUP = "数据"


def _sees(actor: Any) -> bool:
    return bool(actor.can(SEE))


def _is_above(actor: Any) -> bool:
    return bool(actor.can(ABOVE))


MENU = [
    MenuItem("desk", "三常", "figures:panel", "chart-column", -10, group=GROUP, shown=_sees),
    MenuItem("desk", "各村对照", "figures:above", "landmark", 20, group=GROUP, shown=_is_above),
    # The level above has no workbench here: this is their way in.
    MenuItem("account", "各村对照", "figures:above", "landmark", 6, shown=_is_above),
]
