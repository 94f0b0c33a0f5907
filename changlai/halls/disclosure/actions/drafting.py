"""Begin a disclosure for a period, write its text and lines, add files, begin the next version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.content.public import (
    Piece,
    Version,
    VersionState,
    Wording,
    change_draft,
    drop_draft,
    new_version,
    open_version,
    start_piece,
)
from changlai.foundation.people.public import Actor
from changlai.halls.disclosure import policies
from changlai.halls.disclosure.events import DisclosureBegun
from changlai.halls.disclosure.models import (
    Attachment,
    Disclosure,
    DisclosureItem,
    DisclosureLine,
    SignOff,
)
from changlai.halls.disclosure.periods import fits, period_named
from changlai.halls.disclosure.queries.showing import next_number
from changlai.halls.disclosure.queries.signing import never_public, refusal_of
from changlai.halls.disclosure.states import (
    KIND,
    LONGEST_NOTE,
    LONGEST_WORDS,
    MOST_FILES,
    MOST_LINES,
    Rhythm,
)
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import IMAGES, PDFS, SHEETS, drop_files, keep_file
from changlai.kernel.policies import require

ATTEMPTS = 6


@dataclass(frozen=True)
class Line:
    """One line as it was typed: words, a sum in fen or None, a note."""

    words: str
    amount_fen: int | None = None
    note: str = ""


@transaction.atomic
def begin_disclosure(
    *,
    centre: Any,
    item_id: UUID,
    period: str,
    wording: Wording,
    lines: Sequence[Line],
    actor: Actor,
    at: datetime,
    form_id: UUID,
) -> Disclosure:
    """Begin the disclosure of an item for a period; one form is one disclosure.

    Raises NotAllowed; BadInput for a period that is none of this item, one that lies ahead, one
    that has a disclosure already, and for what may never be public.
    """
    item = DisclosureItem.objects.of(centre).select_for_update().get(pk=item_id)
    require(policies.may_write, actor, centre)
    of_period = period_named(period)
    if of_period is None or not fits(item.rhythm, of_period):
        raise BadInput("请选是哪一期的。")
    if of_period.starts > timezone.localdate(at):
        raise BadInput(f"{of_period.label}还没有到。")
    said = cleaned(lines)
    version = start_piece(
        centre=centre, kind=KIND, wording=wording, actor=actor, at=at, form_id=form_id
    )
    first = Disclosure.objects.of(centre).filter(pk=version.piece_id).first()
    if first is not None:
        return first
    row = Disclosure(
        id=version.piece_id,
        centre_id=item.centre_id,
        piece_id=version.piece_id,
        item=item,
        category=item.category,
        rhythm=item.rhythm,
        period=of_period.code,
        year=of_period.starts.year,
        made_at=at,
        changed_by_id=actor.account_id,
    )
    _insert(centre, row)
    _put_lines(version, said)
    publish(
        DisclosureBegun(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            category=row.category,
            item_id=item.pk,
        )
    )
    return row


def _insert(centre: Any, row: Disclosure) -> None:
    for _ in range(ATTEMPTS):
        row.number = next_number(centre, row.year)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            same = Disclosure.objects.of(centre).filter(item_id=row.item_id, period=row.period)
            if row.rhythm != Rhythm.OCCASION and same.exists():
                raise BadInput("这一期已经有一份了，请在那一份上接着写。") from None
        else:
            return
    raise BadInput("同时起草的太多，一时分不出编号，请再存一次。")


@transaction.atomic
def change_disclosure(
    *,
    centre: Any,
    disclosure_id: UUID,
    wording: Wording,
    lines: Sequence[Line],
    actor: Actor,
    at: datetime,
) -> Version:
    """Change text and lines of the open version; what is public gets a next version by that.

    Signatures of the words before count no more. Raises NotAllowed, WrongStep; BadInput for what
    may never be public, in any writing.
    """
    row = _locked(centre, disclosure_id, actor)
    said = cleaned(lines)
    version = open_version(centre, row.piece_id) or _next(centre, row, actor, at)
    change_draft(centre=centre, version_id=version.pk, wording=wording, actor=actor, at=at)
    _put_lines(version, said)
    _note_hand(row, actor)
    return version


@transaction.atomic
def put_lines(
    *, centre: Any, disclosure_id: UUID, lines: Sequence[Line], actor: Actor, at: datetime
) -> Version:
    """Put other lines in the place of those of the open version, as from a sheet.

    Raises NotAllowed, WrongStep, BadInput.
    """
    row = _locked(centre, disclosure_id, actor)
    said = cleaned(lines)
    version = open_version(centre, row.piece_id) or _next(centre, row, actor, at)
    _put_lines(version, said)
    _note_hand(row, actor)
    return version


@transaction.atomic
def add_file(
    *, centre: Any, disclosure_id: UUID, upload: Any, actor: Actor, at: datetime
) -> Attachment:
    """Keep an upload with the open version. Raises NotAllowed, WrongStep, BadInput.

    The name is read by everybody: a number in it is as public as one in the text.
    """
    row = _locked(centre, disclosure_id, actor)
    file = keep_file(
        centre=centre,
        upload=upload,
        purpose=KIND,
        actor_id=actor.account_id,
        at=at,
        allowed=IMAGES | PDFS | SHEETS,
        record_id=row.pk,
    )
    if marks := never_public([file.name]):
        raise BadInput(refusal_of(marks, "附件名"))
    version: Any = open_version(centre, row.piece_id) or _next(centre, row, actor, at)
    count = version.disclosure_files.count()
    if count >= MOST_FILES:
        raise BadInput(f"一份最多放{MOST_FILES}个附件。")
    found = Attachment(centre_id=row.centre_id, version=version, file=file, order=count)
    found.save(force_insert=True)
    _note_hand(row, actor)
    return found


@transaction.atomic
def drop_file(
    *, centre: Any, disclosure_id: UUID, attachment_id: UUID, actor: Actor, at: datetime
) -> None:
    """Take a file out of the open version. Raises NotAllowed; WrongStep once it is public."""
    row = _locked(centre, disclosure_id, actor)
    version = open_version(centre, row.piece_id)
    found = Attachment.objects.of(centre).filter(pk=attachment_id, version=version).first()
    if version is None or found is None:
        raise WrongStep("公开过的附件不能拿掉；要改就写新的一版。")
    found.delete()
    _drop_unused(centre, found.file_id)
    _note_hand(row, actor)


@transaction.atomic
def begin_next(*, centre: Any, disclosure_id: UUID, actor: Actor, at: datetime) -> Version:
    """Begin the next version with text, lines and files of the last one. Raises NotAllowed."""
    row = _locked(centre, disclosure_id, actor)
    return open_version(centre, row.piece_id) or _next(centre, row, actor, at)


@transaction.atomic
def drop_disclosure_draft(*, centre: Any, disclosure_id: UUID, actor: Actor, at: datetime) -> bool:
    """Throw the open version away; say whether the disclosure went too.

    Raises NotAllowed; WrongStep where there is none, or where somebody signed it: signatures stay.
    """
    row = _locked(centre, disclosure_id, actor)
    version = open_version(centre, row.piece_id)
    if version is None:
        raise WrongStep("没有正在写的这一版。")
    if SignOff.objects.of(centre).filter(version=version).exists():
        raise WrongStep("有人签过意见的要留底，不能丢掉，请接着改。")
    is_first = version.number == 1
    files = list(
        Attachment.objects.of(centre).filter(version=version).values_list("file_id", flat=True)
    )
    if is_first:
        row.delete()
    drop_draft(centre=centre, version_id=version.pk, actor=actor)
    for file_id in files:
        _drop_unused(centre, file_id)
    return is_first


def cleaned(lines: Sequence[Line]) -> list[Line]:
    """Return lines as they are kept; raises BadInput naming the line that cannot be taken."""
    found = []
    for number, one in enumerate(lines, start=1):
        words, note = _one_line(one.words), _one_line(one.note)
        if not words:
            if note or one.amount_fen is not None:
                raise BadInput(f"第{number}行还没写是什么。")
            continue
        if len(words) > LONGEST_WORDS or len(note) > LONGEST_NOTE:
            raise BadInput(
                f"第{number}行太长了，事项最多{LONGEST_WORDS}个字，说明最多{LONGEST_NOTE}个字。"
            )
        if marks := never_public([words, note]):
            raise BadInput(refusal_of(marks, f"第{number}行"))
        found.append(Line(words, one.amount_fen, note))
    if len(found) > MOST_LINES:
        raise BadInput(f"一份最多{MOST_LINES}行，多的请放附件。")
    return found


def _one_line(text: str) -> str:
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _locked(centre: Any, disclosure_id: UUID, actor: Actor) -> Disclosure:
    # The piece first, as the engine does: what is signed and what is written never cross.
    Piece.objects.of(centre).select_for_update().get(pk=disclosure_id)
    row: Disclosure = Disclosure.objects.of(centre).select_for_update().get(pk=disclosure_id)
    require(policies.may_write, actor, centre)
    return row


def _note_hand(row: Disclosure, actor: Actor) -> None:
    row.changed_by_id = actor.account_id
    row.save(update_fields=["changed_by"])


def _put_lines(version: Version, lines: Sequence[Line]) -> None:
    if version.state not in {VersionState.DRAFT, VersionState.REVIEW}:
        raise WrongStep("这一版已经公开过，不能再改；要改就写新的一版。")
    DisclosureLine.objects.of(version.centre_id).filter(version=version).delete()
    DisclosureLine.objects.bulk_create(
        DisclosureLine(
            centre_id=version.centre_id,
            version=version,
            order=number,
            words=one.words,
            amount_fen=one.amount_fen,
            note=one.note,
        )
        for number, one in enumerate(lines, start=1)
    )


def _next(centre: Any, row: Disclosure, actor: Actor, at: datetime) -> Version:
    last = Version.objects.of(centre).filter(piece_id=row.piece_id).order_by("-number").first()
    version = new_version(centre=centre, piece_id=row.piece_id, actor=actor, at=at)
    lines = DisclosureLine.objects.of(centre).filter(version=last)
    _put_lines(version, [Line(one.words, one.amount_fen, one.note) for one in lines])
    for one in Attachment.objects.of(centre).filter(version=last):
        Attachment(
            centre_id=row.centre_id, version=version, file_id=one.file_id, order=one.order
        ).save(force_insert=True)
    return version


def _drop_unused(centre: Any, file_id: UUID) -> None:
    if not Attachment.objects.of(centre).filter(file_id=file_id).exists():
        drop_files(centre=centre, file_ids=[file_id])
