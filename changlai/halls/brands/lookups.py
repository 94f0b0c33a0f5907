"""What of its brands is coming, kept for a minute: every visit of a centre's home asks for it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.kernel.keeping import Kept

_kept = Kept()


def coming_kept(centre: Any, find: Callable[[], list[Any]]) -> list[Any]:
    """Return what is coming; what was called off a moment ago elsewhere may stand a minute."""
    found: list[Any] = _kept.keep("coming", centre.pk, "", find)
    return found


def forget(centre_id: UUID) -> None:
    """Drop what is kept for a centre, now and again when the change is there for all to read."""
    _kept.forget(centre_id)
    transaction.on_commit(lambda: _kept.forget(centre_id))
