"""What every page asks and hardly ever changes, kept in the process for a minute."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

KEPT_SECONDS = 60


class Kept:
    """Answers of one app, by centre: true in this process, up to a minute old in another one.

    Only for what harms nobody when it is that old; never for who may do what.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[str, UUID, str], tuple[float, Any]] = {}

    def keep(self, what: str, centre_id: UUID, code: str, find: Callable[[], Any]) -> Any:
        """Return what is kept under these names, found anew when there is none or it is old."""
        key, now = (what, centre_id, code), time.monotonic()
        found = self._rows.get(key)
        if found is None or not 0 <= now - found[0] < KEPT_SECONDS:
            found = self._rows[key] = (now, find())
        return found[1]

    def forget(self, centre_id: UUID) -> None:
        """Drop what is kept for a centre, after it changed here."""
        for key in [key for key in self._rows if key[1] == centre_id]:
            del self._rows[key]
