"""Read files back: rows by record, their content, and addresses that open them for a while."""

from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

from changlai.kernel.files.models import StoredFile
from changlai.kernel.tenancy.models import OwnedQuerySet

SALT = "changlai.kernel.files"
PUBLIC_SALT = f"{SALT}.public"


def files_of(centre: Any, record_id: UUID) -> OwnedQuerySet:
    """Return the files tied to a record, oldest first."""
    return StoredFile.objects.of(centre).filter(record_id=record_id)


def open_file(row: StoredFile) -> File:
    """Open the content for reading; raises FileNotFoundError if the storage lost it."""
    try:
        return default_storage.open(row.path)
    except FileNotFoundError:
        return default_storage.open(row.incoming_path)


def file_url(row: StoredFile, for_minutes: int = 30) -> str:
    """Return an address that opens the file without signing in, for so long.

    Whoever makes the page has already decided that its reader may see the file. A public file's
    address does not expire, but stops working when the file is no longer public.
    """
    said = [row.centre_id.hex, row.pk.hex]
    if row.is_public:
        # Without a moment in it: a page asked twice names the same address, and is kept once.
        signed = Signer(salt=PUBLIC_SALT).sign_object(said)
    else:
        signed = TimestampSigner(salt=SALT).sign_object([*said, for_minutes])
    return f"{reverse('files:show', args=[row.pk])}?s={signed}"


def signed_file(file_id: UUID, signed: str) -> StoredFile | None:
    """Return the file a signed address opens now, or None."""
    is_for_ever = False
    signer = TimestampSigner(salt=SALT)
    try:
        centre_hex, file_hex, minutes = signer.unsign_object(signed)
        signer.unsign_object(signed, max_age=minutes * 60)
    except (BadSignature, ValueError, TypeError):
        try:
            centre_hex, file_hex = Signer(salt=PUBLIC_SALT).unsign_object(signed)
        except (BadSignature, ValueError, TypeError):
            return None
        is_for_ever = True
    if file_hex != file_id.hex:
        return None
    row = StoredFile.objects.of(UUID(centre_hex)).filter(pk=file_id).first()
    return None if row is None or (is_for_ever and not row.is_public) else row
