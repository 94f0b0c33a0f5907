"""Read what is shown, what is being written, what must be looked at again."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from changlai.engines.content.kinds import Consent, kind_of
from changlai.engines.content.models import Agreement, Piece, Version, VersionPicture
from changlai.engines.content.states import VersionState
from changlai.kernel.files.public import file_url


def shown(centre: Any, kinds: Collection[str], day: date) -> QuerySet[Version]:
    """Return what anybody may read of some kinds on a day, the newest first."""
    rows = Version.objects.of(centre).filter(kind__in=list(kinds)).shown(day)
    found: QuerySet[Version] = rows.select_related("piece").latest_first()
    return found


def with_pictures(rows: QuerySet[Version]) -> QuerySet[Version]:
    """Fetch the pictures of versions too, in one statement more."""
    pictures = VersionPicture.objects.select_related("file")
    return rows.prefetch_related(Prefetch("pictures", queryset=pictures))


def shown_piece(centre: Any, piece_id: UUID, kinds: Collection[str], day: date) -> Version | None:
    """Return what is shown of one piece, or None."""
    return with_pictures(shown(centre, kinds, day)).filter(piece_id=piece_id).first()


def pictures_of(version: Version) -> list[dict[str, str]]:
    """Return the pictures of a version as pages show them: address, words, right."""
    return [
        {"url": file_url(one.file), "alt": one.alt, "rights": one.rights, "id": str(one.pk)}
        for one in version.pictures.all()
    ]


def history(centre: Any, piece_id: UUID) -> QuerySet[Version]:
    """Return all versions of a piece with who wrote and who published, the newest first."""
    rows = Version.objects.of(centre).filter(piece_id=piece_id)
    return rows.select_related("written_by", "published_by").order_by("-number")


def open_version(centre: Any, piece_id: UUID) -> Version | None:
    """Return the version that is being written, or None."""
    found: Version | None = Version.objects.of(centre).filter(piece_id=piece_id).open().first()
    return found


def live_version(centre: Any, piece_id: UUID) -> Version | None:
    """Return the published version, whatever its days, or None."""
    rows = Version.objects.of(centre).filter(piece_id=piece_id, state=VersionState.PUBLISHED)
    found: Version | None = rows.first()
    return found


def due_for_review(centre: Any, kinds: Iterable[str], today: date, ahead: int = 0) -> Any:
    """Return the pieces that somebody should look at by a day, `ahead` days from today."""
    rows = Piece.objects.of(centre).filter(kind__in=list(kinds))
    shown_ones = Version.objects.of(centre).filter(state=VersionState.PUBLISHED)
    return rows.filter(
        next_review_on__lte=today + timedelta(days=ahead), pk__in=shown_ones.values("piece_id")
    ).order_by("next_review_on", "id")


def waiting(centre: Any, kinds: Iterable[str]) -> Any:
    """Return the versions that wait for somebody to look at them, the oldest first."""
    rows = Version.objects.of(centre).filter(kind__in=list(kinds), state=VersionState.REVIEW)
    return rows.select_related("piece", "written_by").order_by("submitted_at", "id")


def missing_consent(version: Version) -> list[str]:
    """Return what of consent is still missing before this may be read, as sentences."""
    rows = Agreement.objects.of(version.centre_id).filter(piece_id=version.piece_id)
    agreements = list(rows.filter(left_out_at__isnull=True))
    # Whoever took it back, or never agreed, and still stands in it.
    lacking = [one.name for one in agreements if not one.stands]
    found = []
    if lacking:
        found.append(f"{'、'.join(lacking)}还没有同意，不能发布。没有写到的人，请先从名单里拿掉。")
    if kind_of(version.kind).consent == Consent.REQUIRED and not any(
        one.stands for one in agreements
    ):
        found.append("还没有讲述人(或家人)的同意，不能发布。")
    return found


def to_take_off(centre: Any, kinds: Iterable[str]) -> Any:
    """Return consents taken back whose paper nobody has looked for yet."""
    rows = Agreement.objects.of(centre).filter(
        withdrawn_at__isnull=False, taken_off_at__isnull=True, piece__kind__in=list(kinds)
    )
    return rows.select_related("piece").order_by("withdrawn_at", "id")
