"""Put a narrator's voice beside the words, move a piece to its brand, tell one's month."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.content.public import Piece, VersionState
from changlai.foundation.people.public import Actor, Person
from changlai.halls.brands import policies
from changlai.halls.brands.events import MonthTold, SoundDropped, SoundKept
from changlai.halls.brands.models import BirthdayMonth, Brand, Sound
from changlai.halls.brands.states import HERITAGE, ROLE, BrandState
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import AUDIOS, drop_files, keep_file, publish_files
from changlai.kernel.policies import require
from changlai.kernel.records import public as records


@transaction.atomic
def put_sound(*, centre: Any, piece_id: UUID, upload: Any, actor: Actor, at: datetime) -> Sound:
    """Put the narrator's voice beside the words, in place of the one before.

    It is heard by nobody before the piece is published. While the piece is out another voice
    needs a look first: it is taken down, changed, and let out again. Raises NotAllowed; BadInput.
    """
    piece = Piece.objects.of(centre).select_for_update().get(pk=piece_id, kind=HERITAGE)
    require(policies.may_write, actor, centre)
    if piece.versions.filter(state=VersionState.PUBLISHED).exists():
        raise BadInput("这一篇正公开着。先撤下，换了录音再发布。")
    file = keep_file(
        centre=centre,
        upload=upload,
        purpose="brands",
        actor_id=actor.account_id,
        at=at,
        allowed=AUDIOS,
        record_id=piece.pk,
    )
    row = Sound.objects.of(centre).filter(piece=piece).first()
    before = row.file_id if row is not None else None
    row = row or Sound(centre_id=piece.centre_id, piece=piece)
    row.file, row.kept_at = file, at
    row.save()
    if before is not None:
        drop_files(centre=centre, file_ids=[before])
    publish(SoundKept(**_said(piece, actor, at)))
    return row


@transaction.atomic
def drop_sound(*, centre: Any, piece_id: UUID, actor: Actor, at: datetime) -> None:
    """Take the voice away for good. Raises NotAllowed."""
    piece = Piece.objects.of(centre).select_for_update().get(pk=piece_id, kind=HERITAGE)
    require(policies.may_write, actor, centre)
    row = Sound.objects.of(centre).filter(piece=piece).first()
    if row is None:
        return
    file_id = row.file_id
    row.delete()
    drop_files(centre=centre, file_ids=[file_id])
    publish(SoundDropped(**_said(piece, actor, at)))


def open_sound(*, centre: Any, piece_id: UUID, is_public: bool) -> None:
    """Let everybody hear the voice of a piece that is out, or nobody any more."""
    rows = Sound.objects.of(centre).filter(piece_id=piece_id)
    files = list(rows.values_list("file_id", flat=True))
    publish_files(centre=centre, file_ids=files, is_public=is_public)


@transaction.atomic
def settle_piece(
    *, centre: Any, piece_id: UUID, part: str, brand_id: UUID | None, at: datetime
) -> None:
    """Let a piece that just came out belong to the brand it was written for.

    Where none was named, the first brand with that part that goes on takes it; one that belongs
    already stays where it is.
    """
    if records.owners_of(centre, piece_id, ROLE):
        return
    rows = Brand.objects.of(centre)
    brand = rows.filter(pk=brand_id).first() if brand_id else None
    if brand is None:
        open_ones = rows.exclude(state=BrandState.ENDED)
        brand = next((one for one in open_ones if one.offers(part)), None)
    if brand is not None:
        records.link(centre, brand.pk, piece_id, ROLE, at=at)


@transaction.atomic
def tell_month(
    *, centre: Any, person: Person, month: int, agrees: bool, actor: Actor, at: datetime
) -> BirthdayMonth:
    """Keep the month in which somebody would like to celebrate; told again it is that one.

    Raises NotAllowed for somebody else's; BadInput without the person's own word.
    """
    require(policies.may_speak_for, actor, centre, person.pk)
    if not agrees:
        raise BadInput("本人愿意才记，请勾上“愿意”。")
    if not 1 <= month <= 12:
        raise BadInput("请选几月。")
    rows = BirthdayMonth.objects.of(centre)
    row, _ = rows.update_or_create(
        centre_id=person.centre_id,
        person=person,
        defaults={
            "month": month,
            "told_at": at,
            "entered_by_id": None if policies.is_own(actor, person.pk) else actor.account_id,
        },
    )
    publish(_month_fact(row, actor, at, is_told=True))
    return row


@transaction.atomic
def take_month_back(*, centre: Any, month_id: UUID, actor: Actor, at: datetime) -> None:
    """Forget the month somebody told. Raises NotAllowed."""
    row = BirthdayMonth.objects.of(centre).select_for_update().get(pk=month_id)
    require(policies.may_speak_for, actor, centre, row.person_id)
    publish(_month_fact(row, actor, at, is_told=False))
    row.delete()


def forget_month(*, centre_id: UUID, person_id: UUID) -> None:
    """Forget the month of whoever asked to be forgotten."""
    BirthdayMonth.objects.of(centre_id).filter(person_id=person_id).delete()


@transaction.atomic
def keep_month_with_person(*, centre_id: UUID, merged_id: UUID, keep_id: UUID) -> None:
    """Move a told month to the entry its person turned out to be; one of theirs stays."""
    rows = BirthdayMonth.objects.of(centre_id)
    if rows.filter(person_id=keep_id).exists():
        rows.filter(person_id=merged_id).delete()
    else:
        rows.filter(person_id=merged_id).update(person_id=keep_id)


def _month_fact(row: BirthdayMonth, actor: Actor, at: datetime, *, is_told: bool) -> MonthTold:
    return MonthTold(
        centre_id=row.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=row.pk,
        is_told=is_told,
    )


def _said(piece: Piece, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": piece.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": piece.pk,
    }
