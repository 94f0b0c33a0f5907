"""What concerns sittings."""

from typing import Any

MINE: list[Any] = []
