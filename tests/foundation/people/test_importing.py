import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import load_workbook

from changlai.foundation.people.actions.importing import COLUMNS, ImportReport, import_residents
from changlai.foundation.people.models import Household, Person
from changlai.kernel.errors import NotAllowed
from changlai.kernel.files.sheets import write_rows
from tests.cast import NOW, Village, phone

pytestmark = pytest.mark.django_db

HEADINGS = ["姓名", "手机号", "自然村", "户号", "住址", "出生年份", "家人电话"]
ROWS = [
    ["冯望舒", phone(300), "榕树头", "1-001", "榕树头1号", "1971", ""],
    ["冯阿公", "", "榕树头", "1-001", "", "1940", phone(300)],
    ["曾若谷", "", "", "", "", "", ""],
]


def run(village: Village, rows: list[list[str]], **other: Any) -> ImportReport:
    keyed = [
        (number, dict(zip(COLUMNS, row, strict=True))) for number, row in enumerate(rows, start=2)
    ]
    facts = {
        "centre": village.centre,
        "rows": keyed,
        "actor": village.actor(village.handler),
        "at": NOW,
    }
    return import_residents(**{**facts, **other})


def counts(report: ImportReport) -> tuple[int, ...]:
    return tuple(report.counts.as_dict().values())


def test_a_second_run_changes_nothing(village: Village) -> None:
    assert counts(run(village, ROWS)) == (3, 3, 0, 0, 0)
    before = list(Person.objects.order_by("pk").values())
    assert counts(run(village, ROWS)) == (3, 0, 0, 3, 0)
    assert list(Person.objects.order_by("pk").values("pk", "name")) == [
        {"pk": row["id"], "name": row["name"]} for row in before
    ]
    assert Household.objects.count() == 1


def test_twins_in_one_table_are_one_person(village: Village) -> None:
    twins = [ROWS[0], ROWS[0], ROWS[1], ROWS[1], ROWS[2], ROWS[2]]
    assert counts(run(village, twins)) == (6, 3, 0, 3, 0)


def test_two_people_of_one_name_in_two_households_stay_two(village: Village) -> None:
    rows = [["李小满", "", "", "1-001", "", "", ""], ["李小满", "", "", "1-002", "", "", ""]]
    assert counts(run(village, rows)) == (2, 2, 0, 0, 0)


def test_rows_that_say_different_things_of_one_person_are_told(village: Village) -> None:
    rows = [
        ["李小满", phone(310), "", "1-001", "桥头1号", "1960", ""],
        ["李小满", phone(311), "", "1-001", "", "", ""],
        ["李大满", "", "", "1-001", "桥头2号", "", ""],
        ["李小满", phone(310), "榕树头", "1-001", "桥头1号", "1960", ""],
    ]
    report = run(village, rows)
    assert counts(report) == (4, 1, 1, 0, 2)
    assert [(number, sentence) for number, _, sentence in report.errors] == [
        (3, "和第 2 行是同一个人，手机号写得不一样，请核对。"),
        (4, "和第 2 行是同一户，住址写得不一样，请核对。"),
    ]
    assert counts(run(village, rows)) == (4, 0, 0, 2, 2)


def test_a_second_run_finds_people_again_of_whom_more_is_known_since(village: Village) -> None:
    rows = [["曾若谷", "", "", "", "", "", ""], ["冯阿公", "", "榕树头", "", "", "1940", ""]]
    run(village, rows)
    Person.objects.filter(name="曾若谷").update(hamlet=village.hamlet)
    known = Person.objects.get(name="冯阿公")
    known.phone = phone(312)
    known.save()
    assert counts(run(village, rows)) == (2, 0, 0, 2, 0)


def test_a_name_that_several_bear_is_not_guessed(village: Village) -> None:
    rows = [["李小满", phone(313), "", "", "", "", ""], ["李小满", phone(314), "", "", "", "", ""]]
    run(village, rows)
    report = run(village, [["李小满", "", "", "", "", "", ""]])
    assert counts(report) == (1, 0, 0, 0, 1)
    assert "有几位叫这个名字的人" in report.errors[0][2]


def test_filled_cells_win_and_empty_ones_leave_what_is_there(village: Village) -> None:
    run(village, ROWS)
    again = [["冯望舒", phone(300), "", "1-001", "榕树头9号", "1972", ""]]
    assert counts(run(village, again)) == (1, 0, 1, 0, 0)
    person = Person.objects.select_related("hamlet", "household").get(name="冯望舒")
    assert person.birth_year == 1972
    assert person.hamlet == village.hamlet
    assert person.household is not None
    assert person.household.address == "榕树头9号"


def test_a_known_resident_is_found_by_phone(village: Village) -> None:
    rows = [["周春生", "199-0000-0001", "榕树头", "", "", "", ""]]
    assert counts(run(village, rows)) == (1, 0, 1, 0, 0)
    village.resident_person.refresh_from_db()
    assert village.resident_person.hamlet == village.hamlet


def test_a_bad_row_is_told_by_its_number_and_loses_nothing_else(village: Village) -> None:
    bad = [
        ["", phone(301), "", "", "", "", ""],
        ["电话错", "12345", "", "", "", "", ""],
        ["村不在", "", "云深处", "", "", "", ""],
        ["别人的号", phone(1), "", "", "", "", ""],
        ["年份错", "", "", "", "", "八十岁", ""],
    ]
    report = run(village, [*bad, ROWS[0]])
    assert counts(report) == (6, 1, 0, 0, 5)
    assert [number for number, _, _ in report.errors] == [2, 3, 4, 5, 6]
    sentences = [sentence for _, _, sentence in report.errors]
    assert "姓名" in sentences[0]
    assert "电话号码不对" in sentences[1]
    assert "云深处" in sentences[2]
    assert "家人电话" in sentences[3]
    assert "出生年份" in sentences[4]


def test_a_dry_run_says_the_same_and_keeps_nothing(village: Village) -> None:
    people = Person.objects.count()
    report = run(village, ROWS, dry_run=True)
    assert counts(report) == (3, 3, 0, 0, 0)
    assert Person.objects.count() == people
    assert not Household.objects.exists()


@pytest.mark.parametrize("part", ["duty", "resident", "other_secretary", "county"])
def test_only_who_keeps_the_list_imports(village: Village, part: str) -> None:
    with pytest.raises(NotAllowed):
        run(village, ROWS, actor=village.actor(village.accounts()[part]))


def sheet(rows: list[list[str]], headings: list[str] = HEADINGS) -> bytes:
    return write_rows(headings, rows)


def test_the_page_tries_first_and_gives_wrong_rows_back(village: Village) -> None:
    client = Client()
    client.force_login(village.handler)
    people = Person.objects.count()
    table = sheet([*ROWS, ["", phone(302), "", "", "", "", ""]])

    def send(**more: str) -> str:
        upload = SimpleUploadedFile("a.xlsx", table)
        answer = client.post("/c/yunxi/desk/people/import", {"table": upload, **more})
        return answer.content.decode()

    assert "还没有保存" in send()
    assert Person.objects.count() == people
    assert "导入完成" in send(really="on")
    assert Person.objects.count() == people + 3
    back = client.get("/c/yunxi/desk/people/import/errors").content
    lines = list(load_workbook(io.BytesIO(back)).active.values)
    assert lines[0][:2] == ("原表行号", "原因")
    assert lines[1][0] == "5"
    assert "姓名" in str(lines[1][1])


def test_the_template_is_what_the_import_reads(village: Village) -> None:
    client = Client()
    client.force_login(village.handler)
    template = client.get("/c/yunxi/desk/people/import/template").content
    upload = SimpleUploadedFile("a.xlsx", template)
    page = client.post("/c/yunxi/desk/people/import", {"table": upload}).content.decode()
    assert "试了一遍" in page


@pytest.mark.parametrize("content", [b"", b"not a sheet", b"PK\x03\x04broken"])
def test_what_is_no_table_is_one_sentence(village: Village, content: bytes) -> None:
    client = Client()
    client.force_login(village.handler)
    upload = SimpleUploadedFile("a.xlsx", content)
    answer = client.post("/c/yunxi/desk/people/import", {"table": upload})
    assert answer.status_code == 200
    assert "xlsx" in answer.content.decode() or "空文件" in answer.content.decode()


def test_the_command_prints_its_counts(village: Village, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "residents.xlsx"
    file.write_bytes(sheet(ROWS))
    call_command("import-residents", str(file), "--centre", "yunxi", "--dry-run", "--json")
    assert not Household.objects.exists()
    call_command("import-residents", str(file), "--centre", "yunxi", "--json")
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert json.loads(last) == {
        "read": 3,
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
    }
    with pytest.raises(CommandError):
        call_command("import-residents", str(file), "--centre", "nowhere")
    with pytest.raises(CommandError):
        call_command("import-residents", str(tmp_path / "none.xlsx"), "--centre", "yunxi")


def test_the_first_operator_is_made_by_a_command(db: None, capsys: Any) -> None:
    call_command("make-staff", "yunwei", "operator", "--name", "运维")
    assert "初始密码" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("make-staff", "zhen", "township", "--name", "镇里")
    call_command("reset-staff", "yunwei", "--second-factor")
    assert "初始密码" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("reset-staff", "nobody")
