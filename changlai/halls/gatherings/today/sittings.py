"""What concerns sittings."""

from typing import Any

TODAY: list[Any] = []
