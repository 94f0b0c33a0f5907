"""Entries of the gatherings hall in the menus."""

from typing import Any

from changlai.kernel.registry.contributions import MenuItem

GROUP = "活动"


def _may(power: str) -> Any:
    return lambda actor: actor.can(power)


SEE, MANAGE = _may("gatherings.see"), _may("gatherings.manage")
SITTINGS = ("看诊和咨询", "gatherings:sittings", "stethoscope")

MENU = [
    # 我要约 is rooms and people: whoever looks for a time finds the doctor beside the rooms.
    MenuItem("beside rooms", *SITTINGS, 5),
    MenuItem("beside activities", *SITTINGS, 5),
    MenuItem(
        "desk",
        "坐诊和咨询",
        "gatherings:desk_sittings",
        "stethoscope",
        40,
        group=GROUP,
        shown=_may("appointments.call"),
    ),
    MenuItem("home", "我要去", "gatherings:list", "calendar-days", 40, hint="村里有什么活动"),
    MenuItem(
        "desk", "活动", "gatherings:desk_activities", "calendar-days", 10, group=GROUP, shown=SEE
    ),
    MenuItem(
        "desk", "活动日历", "gatherings:calendar", "calendar-range", 20, group=GROUP, shown=SEE
    ),
    MenuItem("desk", "主题", "gatherings:themes", "flag", 70, group=GROUP, shown=SEE),
    MenuItem("desk", "业务培训", "gatherings:training", "book-open", 80, group=GROUP, shown=SEE),
    MenuItem("desk", "活动类型", "gatherings:presets", "shapes", 90, group=GROUP, shown=MANAGE),
]
