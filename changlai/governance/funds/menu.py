"""Entries of the funds in the menus."""

from typing import Any

from changlai.governance.funds.policies import SEE, SIGN
from changlai.kernel.registry.contributions import MenuItem

GROUP = "保障"


def _sees(actor: Any) -> bool:
    return bool(actor.can(SEE))


def _signs(actor: Any) -> bool:
    return bool(actor.can(SIGN))


MENU = [
    MenuItem("look", "钱怎么花的", "funds:months", "wallet", 30, hint="资金公开，逐项逐笔"),
    MenuItem("desk", "资金", "funds:desk", "wallet", 60, group=GROUP, shown=_sees),
    MenuItem(
        "desk", "收支复核", "funds:desk_waiting", "clipboard-check", 61, group=GROUP, shown=_signs
    ),
]
