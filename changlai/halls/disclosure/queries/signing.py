"""Which wording was signed by whom, whether it still counts, and what stands in the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone

from changlai.engines.content.public import Version, VersionState
from changlai.halls.disclosure.models import Attachment, Declaration, Disclosure, SignOff
from changlai.halls.disclosure.states import KIND, SignedAs, Standing, Verdict
from changlai.kernel.crypto.marks import NEVER_PUBLIC, Mark, marks_in, words_of

BETWEEN = "\n\n\n"
"""So far apart no two cells make one number."""


@dataclass(frozen=True)
class Signature:
    """A sign-off, and whether it is of exactly the words that stand there now."""

    row: SignOff
    counts: bool


def with_parts(rows: QuerySet[Version]) -> QuerySet[Version]:
    """Fetch lines, files and signatures of versions too, in a statement each."""
    return rows.prefetch_related(
        "disclosure_lines",
        Prefetch("disclosure_files", queryset=Attachment.objects.select_related("file")),
        Prefetch("sign_offs", queryset=SignOff.objects.select_related("by")),
    )


def digest_of(version: Any) -> str:
    """Return the fingerprint of text, lines and files together: what a signature is of."""
    lines = [[one.words, one.amount_fen, one.note] for one in version.disclosure_lines.all()]
    files = [[one.file.sha256, one.file.name] for one in version.disclosure_files.all()]
    found: str = version.digest(lines, files)
    return found


def signatures_of(version: Any) -> list[Signature]:
    """Return all signatures of a version, the oldest first, each with whether it counts."""
    digest = digest_of(version)
    return [
        Signature(one, one.digest == digest and one.handed_in_at == version.submitted_at)
        for one in version.sign_offs.all()
    ]


def agreed(signatures: Iterable[Signature], signed_as: str) -> SignOff | None:
    """Return the agreement that counts, as this, or None."""
    for one in signatures:
        if one.counts and one.row.signed_as == signed_as and one.row.verdict == Verdict.AGREED:
            return one.row
    return None


def standing_of(version: Any, signatures: Iterable[Signature]) -> Standing:
    """Return how far a version is, as people call it."""
    if version.state == VersionState.PUBLISHED:
        return Standing.SHOWN
    if version.state == VersionState.ARCHIVED:
        return Standing.ARCHIVED if version.archived_why in {"ended", "replaced"} else Standing.DOWN
    if version.state == VersionState.DRAFT:
        return Standing.DRAFT
    signed = agreed(signatures, SignedAs.SUPERVISE)
    return Standing.APPROVAL if signed else Standing.SUPERVISION


def has_declared(centre: Any, account_id: Any, year: int) -> bool:
    """Say whether a supervisor has declared for a year."""
    rows = Declaration.objects.of(centre).filter(account_id=account_id, year=year)
    return bool(rows.exists())


def handed_in(centre: Any, *, supervised: bool = False) -> list[Version]:
    """Return the versions that wait for a signature, the longest waiting first.

    `supervised` keeps to those whose handing in the supervision agreed to; whether the words are
    still the same `standing_of` says.
    """
    rows = Version.objects.of(centre).filter(kind=KIND, state=VersionState.REVIEW)
    if supervised:
        rows = rows.filter(
            sign_offs__signed_as=SignedAs.SUPERVISE,
            sign_offs__verdict=Verdict.AGREED,
            sign_offs__handed_in_at=F("submitted_at"),
        ).distinct()
    rows = rows.select_related("piece", "written_by").order_by("submitted_at", "id")
    return list(with_parts(rows))


def texts_beside(version: Any) -> list[str]:
    """Return what people read besides the text: each line's words and note, each file's name."""
    found = [text for one in version.disclosure_lines.all() for text in (one.words, one.note)]
    return found + [one.file.name for one in version.disclosure_files.all()]


def never_public(texts: Iterable[str]) -> list[Mark]:
    """Return the identity and card numbers in these texts."""
    return [mark for mark in marks_in(BETWEEN.join(texts)) if mark.kind in NEVER_PUBLIC]


def refusal_of(marks: list[Mark], where: str) -> str:
    """Return the sentence that says which numbers may not become public."""
    shown = "、".join(mark.shown for mark in marks)
    return f"{where}里有{words_of(marks)}({shown})，不能公开，请先去掉。"


def gate(version: Any) -> str:
    """Say why a disclosure may not be published yet, or "".

    It needs the signature of the village's supervision and an approval by another person, both of
    exactly these words. Numbers in lines, notes and names of files the engine looks for.
    """
    row = Disclosure.objects.of(version.centre_id).filter(piece_id=version.piece_id).first()
    if row is None:
        return "这一份不是从公开事项里起草的，不能公示。"
    signatures = signatures_of(version)
    supervised = agreed(signatures, SignedAs.SUPERVISE)
    if supervised is None:
        return "监督委员还没有审核这一份(改过的要重新审核)，不能公示。"
    approved = agreed(signatures, SignedAs.APPROVE)
    if approved is None:
        return "还没有人批准这一份，不能公示。"
    hands = {version.written_by_id, row.changed_by_id}
    if approved.by_id == supervised.by_id or {approved.by_id, supervised.by_id} & hands:
        return "写的人、审核的人、批准的人要分开，请换一个人。"
    return ""


def year_of(at: datetime) -> int:
    """Return the year of a declaration made or asked for at a moment."""
    return int(timezone.localdate(at).year)
