"""An upload too big, or for a full disk, costs the file and never the words of the form."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory

from changlai.kernel.errors import BadInput
from changlai.kernel.files.public import keep_file
from tests.kernel.files import uploads
from tests.kernel.files.uploads import upload
from tests.kernel.tenancy.centres import make_centre

NOW = datetime(2026, 3, 18, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def _temporary(settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path


def sent(body: bytes) -> Any:
    return RequestFactory().post("/", {"text": "路灯坏了", "photo": upload(body, "村口.jpg")})


def test_a_large_upload_arrives_whole(tmp_path: Path) -> None:
    body = bytes(3 * MEGABYTE)
    request = sent(body)
    assert request.FILES["photo"].read() == body
    assert request.FILES["photo"].size == len(body)
    request.close()


@pytest.mark.django_db
def test_an_upload_over_the_limit_is_not_written_to_the_disk(tmp_path: Path) -> None:
    request = sent(bytes(50 * MEGABYTE))
    assert request.POST["text"] == "路灯坏了"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(BadInput, match="不能超过 10 MB"):
        keep_file(
            centre=make_centre("yunxi"),
            upload=request.FILES["photo"],
            purpose="p",
            actor_id=None,
            at=NOW,
        )


@pytest.mark.django_db
def test_a_full_disk_costs_the_file_but_not_the_words(tmp_path: Path) -> None:
    request = sent(bytes(3 * MEGABYTE))
    with uploads.full_disk(after=100_000):
        assert request.POST["text"] == "路灯坏了"
        photo = request.FILES["photo"]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(BadInput, match="存储空间已满"):
        keep_file(centre=make_centre("yunxi"), upload=photo, purpose="p", actor_id=None, at=NOW)
