"""Keep, publish and drop files; row and file live and die together."""

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from changlai.kernel.errors import BadInput
from changlai.kernel.files.kinds import IMAGE, IMAGES, check, too_big
from changlai.kernel.files.models import StoredFile
from changlai.kernel.files.storage import DISK_FULL, FULL, INCOMING, move

STALE_SECONDS = 3600


@transaction.atomic
def keep_file(
    *,
    centre: Any,
    upload: Any,
    purpose: str,
    actor_id: UUID | None,
    at: datetime,
    allowed: frozenset[str] = IMAGES,
    record_id: UUID | None = None,
    is_public: bool = False,
) -> StoredFile:
    """Check an upload by its content and keep it for this centre, private unless said.

    `allowed` joins IMAGES, AUDIOS, PDFS and SHEETS. The file is whole on the disk before its row
    is written and gets its last name when the transaction commits, so neither is ever alone.

    Raises BadInput, with nothing left behind, for an empty, too big, broken, mislabelled or hostile
    file, and when the disk is full.
    """
    trouble = getattr(upload, "trouble", "")
    if trouble == "big":
        raise BadInput(too_big(allowed))
    if trouble == "full":
        raise BadInput(DISK_FULL)
    name = _shown_name(getattr(upload, "name", "") or "")
    checked = check(getattr(upload, "file", None) or upload, name, allowed)
    if checked.kind == IMAGE:
        name = f"{name.rpartition('.')[0] or name or '照片'}.{checked.extension}"
    centre_id = getattr(centre, "pk", centre)
    row = StoredFile(
        centre_id=centre_id,
        kind=checked.kind,
        purpose=purpose,
        name=name or f"文件.{checked.extension}",
        content_type=checked.content_type,
        size=len(checked.body),
        sha256=hashlib.sha256(checked.body).hexdigest(),
        record_id=record_id,
        uploaded_by_id=actor_id,
        at=at,
        is_public=is_public,
    )
    month = timezone.localtime(at).strftime("%Y%m")
    row.path = f"{centre_id}/{month}/{row.pk}.{checked.extension}"
    _write(row.incoming_path, checked.body)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except BaseException:
        default_storage.delete(row.incoming_path)
        raise
    transaction.on_commit(partial(settle, row), robust=True)
    return row


def settle(row: StoredFile) -> None:
    """Give the file of a committed row its last name."""
    if default_storage.exists(row.incoming_path):
        move(default_storage, row.incoming_path, row.path)


@transaction.atomic
def link_files(*, centre: Any, file_ids: Iterable[UUID], record_id: UUID) -> int:
    """Tie files kept before their record existed to it; returns how many were free to be tied."""
    rows = StoredFile.objects.of(centre).filter(pk__in=list(file_ids), record_id=None)
    return int(rows.update(record_id=record_id))


@transaction.atomic
def publish_files(*, centre: Any, file_ids: Iterable[UUID], is_public: bool) -> int:
    """Let anyone with the address see these files, or no longer; returns how many changed."""
    rows = StoredFile.objects.of(centre).filter(pk__in=list(file_ids)).exclude(is_public=is_public)
    return int(rows.update(is_public=is_public))


@transaction.atomic
def drop_files(*, centre: Any, file_ids: Iterable[UUID]) -> int:
    """Delete rows of this centre, and their files once that is committed; returns how many."""
    rows = StoredFile.objects.of(centre).filter(pk__in=list(file_ids))
    return sum(1 for row in rows.order_by("pk") if row.delete()[0])


def forget_file(row: StoredFile) -> None:
    """Remove a deleted row's file after the commit, however the row was deleted."""

    def remove() -> None:
        default_storage.delete(row.incoming_path)
        default_storage.delete(row.path)

    transaction.on_commit(remove, robust=True)


def sweep_incoming(at: datetime) -> int:
    """Clear away what broken-off requests left: settle files whose row is there, delete the others.

    Returns how many files were dealt with; only those older than an hour are touched, since a
    younger one may belong to a transaction still open.
    """
    if not default_storage.exists(INCOMING):
        return 0
    dealt = 0
    for name in default_storage.listdir(INCOMING)[1]:
        path = f"{INCOMING}/{name}"
        if (at - default_storage.get_modified_time(path)).total_seconds() < STALE_SECONDS:
            continue
        centre_id, _, file_id = name.removesuffix(".part").partition(".")
        try:
            row = StoredFile.objects.of(UUID(centre_id)).filter(pk=UUID(file_id)).first()
        except ValueError:
            row = None
        if row is not None and not name.endswith(".part"):
            settle(row)
        else:
            default_storage.delete(path)
        dealt += 1
    return dealt


def _write(path: str, body: bytes) -> None:
    try:
        default_storage.save(path, ContentFile(body))
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise BadInput(DISK_FULL) from error


def _shown_name(name: str) -> str:
    """Return the name as screens show it: no folders, no control or direction marks, no novel."""
    name = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip()
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:80]}{dot}{ending[:10]}" if dot else name[:80]


def as_upload(body: bytes, name: str) -> Any:
    """Wrap bytes made by ourselves (a demo photo, an import) as an upload."""
    upload = io.BytesIO(body)
    upload.name = name
    return upload
