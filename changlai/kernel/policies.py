"""How an action asks whether it may: policies are plain functions, `require` says no loudly."""

from collections.abc import Callable
from typing import Any

from changlai.kernel.errors import NotAllowed


def require(policy: Callable[..., bool], *facts: Any) -> None:
    """Raise NotAllowed unless `policy(*facts)` holds; actions call it once the row is locked."""
    if not policy(*facts):
        raise NotAllowed
