"""Read what is shown, what is being written, what must be looked at again."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from changlai.engines.content.kinds import Consent, kind_of
from changlai.engines.content.models import Agreement, Piece, Version, VersionPicture
from changlai.engines.content.states import AgreedAs, VersionState
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


def fingerprint(version: Version) -> str:
    """Return a fingerprint of all that somebody reads before letting a version out."""
    pictures = version.pictures.all()
    said = sorted(f"{one.file_id} {one.alt} {one.rights}" for one in pictures)
    return version.digest(*said)


def missing_consent(version: Version) -> list[str]:
    """Return what of consent is still missing before this may be read, as sentences."""
    rows = list(Agreement.objects.of(version.centre_id).filter(piece_id=version.piece_id))
    inside = [one for one in rows if one.left_out_at is None]
    found = []
    if lacking := [one.name for one in inside if not one.stands]:
        found.append(f"{'、'.join(lacking)}还没有同意，不能发布。没有写到的人，请先从名单里拿掉。")
    text = "\n".join(version.texts())
    # Left out of the list and still named in the words is not left out.
    named = [one.name for one in rows if one.left_out_at is not None and one.name in text]
    if named and not {one.name for one in inside if one.stands} & set(named):
        found.append(f"文字里还写着{'、'.join(named)}，请先改掉。")
    gone = [one.name for one in rows if one.agreed_as == AgreedAs.PICTURED and not one.stands]
    if gone and _shares_pictures(version):
        found.append(f"照片里有{'、'.join(gone)}，请先换掉以前的照片。")
    if kind_of(version.kind).consent == Consent.REQUIRED and not any(
        one.stands and one.agreed_as == AgreedAs.NARRATOR for one in inside
    ):
        found.append("还没有讲述人(或家人)的同意，不能发布。")
    return found


def _shares_pictures(version: Version) -> bool:
    """Say whether a version shows a picture that an earlier one of its piece showed."""
    pictures = VersionPicture.objects.of(version.centre_id)
    earlier = pictures.filter(
        version__piece_id=version.piece_id, version__number__lt=version.number
    )
    own = pictures.filter(version_id=version.pk)
    return own.filter(file_id__in=earlier.values("file_id")).exists()


def to_take_off(centre: Any, kinds: Iterable[str]) -> Any:
    """Return consents taken back whose paper nobody has looked for yet."""
    rows = Agreement.objects.of(centre).filter(
        withdrawn_at__isnull=False, taken_off_at__isnull=True, piece__kind__in=list(kinds)
    )
    return rows.select_related("piece").order_by("withdrawn_at", "id")
