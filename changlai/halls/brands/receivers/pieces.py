"""Follow pieces as they come out and go: to their brand, and the voice beside them."""

from uuid import UUID

from changlai.engines.content.events import VersionArchived, VersionPublished
from changlai.engines.content.public import Version, VersionState
from changlai.halls.brands.actions.lives import open_sound, settle_piece
from changlai.halls.brands.states import HERITAGE, TIP, BrandPart
from changlai.kernel.events.public import StoredEvent, reaction

PART_OF = {HERITAGE: BrandPart.HERITAGE, TIP: BrandPart.TIPS}


@reaction("brands.piece_out", events=[VersionPublished])
def settle_what_came_out(event: StoredEvent) -> None:
    """Let a new piece belong to the brand it was written for, and its voice be heard."""
    part = PART_OF.get(event.payload["kind"])
    if part is None or event.subject_id is None:
        return
    rows = Version.objects.of(event.centre_id).filter(piece_id=event.subject_id)
    version = rows.filter(state=VersionState.PUBLISHED).first()
    if version is None:
        return
    settle_piece(
        centre=event.centre_id,
        piece_id=event.subject_id,
        part=part,
        brand_id=_key(version.more.get("brand")),
        at=event.at,
    )
    open_sound(centre=event.centre_id, piece_id=event.subject_id, is_public=True)


@reaction("brands.piece_gone", events=[VersionArchived])
def close_what_went(event: StoredEvent) -> None:
    """Let nobody hear the voice of a piece that is taken down; one replaced is still out."""
    if event.payload["kind"] != HERITAGE or event.subject_id is None:
        return
    rows = Version.objects.of(event.centre_id).filter(piece_id=event.subject_id)
    is_out = rows.filter(state=VersionState.PUBLISHED).exists()
    open_sound(centre=event.centre_id, piece_id=event.subject_id, is_public=is_out)


def _key(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
