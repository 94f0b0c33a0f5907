"""Entries of rectification in the menus."""

from typing import Any

from changlai.governance.rectification.policies import SEE
from changlai.kernel.registry.contributions import MenuItem


def _sees(actor: Any) -> bool:
    return bool(actor.can(SEE))


MENU = [
    MenuItem("desk", "问题整改", "rectification:desk_issues", "list-checks", 30, "", "保障", _sees),
    MenuItem(
        "beside checklists",
        "问题整改",
        "rectification:desk_issues",
        "list-checks",
        30,
        shown=_sees,
    ),
]
