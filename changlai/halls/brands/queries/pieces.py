"""Heritage and tips of a brand, plots with who looks after them, months to celebrate."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Prefetch

from changlai.engines.content.public import Version, shown
from changlai.halls.brands.models import Adoption, Brand, Sound
from changlai.halls.brands.states import ROLE, AdoptionState, Certainty
from changlai.kernel.files.public import file_url
from changlai.kernel.records.public import RecordLink


def pieces_of(centre: Any, brand: Brand, kinds: Collection[str], day: date, words: str = "") -> Any:
    """Return what is shown of some kinds and belongs to a brand, the newest first."""
    links = RecordLink.objects.of(centre).filter(owner_id=brand.pk, role=ROLE)
    rows = shown(centre, kinds, day).filter(piece_id__in=links.values("record_id"))
    return rows.filter(title__icontains=words) if words else rows


def dated(version: Version) -> str:
    """Return when an old story was, with how sure that is: 1950年前后(听说)."""
    period = version.more.get("period", "")
    known = version.more.get("certainty", "")
    if not period:
        return ""
    return f"{period}({Certainty(known).label})" if known in Certainty.values else str(period)


def sound_of(version: Version) -> str:
    """Return the address of the voice beside a shown piece; none until it may be heard."""
    row = Sound.objects.of(version.centre_id).filter(piece_id=version.piece_id)
    found = row.select_related("file").first()
    return file_url(found.file) if found is not None and found.file.is_public else ""


def with_living(plots: Any) -> Any:
    """Fetch, with plots, the adoption that lives, as `living` (a list of one or none)."""
    living = Adoption.objects.filter(state=AdoptionState.LIVING)
    return plots.prefetch_related(Prefetch("adoptions", queryset=living, to_attr="living"))
