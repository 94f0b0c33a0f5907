"""Front door of practices: packs given and taken by commands and by the demo."""

from changlai.governance.practices.actions.packs import (
    Gift,
    Taking,
    gift_of,
    keep_arrival,
    make_pack,
    shareable,
    take_pack,
    try_pack,
)
from changlai.governance.practices.states import LARGEST

__all__ = [
    "LARGEST",
    "Gift",
    "Taking",
    "gift_of",
    "keep_arrival",
    "make_pack",
    "shareable",
    "take_pack",
    "try_pack",
]
