"""Entries of the counter hall in the menus."""

from typing import Any

from changlai.kernel.registry.contributions import MenuItem

GROUP = "服务"


def _may(power: str) -> Any:
    return lambda actor: actor.can(power)


CALL = _may("appointments.call")
SEE, INTAKE, MANAGE = _may("services.see"), _may("services.intake"), _may("services.manage")

MENU = [
    MenuItem("home", "我要办", "counter:items", "clipboard-list", 20, hint="办证、证明、补贴"),
    MenuItem("desk", "窗口叫号", "counter:desk_queue", "megaphone", 205, group=GROUP, shown=CALL),
    MenuItem("desk", "办件", "counter:desk_requests", "clipboard", 210, group=GROUP, shown=SEE),
    MenuItem(
        "desk", "替人办", "counter:desk_take", "clipboard-pen", 215, group=GROUP, shown=INTAKE
    ),
    MenuItem("desk", "办事指南", "counter:desk_items", "book-open", 220, group=GROUP, shown=MANAGE),
]
