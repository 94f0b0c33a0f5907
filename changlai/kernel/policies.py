"""How an action asks whether it may: policies are plain functions, `require` turns no into NotAllowed."""

from collections.abc import Callable
from typing import Any

from changlai.kernel.errors import NotAllowed


def require(policy: Callable[..., bool], *facts: Any) -> None:
    """Raise NotAllowed unless `policy(*facts)` holds; called by actions after they locked the row."""
    if not policy(*facts):
        raise NotAllowed
