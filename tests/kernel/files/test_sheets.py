"""Tables from outside are read row by row, however they look; ours never run anything."""

import io
import time as clock
import zipfile
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from changlai.kernel.errors import BadInput
from changlai.kernel.files.sheets import parse_time, read_rows, text_of, write_rows
from tests.kernel.files import uploads

SHANGHAI = ZoneInfo("Asia/Shanghai")
WANTED = {"name": ("姓名", "名字"), "phone": ("电话", "手机号")}


def at(*parts: int) -> datetime:
    """Return a moment as a cell holds it, without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 -- cells have none


def saved(book: Workbook) -> io.BytesIO:
    target = io.BytesIO()
    book.save(target)
    return target


def table(*rows: list[Any]) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def changed(file: io.BytesIO, part: str, old: bytes, new: bytes) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            body = source.read(name)
            copy.writestr(name, body.replace(old, new) if name == part else body)
    return target


def test_columns_are_found_by_name_in_any_order_under_any_title() -> None:
    file = table(
        ["云溪村居民名单"],
        [],
        ["序号", "手机号(必填)*", " 姓 名:", "备注"],
        [1, "13800000001", "王小满", "x"],
        [],
        [2, 13800000002, "李大禾\n", None],
    )
    assert list(read_rows(file, WANTED)) == [
        (4, {"name": "王小满", "phone": "13800000001"}),
        (6, {"name": "李大禾", "phone": 13800000002}),
    ]


def test_a_file_may_call_a_column_by_a_name_of_its_own() -> None:
    file = table(["户主", "电话"], ["王小满", "1"])
    rows = list(read_rows(file, WANTED, mapping={"name": "户主"}))
    assert rows == [(2, {"name": "王小满", "phone": "1"})]


def test_optional_columns_may_be_missing() -> None:
    assert list(read_rows(table(["姓名"], ["王小满"]), WANTED, optional={"phone"})) == [
        (2, {"name": "王小满"})
    ]


def test_a_missing_column_is_told_with_what_was_found() -> None:
    with pytest.raises(BadInput) as caught:
        read_rows(table(["姓名", "住址"], ["王小满", "一组"]), WANTED)
    assert caught.value.sentence == "表格缺少这些列：电话。表里找到的是：姓名、住址。"


def test_the_table_may_be_on_a_later_sheet_but_not_on_a_hidden_one() -> None:
    book = Workbook()
    book.active.append(["说明"])
    second = book.create_sheet("名单")
    second.append(["姓名", "电话"])
    second.append(["王小满", "1"])
    assert len(list(read_rows(saved(book), WANTED))) == 1
    second.sheet_state = "hidden"
    with pytest.raises(BadInput, match="缺少"):
        read_rows(saved(book), WANTED)


@pytest.mark.parametrize("rows", [[["姓名", "电话"]], [], [["姓名", "电话"], [None, " \n"]]])
def test_a_table_without_rows_is_told(rows: list[Any]) -> None:
    with pytest.raises(BadInput, match="没有数据行"):
        read_rows(table(*rows), WANTED)


def test_a_formula_is_text_and_is_told() -> None:
    file = table(["姓名", "电话"], ['=HYPERLINK("http://x","点我")', "1"], ["=1+1", "2"])
    rows = [row for _, row in read_rows(file, WANTED)]
    assert rows[0]["name"].startswith("=HYPERLINK")
    assert rows[1]["name"] == "=1+1"
    assert rows[1].formulas == {"name"}


def test_broken_cells_are_empty() -> None:
    file = table(["姓名", "电话"], ["#N/A", "1"])
    assert next(read_rows(file, WANTED))[1]["name"] == ""


def test_blanks_tabs_and_zero_width_marks_round_a_text_are_taken_away() -> None:
    file = table(["姓名", "电话"], ["\t\u200b 王小满\u3000\n", "\ufeff1"])
    assert next(read_rows(file, WANTED))[1] == {"name": "王小满", "phone": "1"}


def test_sixty_five_thousand_empty_rows_are_passed_over() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["姓名", "电话"])
    sheet.append(["王小满", "1"])
    for _ in range(65_000):
        sheet.append([None, ""])
    sheet.append(["李大禾", "2"])
    assert [number for number, _ in read_rows(saved(book), WANTED)] == [2, 65_003]


def test_a_row_far_below_ends_the_reading() -> None:
    file = table(["姓名", "电话"], ["王小满", "1"], ["李大禾", "2"])
    far = changed(file, "xl/worksheets/sheet1.xml", b'r="3"', b'r="1048576"')
    started = clock.monotonic()
    rows = list(read_rows(far, WANTED))
    assert rows[0][0] == 2
    assert len(rows) <= 2
    assert clock.monotonic() - started < 30


def test_a_sheet_that_lies_about_its_size_is_read_to_its_end() -> None:
    file = table(["姓名", "电话"], *[["王小满", str(n)] for n in range(5)])
    lying = changed(file, "xl/worksheets/sheet1.xml", b'ref="A1:B6"', b'ref="A1"')
    assert len(list(read_rows(lying, WANTED))) == 5


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "空文件"),
        (b"hello", "不是能读的 xlsx"),
        (b"PK\x03\x04" + bytes(200), "不是能读的 xlsx"),
        (uploads.sheet()[:-200], "不是能读的 xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 .xls"),
        (uploads.zip_bomb(), "大得不正常"),
        (bytes(11 * 1024 * 1024), "不超过 10 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_rows(io.BytesIO(body), WANTED)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_broken_part_is_refused_in_a_sentence(part: str) -> None:
    file = table(["姓名", "电话"], ["王小满", "1"])
    broken = changed(file, part, b"</", b"<")
    with pytest.raises(BadInput, match="不是能读的 xlsx"):
        list(read_rows(broken, WANTED))


def test_a_document_type_is_refused() -> None:
    file = table(["姓名", "电话"], ["王小满", "1"])
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
    with pytest.raises(BadInput):
        read_rows(changed(file, "xl/worksheets/sheet1.xml", b"<worksheet", entity), WANTED)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2019/11/27 8:42:03", at(2019, 11, 27, 8, 42, 3)),
        ("2019-11-27 08:42:03", at(2019, 11, 27, 8, 42, 3)),
        ("\n\t2019-11-27 08:42:03 ", at(2019, 11, 27, 8, 42, 3)),
        ("2019-11-27 08:42", at(2019, 11, 27, 8, 42)),
        ("2019年11月27日", at(2019, 11, 27)),
        ("2019/1/2", at(2019, 1, 2)),
        (at(2019, 11, 27, 8, 42, 2, 999997), at(2019, 11, 27, 8, 42, 3)),
        (date(2019, 11, 27), at(2019, 11, 27)),
        (43796.3625, at(2019, 11, 27, 8, 42)),
    ],
)
def test_times_are_read_as_the_villages_time(cell: Any, moment: datetime) -> None:
    assert parse_time(cell) == moment.replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("cell", ["昨天", "2019-13-01", "2019-11-27 25:00:00", "27/11/2019", 5])
def test_an_unreadable_time_is_told(cell: Any) -> None:
    with pytest.raises(BadInput, match="时间看不懂"):
        parse_time(cell)


def test_no_time_is_none() -> None:
    assert parse_time("") is None
    assert parse_time(None) is None


def test_values_are_shown_as_they_were_typed() -> None:
    assert text_of(13800000001.0) == "13800000001"
    assert text_of(2.5) == "2.5"
    assert text_of(None) == ""


ROWS = [
    ["王小满", 3, date(2026, 3, 1), datetime(2026, 3, 1, 8, 5, tzinfo=SHANGHAI), 37.5],
    ['=HYPERLINK("x")', None, None, None, "<5"],
]
HEADINGS = ["姓名", "件数", "日期", "时间", "率"]
KINDS = ["text", "number", "date", "datetime", "percent"]


def written(**rest: Any) -> Any:
    return load_workbook(io.BytesIO(write_rows(HEADINGS, ROWS, kinds=KINDS, **rest))).active


def test_a_written_table_has_frozen_headings_and_cells_of_their_kind() -> None:
    sheet = written(widths=[20, None, 12])
    assert sheet.freeze_panes == "A2"
    assert sheet.page_setup.orientation == "landscape"
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert [cell.value for cell in sheet[2]] == [
        "王小满",
        3,
        at(2026, 3, 1),
        at(2026, 3, 1, 8, 5),
        0.375,
    ]
    assert sheet.column_dimensions["A"].width == 20


def test_what_looks_like_a_formula_is_written_as_text() -> None:
    for beginning in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        sheet = load_workbook(io.BytesIO(write_rows(["甲"], [[beginning]]))).active
        cell = sheet["A2"]
        assert cell.data_type == "s"
        assert cell.quotePrefix
        assert cell.number_format == "@"


def test_a_word_in_a_column_of_figures_stays_a_word() -> None:
    assert written()["E3"].value == "<5"


def test_the_same_rows_give_the_same_bytes() -> None:
    first = write_rows(HEADINGS, ROWS, kinds=KINDS)
    with time_machine.travel(datetime(2031, 5, 6, tzinfo=SHANGHAI)):
        assert write_rows(HEADINGS, ROWS, kinds=KINDS) == first


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_any_text_can_be_written_and_no_text_becomes_a_formula(texts: list[str]) -> None:
    book = load_workbook(io.BytesIO(write_rows(["甲"], [[text] for text in texts])))
    assert all(cell.data_type in {"s", "n"} for row in book.active for cell in row)


def test_what_we_write_we_read_again() -> None:
    file = io.BytesIO(write_rows(["电话", "姓名"], [["13800000001", "=1+1"]]))
    ((number, row),) = read_rows(file, WANTED)
    assert (number, row, row.formulas) == (2, {"name": "=1+1", "phone": "13800000001"}, frozenset())
