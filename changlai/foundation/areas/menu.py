"""What areas add to the workbench."""

from typing import Any

from changlai.foundation.areas.policies import MANAGE
from changlai.kernel.registry.contributions import MenuItem


def _may_manage(actor: Any) -> bool:
    return actor.can(MANAGE)


MENU = [
    MenuItem(
        "desk",
        "中心设置",
        "areas:settings",
        "settings",
        80,
        group="保障",
        shown=_may_manage,
    ),
]
