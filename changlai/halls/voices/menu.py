"""Entries of the voices hall in the menus."""

from typing import Any

from changlai.kernel.registry.contributions import MenuItem

GROUP = "诉求"


def _may(power: str) -> Any:
    return lambda actor: actor.can(power)


SEE, INTAKE, OVERSEE = _may("voices.see"), _may("voices.intake"), _may("voices.oversee")
ABOVE = _may("area.see")

MENU = [
    MenuItem("home", "我要说", "voices:say", "message-square-plus", 10, hint="问事、求助、提意见"),
    MenuItem(
        "look", "大家问的", "voices:answers", "messages-square", 30, hint="别人问过的，先看看"
    ),
    MenuItem("desk", "诉求", "voices:cases", "messages-square", 10, group=GROUP, shown=SEE),
    MenuItem("desk", "接电话", "voices:call", "phone", 20, group=GROUP, shown=INTAKE),
    MenuItem("desk", "窗口登记", "voices:counter", "user-round-pen", 25, group=GROUP, shown=INTAKE),
    MenuItem("desk", "回访", "voices:call_backs", "phone-outgoing", 30, group=GROUP, shown=SEE),
    MenuItem("desk", "意见箱", "voices:boxes", "inbox", 40, group=GROUP, shown=INTAKE),
    MenuItem("desk", "纸质表", "voices:paper", "file-text", 45, group=GROUP, shown=INTAKE),
    MenuItem("desk", "导入", "voices:import", "file-up", 50, group=GROUP, shown=OVERSEE),
    MenuItem("desk", "三率", "voices:rates", "percent", 60, group=GROUP, shown=SEE),
    MenuItem("desk", "上报来的", "voices:sent_up", "landmark", 80, group=GROUP, shown=ABOVE),
    # The level above has no workbench here: this is their only way in, on every page.
    MenuItem("account", "上报来的", "voices:sent_up", "landmark", 5, shown=ABOVE),
    MenuItem("desk", "设置", "voices:settings", "settings-2", 90, group=GROUP, shown=OVERSEE),
]
