"""Entries of the work group in the menus."""

from typing import Any

from changlai.governance.workgroup.policies import MANAGE, SEE
from changlai.kernel.registry.contributions import MenuItem


def _sees(actor: Any) -> bool:
    return bool(actor.can(SEE))


def _manages(actor: Any) -> bool:
    return bool(actor.can(MANAGE))


MENU = [
    MenuItem("desk", "分工和任务", "workgroup:desk_groups", "network", 20, "", "保障", _sees),
    MenuItem("desk", "会上定的事", "workgroup:desk_decisions", "gavel", 25, "", "保障", _manages),
]
