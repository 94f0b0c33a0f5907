"""What people bring is checked by its content, cleaned, and kept whole or not at all."""

import hashlib
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from changlai.kernel.errors import BadInput
from changlai.kernel.files.actions import sweep_incoming
from changlai.kernel.files.public import (
    AUDIOS,
    IMAGES,
    PDFS,
    SHEETS,
    StoredFile,
    drop_files,
    files_of,
    keep_file,
    link_files,
    open_file,
    publish_files,
)
from tests.kernel.files import uploads
from tests.kernel.files.uploads import upload
from tests.kernel.tenancy.centres import make_centre

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 18, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
ANY = IMAGES | AUDIOS | PDFS | SHEETS


@pytest.fixture
def centre(settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path
    return make_centre("yunxi")


def keep(centre: Any, body: bytes, name: str = "村口.jpg", **rest: Any) -> StoredFile:
    rest = {"purpose": "voices.photo", "actor_id": None, "at": NOW, **rest}
    return keep_file(centre=centre, upload=upload(body, name), **rest)


def read(row: StoredFile) -> bytes:
    with open_file(row) as content:
        return content.read()


def files_on_disk(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_photo_is_kept_under_its_centre_and_month(
    centre: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = keep(centre, uploads.picture())
    assert row.path == f"{centre.pk}/202603/{row.pk}.jpg"
    assert files_on_disk(tmp_path) == [row.path]
    assert (tmp_path / row.path).stat().st_mode & 0o077 == 0
    body = read(row)
    assert (row.kind, row.content_type, row.size) == ("image", "image/jpeg", len(body))
    assert row.sha256 == hashlib.sha256(body).hexdigest()
    assert not row.is_public


def test_a_photo_loses_its_place_and_camera_and_stands_upright(centre: Any) -> None:
    body = read(keep(centre, uploads.photo_with_place()))
    with Image.open(io.BytesIO(body)) as image:
        assert image.size == (200, 320)
        assert not image.getexif()
    assert b"Camera of the tests" not in body
    assert b"Exif" not in body


@pytest.mark.parametrize(
    ("form", "mode", "content_type"),
    [
        ("PNG", "RGB", "image/png"),
        ("PNG", "RGBA", "image/png"),
        ("GIF", "P", "image/png"),
        ("WEBP", "RGB", "image/jpeg"),
        ("BMP", "RGB", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
    ],
)
def test_pictures_of_every_make_become_jpeg_or_png(
    centre: Any, form: str, mode: str, content_type: str
) -> None:
    row = keep(centre, uploads.picture(form, mode=mode), "图.jpg")
    assert row.content_type == content_type
    assert row.name.endswith(row.path[-4:])


def test_a_large_photo_is_made_small_enough_for_a_screen(centre: Any) -> None:
    body = read(keep(centre, uploads.picture(size=(4000, 3000))))
    with Image.open(io.BytesIO(body)) as image:
        assert image.size == (2560, 1920)


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        (uploads.recording(), "录音.wav", "audio"),
        (b"ID3\x03\0\0\0\0\0\x0f" + bytes(400), "录音.mp3", "audio"),
        (b"#!AMR\n" + bytes(400), "录音.amr", "audio"),
        (uploads.mp4(b"soun"), "录音.m4a", "audio"),
        (uploads.PDF, "说明.pdf", "pdf"),
        (uploads.sheet(), "名单.xlsx", "sheet"),
    ],
)
def test_other_kinds_are_kept_as_they_came(centre: Any, body: bytes, name: str, kind: str) -> None:
    row = keep(centre, body, name, allowed=ANY)
    assert (row.kind, row.name) == (kind, name)
    assert read(row) == body


PNG_AS_PDF = uploads.picture("PNG")
HOSTILE = {
    "empty": (b"", "空.jpg", "是空的"),
    "too big": (b"\xff\xd8\xff" + bytes(50 * 1024 * 1024), "大.jpg", "不能超过 10 MB"),
    "html as jpg": (b"<html><script>alert(1)</script>", "a.jpg", "内容却不是"),
    "svg as png": (b"<?xml version='1.0'?><svg onload='x'/>", "a.png", "内容却不是"),
    "program as jpg": (b"MZ" + bytes(500), "a.jpg", "内容却不是"),
    "pdf as jpg": (uploads.PDF, "a.jpg", "对不上"),
    "png as pdf": (PNG_AS_PDF, "a.pdf", "对不上"),
    "text": (b"hello", "a.txt", "只能上传"),
    "half a jpg": (uploads.picture()[:900], "a.jpg", "打不开"),
    "jpg of nothing but a head": (b"\xff\xd8\xff\xe0" + bytes(50), "a.jpg", "打不开"),
    "gif and script": (b"GIF89a/*<script>*/=1;" + bytes(50), "a.gif", "打不开"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(50), "a.heic", "HEIC"),
    "mp3 with script": (b"ID3\x03\0\0\0\0\0\x0f<script>" + bytes(400), "a.mp3", "读不出"),
    "film as recording": (uploads.mp4(b"vide"), "a.m4a", "录像"),
    "pdf with script": (uploads.PDF.replace(b"/Type", b"/JavaScript"), "a.pdf", "脚本"),
    "half a pdf": (uploads.PDF[:30], "a.pdf", "读不出"),
    "pdf and zip": (uploads.PDF + uploads.sheet() + b"%%EOF", "a.pdf", "读不出"),
    "zip bomb": (uploads.zip_bomb(), "a.xlsx", "大得不正常"),
    "zip as xlsx": (b"PK\x03\x04" + bytes(100), "a.xlsx", "内容却不是"),
    "broken xlsx": (uploads.sheet()[:2000], "a.xlsx", "另存为 .xlsx"),
}


@pytest.mark.parametrize(("body", "name", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_kept_is_refused_in_a_sentence_and_leaves_nothing(
    centre: Any, tmp_path: Path, body: bytes, name: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence) as caught:
        keep(centre, body, name, allowed=ANY)
    assert caught.value.sentence.endswith("。")
    assert caught.value.sentence.count("。") == 1
    assert not StoredFile.objects.exists()
    assert files_on_disk(tmp_path) == []


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(centre: Any) -> None:
    target = io.BytesIO()
    Image.new("1", (12_000, 6_000)).save(target, "PNG")
    with pytest.raises(BadInput, match="尺寸太大"):
        keep(centre, target.getvalue(), "a.png")
    target = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(target, "PNG")
    with pytest.raises(BadInput, match=r"打不开|尺寸太大"):
        keep(centre, target.getvalue(), "a.png")


def test_nothing_hidden_behind_a_picture_is_kept(centre: Any) -> None:
    body = read(keep(centre, uploads.picture() + b"<script>alert(1)</script>PK\x05\x06"))
    assert b"script" not in body
    assert b"PK\x05\x06" not in body


def test_only_the_allowed_kinds_are_taken(centre: Any) -> None:
    with pytest.raises(BadInput, match="只能上传照片"):
        keep(centre, uploads.PDF, "a.pdf", allowed=IMAGES)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/村口.jpg", "村口.jpg"),
        ("C:\\照片\\村口.jpg", "村口.jpg"),
        ("a\u202egpj.jpg", "agpj.jpg"),
        ("x" * 300 + ".jpg", "x" * 80 + ".jpg"),
        ("没有后缀", "没有后缀.jpg"),
    ],
)
def test_names_are_shown_without_folders_or_tricks(centre: Any, sent: str, shown: str) -> None:
    raw = io.BytesIO(uploads.picture())
    raw.name = sent
    row = keep_file(centre=centre, upload=raw, purpose="p", actor_id=None, at=NOW)
    assert row.name == shown


def test_a_full_disk_is_a_sentence_and_leaves_neither_file_nor_row(
    centre: Any, tmp_path: Path
) -> None:
    body = uploads.picture()
    with uploads.full_disk(after=1000), pytest.raises(BadInput, match="存储空间已满"):
        keep(centre, body)
    assert not StoredFile.objects.exists()
    assert files_on_disk(tmp_path) == []
    keep(centre, body)


def test_a_transaction_that_fails_leaves_only_what_the_sweep_takes(
    centre: Any, tmp_path: Path
) -> None:
    with transaction.atomic():
        keep(centre, uploads.picture())
        transaction.set_rollback(True)
    later = datetime.now(tz=ZoneInfo("Asia/Shanghai"))
    assert sweep_incoming(later) == 0  # it might belong to a transaction still open
    assert sweep_incoming(later + timedelta(hours=2)) == 1
    assert files_on_disk(tmp_path) == []


def test_the_sweep_settles_a_file_whose_row_was_committed(centre: Any, tmp_path: Path) -> None:
    row = keep(centre, uploads.picture())  # its commit hook does not run here
    assert read(row)
    sweep_incoming(datetime.now(tz=ZoneInfo("Asia/Shanghai")) + timedelta(hours=2))
    assert files_on_disk(tmp_path) == [row.path]


def test_dropping_a_row_drops_its_file_after_the_commit(
    centre: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        kept, dropped = keep(centre, uploads.picture()), keep(centre, uploads.picture())
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_files(centre=centre, file_ids=[dropped.pk]) == 1
        assert default_storage.exists(dropped.path)
    assert files_on_disk(tmp_path) == [kept.path]


def test_another_village_can_neither_link_nor_publish_nor_drop(centre: Any) -> None:
    row, other = keep(centre, uploads.picture()), make_centre("wanhe")
    assert link_files(centre=other, file_ids=[row.pk], record_id=uuid4()) == 0
    assert publish_files(centre=other, file_ids=[row.pk], is_public=True) == 0
    assert drop_files(centre=other, file_ids=[row.pk]) == 0


def test_files_are_tied_to_a_record_once(centre: Any) -> None:
    row, record = keep(centre, uploads.picture()), uuid4()
    assert link_files(centre=centre, file_ids=[row.pk], record_id=record) == 1
    assert link_files(centre=centre, file_ids=[row.pk], record_id=uuid4()) == 0
    assert list(files_of(centre, record)) == [row]
