"""Entries of the rooms hall in the menus."""

from typing import Any

from changlai.kernel.registry.contributions import MenuItem

GROUP = "场所"


def _may(power: str) -> Any:
    return lambda actor: actor.can(power)


SEE, ARRANGE, MANAGE = _may("rooms.see"), _may("rooms.arrange"), _may("rooms.manage")

MENU = [
    MenuItem("home", "我要约", "rooms:book", "calendar-plus", 30, hint="找场所、约时间"),
    MenuItem("desk", "一天的场所", "rooms:day", "calendar-clock", 110, group=GROUP, shown=SEE),
    MenuItem("desk", "预约", "rooms:desk_bookings", "calendar-check", 115, group=GROUP, shown=SEE),
    MenuItem("desk", "替人约", "rooms:desk_book", "calendar-plus", 120, group=GROUP, shown=ARRANGE),
    MenuItem("desk", "场所一览", "rooms:desk_rooms", "building-2", 125, group=GROUP, shown=SEE),
    MenuItem("desk", "暂停使用", "rooms:closures", "calendar-x", 130, group=GROUP, shown=MANAGE),
    MenuItem("desk", "报修", "rooms:desk_repairs", "wrench", 140, group=GROUP, shown=SEE),
    MenuItem("desk", "设施", "rooms:desk_facilities", "armchair", 145, group=GROUP, shown=SEE),
    MenuItem("desk", "标识牌", "rooms:desk_signs", "signpost", 150, group=GROUP, shown=SEE),
    MenuItem("desk", "闲置资源", "rooms:desk_assets", "warehouse", 155, group=GROUP, shown=SEE),
    MenuItem("desk", "空闲时段", "rooms:desk_idle", "calendar-search", 160, group=GROUP, shown=SEE),
    MenuItem("desk", "办公服务面积", "rooms:desk_shares", "chart-pie", 165, group=GROUP, shown=SEE),
]
