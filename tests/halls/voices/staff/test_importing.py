"""Bringing a sheet in: tried first, headings matched, imported once, bad rows given back."""

import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from changlai.engines.cases.public import Case
from changlai.halls.voices.models import ImportBatch
from changlai.kernel.files.public import StoredFile
from tests.halls.voices.conftest import Hall
from tests.halls.voices.desk import HEADINGS, message, sheet
from tests.halls.voices.staff.statements import statements


@pytest.fixture
def secretary(hall: Hall) -> Client:
    return hall.client(hall.village.secretary)


def upload(client: Client, hall: Hall, rows: Any, headings: Any = HEADINGS) -> Any:
    file = SimpleUploadedFile("留言.xlsx", sheet(rows, headings).getvalue())
    return client.post(hall.page("import"), {"table": file, "kind": "help"})


def carried(answer: Any) -> dict[str, str]:
    """Return the hidden fields that the page's first form carries on."""
    html = answer.content.decode()
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_the_first_press_only_tries(hall: Hall, secretary: Client) -> None:
    answer = upload(secretary, hall, [message(1), message(2, at="昨天")])
    report = answer.context["report"]
    assert (report.read, report.created, report.rejected) == (2, 1, 1)
    assert "还没有保存" in answer.content.decode()
    assert not Case.objects.of(hall.centre).exists()
    assert not ImportBatch.objects.of(hall.centre).exists()


def test_the_second_press_imports_and_drops_the_sheet(hall: Hall, secretary: Client) -> None:
    tried = upload(secretary, hall, [message(1), message(2)])
    done = secretary.post(hall.page("import"), carried(tried) | {"really": "1"})
    assert "导入完成" in done.content.decode()
    assert Case.objects.of(hall.centre).filter(channel="import").count() == 2
    assert list(done.context["page"].object_list) == [ImportBatch.objects.of(hall.centre).get()]
    assert not StoredFile.objects.of(hall.centre).exists()


def test_a_double_tap_imports_once_and_says_where_to_look(hall: Hall, secretary: Client) -> None:
    tried = carried(upload(secretary, hall, [message(1)])) | {"really": "1"}
    for _ in range(2):
        answer = secretary.post(hall.page("import"), tried)
    assert "已经导入过" in answer.content.decode()
    assert Case.objects.of(hall.centre).count() == 1
    assert ImportBatch.objects.of(hall.centre).count() == 1


def test_the_same_sheet_again_changes_nothing(hall: Hall, secretary: Client) -> None:
    for created, unchanged in ((1, 0), (0, 1)):
        tried = upload(secretary, hall, [message(1)])
        done = secretary.post(hall.page("import"), carried(tried) | {"really": "1"})
        report = done.context["report"]
        assert (report.created, report.unchanged) == (created, unchanged)


def test_unknown_headings_are_asked_for_and_then_understood(hall: Hall, secretary: Client) -> None:
    headings = ["单号", *HEADINGS[1:3], "哪天说的", "说的话", HEADINGS[5]]
    asked = upload(secretary, hall, [message(1)], headings)
    html = asked.content.decode()
    assert "缺少这些列" in html
    assert "说的话" in html
    columns = {"col-number": "单号", "col-at": "哪天说的", "col-text": "说的话"}
    tried = secretary.post(hall.page("import"), carried(asked) | columns)
    assert tried.context["report"].created == 1
    done = secretary.post(hall.page("import"), carried(tried) | {"really": "1"})
    assert done.context["report"].created == 1
    assert ImportBatch.objects.of(hall.centre).get().mapping["text"] == "说的话"


def test_the_rejected_rows_come_back_as_a_sheet(hall: Hall, secretary: Client) -> None:
    assert secretary.get(hall.page("import_rejected")).status_code == 302
    upload(secretary, hall, [message(1), message("=1+1", at="昨天")])
    answer = secretary.get(hall.page("import_rejected"))
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)  # type: ignore[union-attr]
    assert rows[0] == ("行号", "编号", "没有收下的原因")
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("words.xlsx", b"no sheet at all"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ],
)
def test_what_is_no_sheet_is_refused_in_one_sentence(
    hall: Hall, secretary: Client, name: str, content: bytes
) -> None:
    file = SimpleUploadedFile(name, content)
    answer = secretary.post(hall.page("import"), {"table": file, "kind": "help"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["table"]
    assert not StoredFile.objects.of(hall.centre).exists()


def test_no_file_no_rows_and_a_forged_name_are_told(hall: Hall, secretary: Client) -> None:
    page = hall.page("import")
    assert secretary.post(page, {"kind": "help"}).context["form"].errors["table"]
    assert "没有数据行" in upload(secretary, hall, []).content.decode()
    forged = secretary.post(page, {"sheet": "forged", "kind": "help", "really": "1"})
    assert "再选一次" in forged.content.decode()


def test_a_sheet_of_a_colleague_cannot_be_taken(hall: Hall, secretary: Client) -> None:
    tried = carried(upload(secretary, hall, [message(1)]))
    other = hall.client(hall.village.other_secretary)
    assert other.post(hall.page("import"), tried).status_code == 404
    assert hall.client(hall.village.handler).get(hall.page("import")).status_code == 404


def test_at_most_one_sheet_of_each_lies_about(hall: Hall, secretary: Client) -> None:
    for _ in range(3):
        upload(secretary, hall, [message(1)])
    assert StoredFile.objects.of(hall.centre).count() == 1


def test_the_empty_sheet_can_be_filled_and_read(hall: Hall, secretary: Client) -> None:
    answer = secretary.get(hall.page("import_template"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    headings = [cell.value for cell in next(book.active.iter_rows())]  # type: ignore[union-attr]
    assert headings[:2] == ["留言编号", "留言用户"]


def test_the_page_costs_no_more_with_thirty_imports(hall: Hall, secretary: Client) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            tried = carried(upload(secretary, hall, [message(1)]))
            secretary.post(hall.page("import"), tried | {"really": "1"})

    more(3)
    before = statements(secretary, hall.page("import"))
    more(15)
    assert statements(secretary, hall.page("import")) == before
