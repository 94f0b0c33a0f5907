"""Begin a piece, change its draft, begin the next version, add and drop pictures."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from unicodedata import category
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.content import policies
from changlai.engines.content.events import VersionDrafted
from changlai.engines.content.kinds import kind_of
from changlai.engines.content.models import Agreement, Piece, Version, VersionPicture
from changlai.engines.content.states import (
    LONGEST_BODY,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_PICTURES,
    AgreedAs,
    VersionState,
)
from changlai.foundation.people.public import Actor
from changlai.kernel.crypto.marks import marks_in, words_of
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import StoredFile, drop_files
from changlai.kernel.policies import require
from changlai.kernel.wording import one_line


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What one version says, as it was typed; `body` is Markdown."""

    title: str
    summary: str = ""
    body: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def start_piece(
    *,
    centre: Any,
    kind: str,
    wording: Wording,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    slot: str = "",
    order: int = 0,
    place: str = "",
    review_days: int | None = None,
) -> Version:
    """Begin a piece with its first draft; one form is one piece.

    Raises NotAllowed; BadInput without a title, for days in the wrong order, or a taken slot.
    """
    require(policies.may_write, actor, centre.pk, kind)
    first = Piece.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return _newest(first)
    piece = Piece(
        centre=centre,
        kind=kind,
        slot=slot,
        title=_title(wording.title),
        order=order,
        place=_place(place),
        review_days=review_days if review_days is not None else kind_of(kind).review_days,
        made_at=at,
        form_id=form_id,
    )
    try:
        with transaction.atomic():
            piece.save(force_insert=True)
    except IntegrityError:
        first = Piece.objects.of(centre).filter(form_id=form_id).first()
        if first is None:
            raise BadInput("这个位置已经有内容了，请在那里写新的一版。") from None
        return _newest(first)
    return _first_draft(piece, wording, actor, at, number=1)


def _newest(piece: Piece) -> Version:
    found: Version | None = (
        Version.objects.of(piece.centre_id).filter(piece=piece).order_by("-number").first()
    )
    if found is None:
        raise WrongStep
    return found


def _first_draft(
    piece: Piece, wording: Wording, actor: Actor, at: datetime, *, number: int
) -> Version:
    row = Version(
        centre_id=piece.centre_id,
        piece=piece,
        kind=piece.kind,
        number=number,
        state=VersionState.DRAFT,
        written_by_id=actor.account_id,
        written_at=at,
        changed_at=at,
    )
    _write(row, wording)
    row.save(force_insert=True)
    publish(
        VersionDrafted(
            centre_id=piece.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=piece.pk,
            kind=piece.kind,
            number=number,
        )
    )
    return row


@transaction.atomic
def change_draft(
    *,
    centre: Any,
    version_id: UUID,
    wording: Wording,
    actor: Actor,
    at: datetime,
    since: datetime | None = None,
) -> Version:
    """Change a draft, or one that waits for review: whoever looks then sees the newest words.

    `since` is when whoever typed had read it: words that a colleague wrote meanwhile are not
    written over. Raises NotAllowed; WrongStep once it is published, or changed since; BadInput.
    """
    row = _locked_open(centre, version_id, actor)
    if since is not None and row.changed_at != since:
        raise WrongStep("您打开以后，同事改过这一版。您写的还在下面，请对照新的再存一次。")
    before = row.digest()
    _write(row, wording)
    row.changed_at = at
    if row.digest() != before:
        # Other words are looked at again; other days are not.
        row.phones_seen = False
        row.changed_by_id = actor.account_id
    row.save()
    _name_piece(row)
    return row


@transaction.atomic
def new_version(*, centre: Any, piece_id: UUID, actor: Actor, at: datetime) -> Version:
    """Begin the next version with the words and pictures of the last one.

    The one shown stays until the new one is published. Where one is being written already, that
    one is returned: two colleagues who press at once write on the same.
    """
    piece = Piece.objects.of(centre).select_for_update().get(pk=piece_id)
    require(policies.may_write, actor, piece.centre_id, piece.kind)
    rows = Version.objects.of(centre).filter(piece=piece)
    being_written: Version | None = rows.open().first()
    if being_written is not None:
        return being_written
    last = _newest(piece)
    row = _first_draft(
        piece,
        Wording(
            title=last.title,
            summary=last.summary,
            body=last.body,
            more=dict(last.more),
            source=last.source,
        ),
        actor,
        at,
        number=last.number + 1,
    )
    # Pictures in which somebody may no longer be seen are not taken along: look for others.
    gone = Agreement.objects.of(centre).filter(
        piece=piece, agreed_as=AgreedAs.PICTURED, withdrawn_at__isnull=False
    )
    for one in () if gone.exists() else last.pictures.all():
        VersionPicture(
            centre_id=row.centre_id,
            version=row,
            file_id=one.file_id,
            alt=one.alt,
            rights=one.rights,
            order=one.order,
        ).save(force_insert=True)
    return row


@transaction.atomic
def drop_draft(*, centre: Any, version_id: UUID, actor: Actor) -> bool:
    """Throw a draft away, with its piece if nothing of it was ever published.

    Returns whether the piece went too. Raises NotAllowed; WrongStep once it is published.
    """
    row = _locked_open(centre, version_id, actor)
    piece, files = row.piece, [one.file_id for one in row.pictures.all()]
    row.delete()
    gone = not Version.objects.of(centre).filter(piece=piece).exists()
    if gone:
        piece.delete()
    else:
        _name_piece(_newest(piece))
    _drop_unused(centre, files)
    return gone


@transaction.atomic
def place_piece(
    *,
    centre: Any,
    piece_id: UUID,
    actor: Actor,
    order: int,
    place: str,
    review_days: int | None,
) -> Piece:
    """Say where a piece hangs, in which order, and after how many days somebody looks at it.

    Raises NotAllowed, as of whoever may not publish for a piece that everybody reads; BadInput
    for a number of somebody's in the place.
    """
    piece = Piece.objects.of(centre).select_for_update().get(pk=piece_id)
    live = Version.objects.of(centre).filter(piece=piece, state=VersionState.PUBLISHED).first()
    said = (order, _place(place), review_days)
    if said == (piece.order, piece.place, piece.review_days):
        return piece
    if not policies.may_place(actor, piece, is_live=live is not None):
        raise NotAllowed("这一块正公开着，挂在哪里、排第几，要能发布的同事来改。")
    piece.order, piece.place, piece.review_days = said
    if live is not None and live.published_at is not None:
        since = timezone.localdate(live.published_at)
        piece.next_review_on = None if review_days is None else since + timedelta(days=review_days)
    piece.save(update_fields=["order", "place", "review_days", "next_review_on"])
    return piece


@transaction.atomic
def add_picture(
    *, centre: Any, version_id: UUID, file: StoredFile, alt: str, actor: Actor, rights: str = ""
) -> VersionPicture:
    """Add a kept picture to a draft, with words for those who do not see it.

    Raises NotAllowed; WrongStep once it is published; BadInput without words, or too many.
    """
    row = _locked_open(centre, version_id, actor)
    count = row.pictures.count()
    if count >= MOST_PICTURES:
        raise BadInput(f"一篇最多放{MOST_PICTURES}张图。")
    picture = VersionPicture(
        centre_id=row.centre_id,
        version=row,
        file=file,
        alt=one_line(alt, 100, "请写一句图上是什么，看不见的人靠它知道。"),
        rights=one_line(rights, 60),
        order=count,
    )
    picture.save(force_insert=True)
    return picture


@transaction.atomic
def drop_picture(*, centre: Any, picture_id: UUID, actor: Actor) -> UUID:
    """Take a picture out of a draft; return the version. Raises NotAllowed, WrongStep."""
    picture = VersionPicture.objects.of(centre).get(pk=picture_id)
    row = _locked_open(centre, picture.version_id, actor)
    picture.delete()
    _drop_unused(centre, [picture.file_id])
    return row.pk


def _drop_unused(centre: Any, file_ids: list[UUID]) -> None:
    used = set(
        VersionPicture.objects.of(centre)
        .filter(file_id__in=file_ids)
        .values_list("file_id", flat=True)
    )
    drop_files(centre=centre, file_ids=[key for key in file_ids if key not in used])


def _locked_open(centre: Any, version_id: UUID, actor: Actor) -> Version:
    row = locked_version(centre, version_id)
    require(policies.may_write, actor, row.centre_id, row.kind)
    if not row.is_open:
        raise WrongStep("这一版已经发布过，不能再改；要改就写新的一版。")
    return row


def locked_version(centre: Any, version_id: UUID) -> Version:
    """Lock a piece and then its version, the one order in which all verbs take them."""
    key = Version.objects.of(centre).values_list("piece_id", flat=True).get(pk=version_id)
    piece = Piece.objects.of(centre).select_for_update().select_related("centre").get(pk=key)
    row: Version = Version.objects.of(centre).select_for_update().get(pk=version_id)
    row.piece = piece
    return row


def _name_piece(row: Version) -> None:
    piece = row.piece
    # What everybody reads keeps its name until the next version is out.
    was_out = Version.objects.of(row.centre_id).filter(piece=piece, published_at__isnull=False)
    if piece.title != row.title and not was_out.exists():
        piece.title = row.title
        piece.save(update_fields=["title"])


def _write(row: Version, wording: Wording) -> None:
    row.title = _title(wording.title)
    row.summary = one_line(wording.summary, LONGEST_SUMMARY)
    row.body = readable(wording.body).strip()
    if len(row.body) > LONGEST_BODY:
        raise BadInput(f"正文太长了，最多{LONGEST_BODY}个字，可以分成几篇。")
    row.more, row.source = wording.more, one_line(wording.source, 120)
    if wording.starts_on and wording.ends_on and wording.ends_on < wording.starts_on:
        raise BadInput("结束的日子比开始的还早，请改一下。")
    row.starts_on, row.ends_on = wording.starts_on, wording.ends_on


def readable(text: str) -> str:
    """Return a text without signs that nobody sees and that no feed or paper can hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or category(c) not in {"Cc", "Cs", "Cn"})
    return "".join(kept)


def _place(text: str) -> str:
    place = one_line(text, 60)
    if found := marks_in(place):
        raise BadInput(f"“挂在哪里”写着{words_of(found)}，谁都看得到，请去掉。")
    return place


def _title(text: str) -> str:
    return one_line(text, LONGEST_TITLE, "请写标题。")
