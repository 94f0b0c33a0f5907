"""Entries of assessments in the menus."""

from collections.abc import Callable
from typing import Any

from changlai.governance.assessments.policies import ABOVE, SEE
from changlai.kernel.registry.contributions import MenuItem


def _may(power: str) -> Callable[[Any], bool]:
    return lambda actor: bool(actor.can(power))


MENU = [
    MenuItem(
        "look", "考核结果", "assessments:all", "clipboard-check", 70, hint="镇里怎么评、村里怎么说"
    ),
    MenuItem(
        "desk",
        "考核评估",
        "assessments:desk",
        "clipboard-check",
        60,
        group="保障",
        shown=_may(SEE),
    ),
    MenuItem(
        "desk",
        "村里交来的评估",
        "assessments:above",
        "clipboard-check",
        61,
        group="保障",
        shown=_may(ABOVE),
    ),
    # The level above has no workbench here: this is their way in, on every page.
    MenuItem(
        "account",
        "村里交来的评估",
        "assessments:above",
        "clipboard-check",
        6,
        shown=_may(ABOVE),
    ),
]
