"""What pages only name, kept for a minute: the kinds of activity of a centre."""

from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.activities.models import Preset
from changlai.kernel.keeping import Kept

_kept = Kept()


def presets_kept(centre: Any) -> list[Preset]:
    """Return the kinds in use, for a page that only names them."""
    rows = Preset.objects.of(centre).filter(is_active=True)
    found: list[Preset] = _kept.keep("presets", centre.pk, "", lambda: list(rows))
    return found


def forget(centre_id: UUID) -> None:
    """Drop what is kept for a centre, now and again when the change is there for all to read."""
    _kept.forget(centre_id)
    transaction.on_commit(lambda: _kept.forget(centre_id))
