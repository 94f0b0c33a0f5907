"""Whatever part of a text a person remembers finds it, in their village and nowhere else."""

import os
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from changlai.kernel.search import public as search
from changlai.kernel.search.models import SearchEntry
from changlai.kernel.search.words import MAX_TOKENS, question, tokens
from tests.cast import NOW
from tests.kernel.tenancy.centres import make_centre

pytestmark = pytest.mark.django_db
KIND = "voices.case"
TEXT = "村口的路灯坏了,联系A12栋 Wang 电话13800000001。下雨天路滑"


@pytest.fixture
def centre() -> Any:
    return make_centre("yunxi")


def found(centre: Any, words: str, kinds: Any = KIND) -> list[UUID]:
    return list(search.ids(centre, words, kinds))


def put(centre: Any, text: str, kind: str = KIND) -> UUID:
    record = uuid4()
    search.index(centre, record, kind, text)
    return record


@pytest.mark.parametrize(
    "words",
    ["灯", "了", "村", "滑", "路灯", "村口的路灯坏了", "坏了", "路灯 下雨", "雨天 坏", "a12",
     "A12栋", "12", "栋", "wan", "WANG", "13800000001", "1380", "路\u200b灯",
     "".join(chr(ord(c) + 0xFEE0) for c in "13800000001"),
     " 路灯 ", "😀路灯", '"路灯"', "路灯*", "路灯!"],
)  # fmt: skip
def test_any_part_of_a_text_finds_it(centre: Any, words: str) -> None:
    record = put(centre, TEXT)
    put(centre, "别的事情")
    assert found(centre, words) == [record]


@pytest.mark.parametrize(
    "words",
    ["灯路", "口路", "灯坏了联", "ang", "路灯 停电", "", "   ", "😀", "\u200b", "()", '"',
     "路灯 NOT", "* OR *",
     "路灯 OR 停电", "NEAR(路灯 坏了)", "tokens:路灯", "路灯' OR 1=1 --",
     "<script>alert(1)</script>"],
)  # fmt: skip
def test_what_is_not_in_the_text_does_not_find_it_and_nothing_is_an_operator(
    centre: Any, words: str
) -> None:
    put(centre, TEXT)
    assert found(centre, words) == []


def test_script_tags_and_zero_width_marks_in_a_text_are_words_or_nothing(centre: Any) -> None:
    record = put(centre, "<script>alert('路\u200b灯')</script> 😀😀")
    assert found(centre, "路灯") == [record]
    assert found(centre, "script") == [record]
    assert found(centre, "😀") == []


def test_other_scripts_are_found_by_the_beginning_of_a_word(centre: Any) -> None:
    record = put(centre, "Łódź مەھەللە བོད་ カラオケ 𠮷田")
    for words in ("łód", "مەھە", "ラオ", "𠮷", "𠮷田"):
        assert found(centre, words) == [record], words


def test_a_search_stays_in_its_village_and_its_kinds(centre: Any) -> None:
    neighbour = make_centre("wanhe")
    mine, notice, theirs = put(centre, TEXT), put(centre, TEXT, "notice"), put(neighbour, TEXT)
    assert found(centre, "路灯") == [mine]
    assert found(centre, "路灯", "notice") == [notice]
    assert set(found(centre, "路灯", ["notice", KIND])) == {mine, notice}
    assert set(found(centre, "路灯", ())) == {mine, notice}
    assert found(neighbour, "路灯", ()) == [theirs]
    assert found(centre, "路灯", "voices") == []


def test_indexing_again_replaces_the_words_and_the_kind(centre: Any) -> None:
    record = put(centre, TEXT)
    search.index(centre, record, "notice", "停电通知")
    assert found(centre, "路灯", ()) == []
    assert found(centre, "停电", "notice") == [record]
    assert SearchEntry.objects.of(centre).count() == 1


def test_what_was_dropped_is_gone_and_dropping_twice_is_harmless(centre: Any) -> None:
    record = put(centre, TEXT)
    search.drop(centre, record)
    search.drop(centre, record)
    assert found(centre, "路灯") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM search_fts")
            assert cursor.fetchone() == (0,)


def test_another_village_cannot_drop(centre: Any) -> None:
    record = put(centre, TEXT)
    search.drop(make_centre("wanhe"), record)
    assert found(centre, "路灯") == [record]


def test_many_hits_come_as_a_sub_select_with_the_same_answer(
    centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = {put(centre, TEXT) for _ in range(3)}
    put(centre, "停电")
    monkeypatch.setattr(search, "FEW", 2)
    answer = search.ids(centre, "路灯", KIND)
    assert not isinstance(answer, list)
    rows = SearchEntry.objects.of(centre).filter(record_id__in=answer)
    assert {row.record_id for row in rows} == records


def test_narrow_keeps_all_rows_for_blank_words(centre: Any) -> None:
    put(centre, TEXT)
    rows = SearchEntry.objects.of(centre)
    assert search.narrow(rows, centre, "  ").count() == 1
    assert search.narrow(rows, centre, "没有的词").count() == 0


def test_long_texts_and_long_questions_are_taken(centre: Any) -> None:
    record = put(centre, "修" * 9_998 + "尾声")
    assert found(centre, "尾声") == [record]
    assert found(centre, "修" * 5_000) == [record]
    word = put(centre, "x" * 9_000)
    assert found(centre, "x" * 8_000) == [word]
    assert len(tokens("字" * 90_000)) == MAX_TOKENS


def test_a_search_costs_one_query_and_indexing_few(
    centre: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):  # two of them open and close the transaction
        record = put(centre, TEXT)
    with django_assert_max_num_queries(1):
        assert search.ids(centre, "路灯") == [record]


@pytest.mark.parametrize("words", ["修" * 500, "a " * 500])
def test_a_question_is_cut_to_a_bearable_length(words: str) -> None:
    assert sum(len(phrase) for phrase in question(words)) <= 200


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E0A), min_size=1, max_size=12)


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=HAN, run=HAN, after=HAN)
def test_every_part_of_every_run_is_found(centre: Any, before: str, run: str, after: str) -> None:
    record = put(centre, f"{before},{run} {after}x1")
    for start in range(len(run)):
        for end in range(start + 1, len(run) + 1):
            assert record in found(centre, run[start:end]), run[start:end]
    search.drop(centre, record)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60), words=st.text(max_size=30))
def test_no_text_and_no_question_breaks_the_index(centre: Any, text: str, words: str) -> None:
    record = put(centre, text)
    assert isinstance(search.ids(centre, words, KIND), list)
    search.drop(centre, record)


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=HAN, words=HAN)
def test_a_run_that_is_not_in_the_text_is_not_found(centre: Any, text: str, words: str) -> None:
    record = put(centre, text)
    assert (record in found(centre, words)) == (words in text)
    search.drop(centre, record)


def test_two_that_draw_the_same_number_are_both_found(
    centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = uuid4(), uuid4()
    drawn = iter([bytes(10), bytes(10)])
    chance = os.urandom
    with time_machine.travel(NOW, tick=False):
        monkeypatch.setattr(os, "urandom", lambda count: next(drawn, None) or chance(count))
        search.index(centre, one, KIND, TEXT)
        search.index(centre, two, KIND, TEXT)
    assert set(found(centre, "路灯")) == {one, two}
