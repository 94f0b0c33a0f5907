"""Entries of the brands hall in the menus."""

from typing import Any

from changlai.halls.brands.policies import WRITE
from changlai.kernel.registry.contributions import MenuItem


def _writes(actor: Any) -> bool:
    return bool(actor.can(WRITE))


MENU = [
    MenuItem("look", "村里的品牌", "brands:list", "award", 30, hint="老故事、认领、一起吃饭"),
    MenuItem("desk", "特色品牌", "brands:desk_brands", "award", 70, group="宣传", shown=_writes),
    MenuItem(
        "desk",
        "老故事和老物件",
        "brands:desk_heritage_list",
        "scroll-text",
        71,
        group="宣传",
        shown=_writes,
    ),
    MenuItem(
        "desk", "小办法", "brands:desk_tip_list", "lightbulb", 72, group="宣传", shown=_writes
    ),
]
