"""What concerns sittings."""

from typing import Any

REGISTERS: list[Any] = []
