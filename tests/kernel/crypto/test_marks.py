"""Numbers that mark a person are found however they are written; sums and dates are let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changlai.kernel.crypto.marks import MarkKind, marks_in, words_of

ID = "42010619800101123X"
CARD = "6222020000000000123"
PHONE = "19900000001"
FULL = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")


def _kinds(text: str) -> set[MarkKind]:
    return {mark.kind for mark in marks_in(text)}


@pytest.mark.parametrize(
    ("number", "kind"),
    [(ID, MarkKind.ID_NUMBER), (CARD, MarkKind.CARD), (PHONE, MarkKind.PHONE)],
)
@pytest.mark.parametrize("gap", ["", " ", "  ", "-", ".", "·", "\u3000", "\u200b", " - "])
@pytest.mark.parametrize("is_wide", [False, True], ids=["narrow", "full-width"])
def test_a_number_is_found_in_full_width_digits_and_broken_by_spaces(
    number: str, kind: MarkKind, gap: str, is_wide: bool
) -> None:
    fours = gap.join(number[place : place + 4] for place in range(0, len(number), 4))
    text = f"经办人号码{fours.translate(FULL) if is_wide else fours}，请核对。"
    assert kind in _kinds(text)


def test_a_number_broken_over_the_end_of_a_line_is_found() -> None:
    assert _kinds("卡号 6222 0200\n0000 0000 123") == {MarkKind.CARD}
    assert _kinds("身份证 420106\r\n19800101123X") == {MarkKind.ID_NUMBER}


def test_signs_one_by_one_and_digits_of_another_script_are_found() -> None:
    assert _kinds(" ".join(ID)) == {MarkKind.ID_NUMBER}
    assert _kinds("١٩٩٠٠٠٠٠٠٠١") == {MarkKind.PHONE}


def test_an_identity_number_of_before_1999_is_found() -> None:
    assert _kinds("证号420106800101123") == {MarkKind.ID_NUMBER}


@pytest.mark.parametrize(
    "text",
    [
        "本月收入1,234,567.00元，支出987,654.32元",
        "2026-03-18 10:00到2026-03-20 18:00，2026年3月18日至2026年3月20日",
        "1200\n3400\n5600\n7800",
        "1200 3400 5600 7800",
        "| 4200 | 5300 | 6400 | 7500 |",
        "4200\t5300\t6400\t7500",
        "收入 12345.60，支出 23456.70，结余 34567.80",
        "统一社会信用代码91420106MA4K000X12",
        "合同编号20260318001",
        "3601 3602 3603 3604 3605室",
        "收入 4500 3200 5600 4800",
    ],
)
def test_sums_dates_and_tables_are_let_through(text: str) -> None:
    assert marks_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "420106、19800101、123X",
        "420106：19800101：123X",
        "420106 1980-01-01 123X",
        "42O1O619800101123X",
        "420106\t19800101\t123X",
    ],
)
def test_tricks_between_the_digits_are_seen_through(text: str) -> None:
    assert _kinds(text) == {MarkKind.ID_NUMBER}


@pytest.mark.parametrize(
    "text", ["一三八零零一三八零零零", "幺三八零零幺三八零零零", "138、0013、8000"]
)
def test_a_telephone_in_words_is_found(text: str) -> None:
    assert _kinds(text) == {MarkKind.PHONE}


@pytest.mark.parametrize(
    "text",
    [
        "户号 1234567890123456",
        "订单号：2026031812345678",
        "https://example.org/p/1234567890123456",
        "统一社会信用代码914201061234567890",
    ],
)
def test_the_number_of_an_order_or_a_unit_asks_somebody_to_look(text: str) -> None:
    assert _kinds(text) == {MarkKind.LONG}


def test_a_label_before_it_hides_no_true_identity_number() -> None:
    assert _kinds("订单号11010519491231002X") == {MarkKind.ID_NUMBER}


def test_what_is_found_is_shown_covered_and_once() -> None:
    marks = marks_in(f"{PHONE} 再说一遍 {PHONE}，{ID}")
    assert [mark.shown for mark in marks] == ["199****0001", "420***********3X"]
    assert words_of(marks) == "电话号码、身份证号"


@given(st.text(alphabet="0123456789Xx -.,\n年月日：:张三，。|\t", max_size=200))
def test_any_text_is_taken_without_trouble(text: str) -> None:
    for mark in marks_in(text):
        assert mark.digits not in mark.shown
