"""Entries of the parcels hall in the menus."""

from typing import Any

from changlai.halls.parcels.policies import KEEP
from changlai.kernel.registry.contributions import MenuItem


def _keeps(actor: Any) -> bool:
    return bool(actor.can(KEEP))


MENU = [
    MenuItem("home", "我的快递", "parcels:mine", "package", 75, hint="取件码、请人代取、送到家"),
    MenuItem("desk", "快递代收", "parcels:desk_parcels", "package", 75, group="服务", shown=_keeps),
]
