"""A stored file is opened by a signed address, for a while, and never run by a browser."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from changlai.kernel.files import views
from changlai.kernel.files.public import AUDIOS, IMAGES, PDFS, file_url, keep_file, publish_files
from tests.kernel.files import uploads
from tests.kernel.files.uploads import upload
from tests.kernel.tenancy.centres import make_centre

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 18, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def keep(settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path
    centre = make_centre("yunxi")

    def keep(body: bytes, name: str) -> Any:
        return keep_file(
            centre=centre,
            upload=upload(body, name),
            purpose="p",
            actor_id=None,
            at=NOW,
            allowed=IMAGES | AUDIOS | PDFS,
        )

    return keep


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_signed_address_shows_a_picture(keep: Any, client: Client) -> None:
    row = keep(uploads.picture(), "村口.jpg")
    response = client.get(file_url(row))
    assert response.status_code == 200
    assert len(body_of(response)) == row.size == int(response["Content-Length"])
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"].startswith("private")
    assert not response["Content-Disposition"].startswith("attachment")


def test_anything_but_a_picture_is_a_download(keep: Any, client: Client) -> None:
    response = client.get(file_url(keep(uploads.PDF, "说明.pdf")))
    assert response["Content-Disposition"].startswith("attachment;")
    assert "%E8%AF%B4%E6%98%8E.pdf" in response["Content-Disposition"]
    body_of(response)


def test_an_address_works_for_its_time_only(keep: Any, client: Client) -> None:
    row = keep(uploads.picture(), "村口.jpg")
    with time_machine.travel(NOW, tick=False) as clock:
        url = file_url(row, for_minutes=30)
        clock.shift(timedelta(minutes=29))
        response = client.get(url)
        assert response.status_code == 200
        body_of(response)
        clock.shift(timedelta(minutes=2))
        assert client.get(url).status_code == 404


def test_an_address_opens_its_own_file_only(keep: Any, client: Client) -> None:
    one, other = keep(uploads.picture(), "a.jpg"), keep(uploads.picture(), "b.jpg")
    signed = file_url(one).partition("?")[2]
    assert client.get(f"/f/{other.pk}/?{signed}").status_code == 404
    assert client.get(f"/f/{one.pk}/").status_code == 404
    assert client.get(f"/f/{one.pk}/?{signed}x").status_code == 404
    assert client.get(f"/f/{uuid4()}/?{signed}").status_code == 404


def test_a_public_address_lasts_until_the_file_is_private_again(keep: Any, client: Client) -> None:
    row = keep(uploads.picture(), "村口.jpg")
    publish_files(centre=row.centre_id, file_ids=[row.pk], is_public=True)
    row.refresh_from_db()
    with time_machine.travel(NOW, tick=False) as clock:
        url = file_url(row)
        clock.shift(timedelta(days=400))
        response = client.get(url)
        assert response.status_code == 200
        assert response["Cache-Control"].startswith("public")
        body_of(response)
        publish_files(centre=row.centre_id, file_ids=[row.pk], is_public=False)
        assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100-", 100, None), ("bytes=-50", -50, None)],
)
def test_a_recording_is_sent_in_parts(
    keep: Any, client: Client, asked: str, first: int, last: int | None
) -> None:
    body = uploads.recording()
    row = keep(body, "录音.wav")
    response = client.get(file_url(row), headers={"Range": asked})
    assert response.status_code == 206
    part = body_of(response)
    assert part == (body[first : last + 1] if last is not None else body[first:])
    begin = first % len(body)
    assert response["Content-Range"] == f"bytes {begin}-{begin + len(part) - 1}/{len(body)}"


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=5-1", "pages=1-2", "bytes=-"])
def test_a_range_that_makes_no_sense_gets_the_whole(keep: Any, client: Client, asked: str) -> None:
    row = keep(uploads.recording(), "录音.wav")
    response = client.get(file_url(row), headers={"Range": asked})
    assert response.status_code == 200
    assert len(body_of(response)) == row.size


def test_a_file_lost_by_the_storage_is_not_found(keep: Any, client: Client, tmp_path: Path) -> None:
    row = keep(uploads.picture(), "村口.jpg")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.unlink()
    assert client.get(file_url(row)).status_code == 404


def test_nothing_is_changed_through_the_address(keep: Any, client: Client) -> None:
    assert client.post(file_url(keep(uploads.picture(), "村口.jpg"))).status_code == 405


def test_the_view_says_who_may_open_it() -> None:
    assert views.show.access == "signed"
