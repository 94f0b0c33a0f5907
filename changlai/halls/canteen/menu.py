"""Entries of the canteen hall in the menus."""

from typing import Any

from changlai.halls.canteen.policies import MANAGE, SERVE, SETTLE
from changlai.kernel.registry.contributions import MenuItem


def _may(power: str) -> Any:
    return lambda actor: bool(actor.can(power))


MENU = [
    MenuItem("home", "博爱食堂", "canteen:week", "soup", 72, hint="这周吃什么、订餐、送餐"),
    MenuItem("desk", "食堂", "canteen:desk_week", "soup", 300, group="服务", shown=_may(SERVE)),
    MenuItem(
        "desk",
        "食品安全",
        "canteen:desk_safety",
        "refrigerator",
        305,
        group="服务",
        shown=_may(MANAGE),
    ),
    MenuItem(
        "desk", "食堂结算", "canteen:desk_month", "wallet", 310, group="服务", shown=_may(SETTLE)
    ),
]
