"""Entries of rectification in the menus."""

from typing import Any

from changlai.governance.rectification.policies import HANDLE, SEE
from changlai.kernel.registry.contributions import MenuItem


def _sees(actor: Any) -> bool:
    return bool(actor.can(SEE))


def _opens(actor: Any) -> bool:
    return bool(actor.can(HANDLE))


MENU = [
    MenuItem("desk", "问题整改", "rectification:desk_issues", "list-checks", 30, "", "保障", _sees),
    MenuItem(
        "beside decisions",
        "记一个问题",
        "rectification:desk_issue_add",
        "list-checks",
        30,
        shown=_opens,
    ),
    MenuItem(
        "beside checklists",
        "问题整改",
        "rectification:desk_issues",
        "list-checks",
        30,
        shown=_sees,
    ),
]
