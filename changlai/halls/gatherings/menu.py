"""Entries of the gatherings hall in the menus."""

from typing import Any

from changlai.kernel.registry.contributions import MenuItem

GROUP = "活动"


def _may(power: str) -> Any:
    return lambda actor: actor.can(power)


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
]
