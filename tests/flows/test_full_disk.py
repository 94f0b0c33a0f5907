"""The disk is full while a photograph comes: a sentence, no half file or row, the words stay."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from changlai.kernel.files.models import StoredFile
from tests.flows.channels import BESIDE, VOICE, table
from tests.flows.desk import SAID, Desk, hidden, seen, upload
from tests.kernel.files.uploads import full_disk, picture

pytestmark = pytest.mark.django_db

FULL = "存储空间已满"
PHOTOS = {"kept in memory": (320, 200), "written while it comes": (2400, 1800)}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def left_behind(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", PHOTOS.values(), ids=PHOTOS)
def test_a_resident_is_told_and_goes_on_without_the_photo(
    desk: Desk, own_folder: Path, size: tuple[int, int]
) -> None:
    client, page = Client(raise_request_exception=False), desk.page("voices:say")
    said = {"step": "2", "kind": "help", "text": SAID, "place_text": BESIDE, "category": ""}
    body = picture("PNG", size)
    with full_disk(after=10_000):
        answer = client.post(page, said | {"photo": upload(body, "村口.png")})
    assert answer.status_code == 200
    assert FULL in seen(answer)
    assert hidden(answer, "text") == SAID
    assert BESIDE in seen(answer)
    assert StoredFile.objects.count() == 0
    assert left_behind(own_folder) == []
    last = {"step": "3", "name": "王大妈", "phone": "19900000042"}
    assert client.post(page, said | last).status_code == 302
    assert desk.cases().get().text == SAID


@pytest.mark.parametrize("size", PHOTOS.values(), ids=PHOTOS)
def test_the_counter_is_told_and_keeps_what_was_typed(
    desk: Desk, own_folder: Path, size: tuple[int, int]
) -> None:
    client, page = desk.staff(desk.village.duty), desk.page("voices:counter")
    said = VOICE | {"text": SAID}
    body = picture("PNG", size)
    with full_disk(after=10_000):
        answer = client.post(page, said | {"photo": upload(body, "村口.png")})
    assert answer.status_code == 200
    assert FULL in seen(answer)
    assert SAID in seen(answer)
    assert desk.cases().count() == StoredFile.objects.count() == 0
    assert left_behind(own_folder) == []
    assert client.post(page, said).status_code == 302


def test_a_sheet_that_finds_no_room_is_not_half_imported(desk: Desk, own_folder: Path) -> None:
    sheet = table([[one, "2026-01-06 12:09", "水渠堵了。" * one] for one in range(1, 400)])
    client = desk.staff(desk.village.secretary)
    with full_disk(after=5_000):
        answer = client.post(desk.page("voices:import"), {"table": sheet, "kind": "help"})
    assert answer.status_code == 200
    assert FULL in seen(answer)
    assert desk.cases().count() == StoredFile.objects.count() == 0
    assert left_behind(own_folder) == []
