"""What people adds to the workbench's menu, under 队伍."""

from typing import Any

from changlai.kernel.registry.contributions import MenuItem


def _may(power: str) -> Any:
    return lambda actor: actor.can(power)


def _serves(actor: Any) -> bool:
    return bool(actor.is_staff)


MENU = [
    MenuItem("desk", "居民", "people:people", "users", 10, group="队伍", shown=_may("people.see")),
    MenuItem(
        "desk", "户", "people:households", "house", 20, group="队伍", shown=_may("people.see")
    ),
    MenuItem(
        "desk", "角色", "people:roles", "id-card", 30, group="队伍", shown=_may("centre.manage")
    ),
    MenuItem("desk", "值班", "people:duty", "calendar-clock", 40, group="队伍", shown=_serves),
    MenuItem("foot", "今天谁在", "people:who", "users", 10),
    MenuItem(
        "desk", "登录安全", "people:security", "shield-check", 95, group="保障", shown=_serves
    ),
    MenuItem("foot", "个人信息使用说明", "people:privacy", "shield", 30),
]
