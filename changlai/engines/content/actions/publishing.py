"""Give a version to somebody to look at, let it out, take it down, look whether it still holds."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.engines.content import policies
from changlai.engines.content.actions.drafting import locked_version, readable
from changlai.engines.content.events import (
    PieceReviewed,
    VersionArchived,
    VersionPublished,
    VersionSentBack,
    VersionSubmitted,
)
from changlai.engines.content.kinds import ContentKind, kind_of
from changlai.engines.content.models import Piece, Version, VersionPicture
from changlai.engines.content.queries import fingerprint, missing_consent
from changlai.engines.content.states import Archived, VersionState
from changlai.foundation.people.public import Actor
from changlai.kernel.crypto.marks import NEVER_PUBLIC, marks_in, words_of
from changlai.kernel.errors import BadInput, RuleBroken, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import publish_files
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.richtext import plain
from changlai.kernel.search import public as search


class PhonesInside(BadInput):
    """There are telephone numbers in it that nobody has said may be public."""


@transaction.atomic
def submit_version(*, centre: Any, version_id: UUID, actor: Actor, at: datetime) -> Version:
    """Give a draft to somebody who may publish. Raises NotAllowed, WrongStep; BadInput for marks.

    What could not be published anyway is told to the writer now, not to the reviewer later.
    """
    row = locked_version(centre, version_id)
    require(policies.may_write, actor, row.centre_id, row.kind)
    _refuse_marks(row)
    row.move_to(VersionState.REVIEW, at)
    row.review_note = ""
    row.save(update_fields=["state", "submitted_at", "review_note"])
    publish(VersionSubmitted(**_said(row, actor, at)))
    return row


@transaction.atomic
def send_back(*, centre: Any, version_id: UUID, actor: Actor, at: datetime, note: str) -> Version:
    """Give a version back to its writer, saying why. Raises NotAllowed, WrongStep, BadInput."""
    row = locked_version(centre, version_id)
    require(policies.may_publish, actor, row)
    note = _note(note, 200)
    if not note:
        raise BadInput("请写一句哪里要改。")
    row.move_to(VersionState.DRAFT, at)
    row.review_note = note
    row.save(update_fields=["state", "review_note"])
    publish(VersionSentBack(**_said(row, actor, at)))
    return row


@transaction.atomic
def publish_version(
    *,
    centre: Any,
    version_id: UUID,
    actor: Actor,
    at: datetime,
    phones_seen: bool = False,
    seen: str = "",
) -> Version:
    """Let everybody read a version; the one before it is archived in the same moment.

    Identity and card numbers are never published, telephone numbers other than the centre's own
    only when the publisher says that they are public ones (`phones_seen`).

    `seen` is the fingerprint of what the publisher read: words that changed meanwhile are not
    let out unread. Raises NotAllowed; WrongStep where it is out already or changed; BadInput for
    personal numbers, missing consent, days that are over, and what the hall's own gate says.
    """
    row = locked_version(centre, version_id)
    require(policies.may_publish, actor, row)
    if not row.is_open:
        raise WrongStep("这一版已经发布过了，请刷新后再看。")
    if seen and seen != fingerprint(row):
        raise WrongStep("您打开以后，同事改过这一版。请看过新的再发布。")
    kind = kind_of(row.kind)
    before = Version.objects.of(centre).filter(piece=row.piece, state=VersionState.PUBLISHED)
    replaced = before.select_for_update().first()
    row.phones_seen = row.phones_seen or phones_seen
    _refuse(row, kind, at, is_shown=replaced is not None)
    if replaced is not None:
        _archive(replaced, Archived.REPLACED, actor, at)
        # Its pictures go out of sight with it; those that still hang are opened again below.
        publish_files(centre=centre, file_ids=_files(replaced), is_public=False)
    row.move_to(VersionState.PUBLISHED, at)
    row.published_by_id = actor.account_id
    row.save(update_fields=["state", "published_at", "published_by", "phones_seen"])
    piece = row.piece
    piece.title = row.title
    piece.next_review_on = _next_review(piece, at)
    piece.save(update_fields=["title", "next_review_on"])
    _open_to_all(row, kind, at)
    publish(
        VersionPublished(
            **_said(row, actor, at),
            replaced=replaced.number if replaced else 0,
            version_id=row.pk,
        )
    )
    return row


@transaction.atomic
def take_down(
    *,
    centre: Any,
    piece_id: UUID,
    actor: Actor,
    at: datetime,
    why: Archived = Archived.TAKEN_DOWN,
    note: str = "",
) -> Version:
    """Show a piece no more; it stays in the archive with the day and the reason.

    Raises NotAllowed; WrongStep where nothing of it is shown.
    """
    piece = Piece.objects.of(centre).select_for_update().get(pk=piece_id)
    require(policies.may_take_down, actor, piece)
    rows = Version.objects.of(centre).filter(piece=piece, state=VersionState.PUBLISHED)
    row: Version | None = rows.select_related("piece").first()
    if row is None:
        raise WrongStep("这一篇现在没有公开。")
    row.archived_note = _note(note, 120)
    _archive(row, why, actor, at)
    _close_to_all(row)
    return row


@transaction.atomic
def still_holds(*, centre: Any, piece_id: UUID, actor: Actor, at: datetime) -> Piece:
    """Note that somebody looked and that what is shown still holds; the clock begins anew.

    Raises NotAllowed; WrongStep where nothing of it is shown.
    """
    piece = Piece.objects.of(centre).select_for_update().get(pk=piece_id)
    require(policies.may_write, actor, piece.centre_id, piece.kind)
    rows = Version.objects.of(centre).filter(piece=piece, state=VersionState.PUBLISHED)
    if not rows.exists():
        raise WrongStep("这一篇现在没有公开。")
    piece.next_review_on = _next_review(piece, at)
    piece.save(update_fields=["next_review_on"])
    publish(
        PieceReviewed(
            centre_id=piece.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=piece.pk,
            kind=piece.kind,
        )
    )
    return piece


def end_expired(at: datetime) -> int:
    """Archive what is past its last day; return how many. A centre's rows in a transaction each."""
    today = timezone.localdate(at)
    rows = Version.objects.filter(state=VersionState.PUBLISHED, ends_on__lt=today)
    found = list(rows.order_by("centre_id", "pk").values_list("centre_id", "piece_id"))
    ended = 0
    for centre_id, piece_id in found:
        # Somebody may have taken it down a moment ago; the others still end.
        with suppress(RuleBroken):
            take_down(
                centre=centre_id,
                piece_id=piece_id,
                actor=Actor.system(centre_id),
                at=at,
                why=Archived.ENDED,
            )
            ended += 1
    return ended


def _note(text: str, longest: int) -> str:
    return " ".join(readable(text).split())[:longest]


def _refuse(row: Version, kind: ContentKind, at: datetime, *, is_shown: bool) -> None:
    """Raise BadInput for whatever keeps a version from being read; the one place that looks."""
    today = timezone.localdate(at)
    if row.ends_on is not None and row.ends_on < today:
        raise BadInput("“到哪天为止”已经过了，发布了也没有人看得到，请改一下日子。")
    if is_shown and row.starts_on is not None and row.starts_on > today:
        raise BadInput("这一篇正公开着，新的一版不能等到以后才显示；到那天再发布。")
    _refuse_marks(row)
    _refuse_phones(row)
    if lacking := missing_consent(row):
        raise BadInput("".join(lacking))
    if kind.gate is not None and (sentence := kind.gate(row)):
        raise BadInput(sentence)


def _said(row: Version, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": row.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": row.piece_id,
        "kind": row.kind,
        "number": row.number,
    }


def _archive(row: Version, why: Archived, actor: Actor, at: datetime) -> None:
    row.move_to(VersionState.ARCHIVED, at)
    row.archived_why = why
    row.save(update_fields=["state", "archived_at", "archived_why", "archived_note"])
    publish(VersionArchived(**_said(row, actor, at), why=why.value))


def _next_review(piece: Piece, at: datetime) -> Any:
    if piece.review_days is None:
        return None
    return timezone.localdate(at) + timedelta(days=piece.review_days)


def _files(row: Version) -> list[UUID]:
    pictures = VersionPicture.objects.of(row.centre_id).filter(version=row)
    return list(pictures.values_list("file_id", flat=True))


def _open_to_all(row: Version, kind: ContentKind, at: datetime) -> None:
    publish_files(centre=row.centre_id, file_ids=_files(row), is_public=True)
    records.put(
        row.centre_id,
        row.piece_id,
        row.kind,
        row.title,
        row.piece.made_at if row.number > 1 else at,
        records.Visibility.PUBLIC,
        url_name=kind.url_name,
    )
    words = "\n".join((row.title, row.summary, plain(row.body)))
    search.index(row.centre_id, row.piece_id, row.kind, words, at=at)


def _close_to_all(row: Version) -> None:
    publish_files(centre=row.centre_id, file_ids=_files(row), is_public=False)
    records.put(
        row.centre_id,
        row.piece_id,
        row.kind,
        row.title,
        row.piece.made_at,
        records.Visibility.STAFF,
    )
    search.drop(row.centre_id, row.piece_id)


def _all_texts(row: Version) -> str:
    pictures = VersionPicture.objects.of(row.centre_id).filter(version=row)
    said = [word for pair in pictures.values_list("alt", "rights") for word in pair]
    beside = kind_of(row.kind).texts
    if beside is not None:
        said += beside(row)
    # As it is typed and as it is read: signs of layout may stand in the middle of a number.
    return "\n\n".join((*row.texts(), plain(row.body), *said))


def _refuse_marks(row: Version) -> None:
    marks = [mark for mark in marks_in(_all_texts(row)) if mark.kind in NEVER_PUBLIC]
    if marks:
        shown = "、".join(mark.shown for mark in marks)
        raise BadInput(f"里面有{words_of(marks)}({shown})，不能公开，请先去掉。")


def _refuse_phones(row: Version) -> None:
    if row.phones_seen:
        return
    centre: Any = row.piece.centre
    own = "".join(sign for sign in centre.phone if sign.isdigit())
    marks = [
        mark
        for mark in marks_in(_all_texts(row))
        if mark.kind not in NEVER_PUBLIC and mark.digits != own
    ]
    if marks:
        shown = "、".join(mark.shown for mark in marks)
        raise PhonesInside(
            f"里面有{words_of(marks)}({shown})。确认是可以公开的，就勾上“号码可以公开”再发布。"
        )
