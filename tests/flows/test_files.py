"""Files of every kind at pages and commands: one sentence, nothing left behind, words kept."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import load_workbook

from changlai.foundation.people.public import Person
from changlai.kernel.files.models import StoredFile
from tests.flows.channels import BESIDE, VOICE, table
from tests.flows.desk import SAID, Desk, hidden, seen, upload
from tests.kernel.files.uploads import PDF, mp4, picture, zip_bomb

pytestmark = pytest.mark.django_db

BIG = 50 * 1024 * 1024
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
FILES: dict[str, Callable[[], tuple[bytes, str]]] = {
    "0 bytes": lambda: (b"", "村口.jpg"),
    "50 MB": lambda: (b"\xff\xd8\xff\xe0" + bytes(BIG), "村口.jpg"),
    "a page called photo": lambda: (b"<html><script>alert(1)</script>", "村口.jpg"),
    "a program called photo": lambda: (b"MZ" + bytes(400), "村口.jpg"),
    "a pdf called photo": lambda: (PDF, "村口.jpg"),
    "a drawing with a script": lambda: (SVG, "村口.svg"),
    "half a photo": lambda: (picture()[:2000], "村口.jpg"),
    "a film called photo": lambda: (mp4(b"vide"), "村口.jpg"),
}
STEP_2 = {"step": "2", "kind": "help", "text": SAID, "place_text": BESIDE, "category": ""}


def left_behind(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.mark.parametrize("field", ["photo", "voice"])
@pytest.mark.parametrize("made", FILES.values(), ids=FILES)
def test_the_say_page_names_what_is_wrong_and_goes_on_without(
    desk: Desk, settings: Any, field: str, made: Any
) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post(desk.page("voices:say"), STEP_2 | {field: upload(*made())})
    assert answer.status_code == 200
    assert "第2步，共3步" in seen(answer)
    assert 'class="errors' in answer.content.decode()
    assert hidden(answer, "text") == SAID
    assert BESIDE in seen(answer)
    assert StoredFile.objects.count() == 0
    assert left_behind(settings) == []
    without = client.post(desk.page("voices:say"), STEP_2)
    assert "第3步，共3步" in seen(without)


@pytest.mark.parametrize("made", FILES.values(), ids=FILES)
def test_the_counter_names_what_is_wrong_and_keeps_the_words(
    desk: Desk, settings: Any, made: Any
) -> None:
    said = VOICE | {"text": SAID, "photo": upload(*made())}
    answer = desk.staff(desk.village.duty).post(desk.page("voices:counter"), said)
    assert answer.status_code == 200
    assert 'class="errors' in answer.content.decode()
    assert SAID in seen(answer)
    assert BESIDE in seen(answer)
    assert desk.cases().count() == StoredFile.objects.count() == 0
    assert left_behind(settings) == []


def workbook(rows: list[list[Any]], headings: tuple[str, ...], *, empty_after: int = 0) -> bytes:
    body = table(rows, headings).getvalue()
    if not empty_after:
        return bytes(body)
    book = load_workbook(io.BytesIO(body))
    page = book.active
    assert page is not None
    page.cell(row=page.max_row + empty_after, column=1).value = " "
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


MESSAGES, RESIDENTS = ("编号", "时间", "内容"), ("姓名", "手机号", "自然村")
SHEETS: dict[str, tuple[Callable[[tuple[str, ...]], bytes], str]] = {
    "0 bytes": (lambda heads: b"", "空"),
    "no table": (lambda heads: b"<html>", "xlsx"),
    "a photo": (lambda heads: picture(), "xlsx"),
    "an old table": (lambda heads: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xls"),
    "a bomb": (lambda heads: zip_bomb(), "大得不正常"),
    "50 MB": (lambda heads: b"PK\x03\x04" + bytes(BIG), "太大"),
    "no rows": (lambda heads: workbook([], heads), "没有数据行"),
    "wrong columns": (lambda heads: workbook([[1, 2]], ("甲", "乙")), "缺少"),
}


@pytest.mark.parametrize(("made", "told"), SHEETS.values(), ids=SHEETS)
@pytest.mark.parametrize(
    ("page", "headings"),
    [
        ("voices:import", MESSAGES),
        ("voices:category_import", ("一级分类", "二级分类")),
        ("people:import", RESIDENTS),
    ],
)
def test_import_pages_say_in_a_sentence_what_is_no_table(
    desk: Desk, page: str, headings: tuple[str, ...], made: Any, told: str
) -> None:
    before = Person.objects.count()
    sent = {"table": upload(made(headings), "导出.xlsx"), "kind": "help", "really": "1"}
    answer = desk.staff(desk.village.secretary).post(desk.page(page), sent)
    assert answer.status_code == 200
    assert told in seen(answer)
    assert "Traceback" not in seen(answer)
    assert desk.cases().count() == 0
    assert Person.objects.count() == before


@pytest.mark.parametrize(("made", "told"), SHEETS.values(), ids=SHEETS)
@pytest.mark.parametrize(
    ("verb", "headings"), [("import-voices", MESSAGES), ("import-residents", RESIDENTS)]
)
def test_import_commands_say_in_a_sentence_what_is_no_table(
    desk: Desk, tmp_path: Path, verb: str, headings: tuple[str, ...], made: Any, told: str
) -> None:
    before = Person.objects.count()
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(made(headings))
    with pytest.raises(CommandError, match=told):
        call_command(verb, str(file), centre=desk.centre.code)
    assert desk.cases().count() == 0
    assert Person.objects.count() == before


def test_a_file_that_is_not_there_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    for verb in ("import-voices", "import-residents"):
        for path in (tmp_path / "none.xlsx", tmp_path):
            with pytest.raises(CommandError, match=r"找不到|读不到"):
                call_command(verb, str(path), centre=desk.centre.code)
    with pytest.raises(CommandError, match="没有"):
        call_command("import-voices", "x.xlsx", centre="nowhere")


def counts(verb: str, file: Path, desk: Desk, capsys: Any) -> dict[str, int]:
    call_command(verb, str(file), centre=desk.centre.code, json=True)
    counted: dict[str, int] = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    return counted


@pytest.mark.parametrize(
    ("verb", "headings", "row"),
    [
        ("import-voices", MESSAGES, [9001, "2026-01-06 12:09", "水渠堵了。"]),
        ("import-residents", RESIDENTS, ["冯望舒", "19900000300", "榕树头"]),
    ],
)
def test_sixty_five_thousand_empty_rows_are_passed_over(
    desk: Desk, tmp_path: Path, capsys: Any, verb: str, headings: Any, row: list[Any]
) -> None:
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(workbook([row], headings, empty_after=65_000))
    done = counts(verb, file, desk, capsys)
    assert (done["read"], done["created"], done["rejected"]) == (1, 1, 0)
    again = counts(verb, file, desk, capsys)
    assert (again["created"], again["unchanged"]) == (0, 1)


@pytest.mark.parametrize(
    ("verb", "headings", "good", "bad"),
    [
        (
            "import-voices",
            MESSAGES,
            [9001, "2026-01-06 12:09", "水渠堵了。"],
            [9002, "2026-01-06 12:09", '=HYPERLINK("http://x","点我")'],
        ),
        (
            "import-residents",
            RESIDENTS,
            ["冯望舒", "19900000300", "榕树头"],
            ['=CONCATENATE("冯","二")', "19900000301", "榕树头"],
        ),
    ],
)
def test_a_formula_is_named_with_its_row_and_the_others_are_taken(
    desk: Desk, tmp_path: Path, capsys: Any, verb: str, headings: Any, good: Any, bad: Any
) -> None:
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(workbook([good, bad], headings))
    call_command(verb, str(file), centre=desk.centre.code, json=True)
    out, err = capsys.readouterr()
    done = json.loads(out.strip().splitlines()[-1])
    assert (done["read"], done["created"], done["rejected"]) == (2, 1, 1)
    assert "第 3 行" in err
    assert "公式" in err
