"""Words of every kind at every door: taken as they are, or refused in a sentence and kept."""

from typing import Any

import pytest
from django.test import Client

from tests.flows.channels import ALL, ANSWER, IMPORT, OPENING, Way
from tests.flows.desk import Desk, seen

pytestmark = pytest.mark.django_db

NOTHING = {"empty": "", "blanks": " \n\u3000\t ", "zero-width": "\u200b\u200d\ufeff\u2060"}
SOMETHING = {
    "ten thousand": "字" * 10_000,
    "emoji": "路灯坏了😀👨‍👩‍👧🏽急",
    "script": "<script>alert('路')</script>请修路",
}
TOO_LONG = "长" * 20_001


def named(ways: tuple[Way, ...]) -> Any:
    return pytest.mark.parametrize("way", ways, ids=lambda way: way.name)


@named((*OPENING, ANSWER))
@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_nothing_said_is_told_at_the_form_and_nothing_is_written(
    desk: Desk, way: Way, text: str
) -> None:
    answer = way.send(desk, text)
    page = seen(answer)
    assert answer.status_code in {200, 409}
    assert "请写" in page or "请填写" in page
    assert way.beside in page
    assert way.kept(desk) == ""


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_a_row_without_words_is_named_and_not_taken(desk: Desk, text: str) -> None:
    page = seen(IMPORT.send(desk, text))
    assert "没有内容" in page or "没有数据行" in page
    assert desk.cases().count() == 0


@named(ALL)
@pytest.mark.parametrize("text", SOMETHING.values(), ids=SOMETHING)
def test_long_words_pictures_and_tags_are_kept_as_they_were_said(
    desk: Desk, way: Way, text: str
) -> None:
    answer = way.send(desk, text)
    assert answer.status_code in {200, 302, 409}
    # The words of a rating are at most 2,000 characters; more are told at the form, never cut.
    if way.name == "rating" and len(text) > 2_000:
        assert "2000" in seen(answer)
        assert text in seen(answer)
        return
    assert way.kept(desk) == text


@named(OPENING)
def test_zero_width_marks_inside_are_taken_out_and_the_words_stay(desk: Desk, way: Way) -> None:
    way.send(desk, "路\u200b灯\u2060坏\ufeff了")
    assert way.kept(desk) == "路灯坏了"


@named((*OPENING, ANSWER))
def test_what_is_too_long_is_told_with_its_length_and_still_there(desk: Desk, way: Way) -> None:
    answer = way.send(desk, TOO_LONG)
    page = seen(answer)
    assert answer.status_code in {200, 409}
    assert "20000" in page
    assert TOO_LONG in page
    assert way.kept(desk) == ""


@named((*OPENING, ANSWER))
def test_no_page_runs_what_somebody_wrote(desk: Desk, way: Way) -> None:
    way.send(desk, SOMETHING["script"])
    case = desk.cases().get()
    handler = desk.staff(desk.village.handler)
    for name in ("desk_case", "sheet", "slip"):
        page = handler.get(desk.page(f"voices:{name}", pk=case.pk))
        assert page.status_code == 200, name
        assert "<script>alert" not in page.content.decode(), name
    for name in ("cases", "call_backs"):
        assert "<script>alert" not in handler.get(desk.page(f"voices:{name}")).content.decode()
    assert "<script>alert" not in handler.get(desk.page("web:today")).content.decode()


def test_three_million_characters_are_refused_before_they_are_read(desk: Desk) -> None:
    answer = OPENING[0].send(desk, "多" * 1_000_000)
    assert answer.status_code == 400
    assert "提交的文字太长" in seen(answer)
    assert desk.cases().count() == 0


def test_wrong_codes_are_one_sentence_whatever_is_typed(desk: Desk) -> None:
    opened = desk.opened()
    page = desk.page("voices:progress")
    for number, code in (
        (opened.case.number, "AAAAAA"),
        ("000000-0000", opened.code),
        ("<script>", "\u200b<b>"),
        ("😀", "🔑🔑🔑"),
    ):
        # Each from an address of its own: many tries from one have to wait.
        client = Client(REMOTE_ADDR=f"192.0.2.{len(number) + len(code)}")
        answer = client.post(page, {"number": number, "code": code})
        assert answer.status_code == 200
        assert "编号或查询码不对" in seen(answer), (number, code)
        assert number in seen(answer)
