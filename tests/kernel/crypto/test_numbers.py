"""Telephone and identity numbers: one form to store, a masked one to show, a sentence if wrong."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changlai.kernel.crypto import id_numbers, phones
from changlai.kernel.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800000001", "13800000001"),
        (" 138 0000 0001 ", "13800000001"),
        ("138-0000-0001", "13800000001"),
        ("+86 13800000001", "13800000001"),
        ("008613800000001", "13800000001"),
        ("".join(chr(ord(c) + 0xFEE0) for c in "13800000001"), "13800000001"),
        ("\u200b13800000001\u200e", "13800000001"),
        ("0898-65332211", "089865332211"),
        ("(0898)65332211", "089865332211"),
        ("010-62345678", "01062345678"),
    ],
)
def test_a_number_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert phones.normalise_cn(typed) == stored
    assert phones.normalise_cn(stored) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "123", "12345678901", "138000000011", "65332211", "+1 212 555 1234", "10086",
     "1" * 99, "13800000001 转 5", "<script>", "13800000001;13800000002"],
)  # fmt: skip
def test_what_nobody_could_ring_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput, match="电话号码不对"):
        phones.normalise_cn(typed)


@given(st.text(max_size=40))
def test_no_text_brings_anything_but_a_number_or_the_sentence(text: str) -> None:
    with contextlib.suppress(BadInput):
        assert phones.normalise_cn(text).isdecimal()


def test_a_masked_number_cannot_be_rung() -> None:
    assert phones.masked("13800000001") == "138****0001"
    assert phones.masked("089865332211") == "089****2211"
    assert phones.masked("12345") == "*****"
    assert phones.is_mobile("13800000001")
    assert not phones.is_mobile("089865332211")


def with_check(body: str) -> str:
    total = sum(int(d) * w for d, w in zip(body, id_numbers.WEIGHTS, strict=True))
    return body + id_numbers.CHECK_CHARACTERS[total % 11]


# Numbers of areas that do not exist (99…), so that they are nobody's.
VALID = with_check("99010219900307001")


def test_a_right_number_is_taken_however_it_is_typed() -> None:
    assert id_numbers.check(VALID) == VALID
    assert id_numbers.check(f" {VALID[:6]} {VALID[6:14]} {VALID[14:].lower()} ") == VALID
    wide = "".join(chr(ord(c) + 0xFEE0) for c in VALID)
    assert id_numbers.check(wide) == VALID
    assert id_numbers.birth_year(VALID) == 1990


def test_every_check_character_occurs_and_is_taken() -> None:
    numbers = [with_check(f"9901021990030700{n}") for n in range(10)]
    numbers += [with_check(f"9901021990030710{n}") for n in range(10)]
    assert {number[-1] for number in numbers} == set(id_numbers.CHECK_CHARACTERS)
    for number in numbers:
        assert id_numbers.check(number.lower()) == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "应是 18 位"),
        (VALID[:-1], "应是 18 位"),
        ("x" * 18, "应是 18 位"),
        (with_check("99010219900231001"), "出生日期"),
        (with_check("99010217000101001"), "出生日期"),
        (VALID[:-1] + ("0" if VALID[-1] != "0" else "1"), "校验位"),
    ],
)
def test_a_wrong_number_is_refused_by_what_is_wrong(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        id_numbers.check(typed)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_mistyped_digit_is_always_noticed(place: int, shift: int) -> None:
    digit = str((int(VALID[place]) + shift) % 10)
    with pytest.raises(BadInput):
        id_numbers.check(VALID[:place] + digit + VALID[place + 1 :])


def test_a_masked_identity_number_shows_no_date() -> None:
    assert "1990" not in id_numbers.masked(VALID)
    assert len(id_numbers.masked(VALID)) == 16
