"""A practice: written once, its numbers counted, its proof chosen, and of nobody by name."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import docx
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.governance.practices.actions.practices import (
    Telling,
    link_proof,
    publish_practice,
    put_practice,
    reopen_practice,
)
from changlai.governance.practices.models import Practice
from changlai.governance.practices.queries.figures import GONE, figures_of
from changlai.governance.practices.states import NEXT, PracticeState
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.metrics.public import add
from changlai.kernel.records import public as records
from tests.cast import NOW, Village
from tests.governance.practices.conftest import Ways

pytestmark = pytest.mark.django_db

WORDS = {"background": "以前常白跑。", "method": "先打电话问清材料，再上门收。"}


def stand(ways: Ways, row: Practice, *, is_public: bool = True) -> Practice:
    return publish_practice(**ways.who, practice_id=row.pk, is_public=is_public)


def test_f58_a_practice_shows_real_counts_as_they_are_now(ways: Ways) -> None:
    figures = ("measure:voices.overdue", "metric:cases.received", "measure:gone.away")
    row = ways.practice()
    Practice.objects.filter(pk=row.pk).update(
        figures=list(figures), since=date(2026, 1, 1), until=date(2026, 3, 31)
    )
    row.refresh_from_db()
    late, opened, gone = figures_of(row, ways.centre, NOW)
    assert (late.value, opened.value, gone.shown) == (0, 0, GONE)
    names = ("family", "kind", "channel", "category", "urgency")
    dims = dict.fromkeys(names, "none")
    for _ in range(7):
        add(ways.centre.pk, "cases.received", date(2026, 2, 3), **dims)
    add(ways.centre.pk, "cases.received", date(2025, 12, 31), **dims)
    assert [one.shown for one in figures_of(row, ways.centre, NOW)][1] == "7件"


def test_f58_the_paper_has_every_part_and_says_what_is_missing(ways: Ways) -> None:
    row = ways.practice(figures=("measure:voices.overdue",), cost="两个人，一部电话。")
    answer = ways.client().get(ways.page("desk_docx", pk=row.pk))
    assert answer.status_code == 200
    paper = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(one.text for one in paper.paragraphs)
    for label in ("背景", "做法", "成效", "投入", "适用条件", "要注意的"):
        assert f"、{label}" in text
    assert "两个人，一部电话。" in text
    assert "（暂无）" in text
    assert paper.tables[0].rows[1].cells[0].text == "超时没答复的诉求"


@pytest.mark.parametrize("words", ["何惠兰阿姨带头。", "打19900000002。", "banli写的。"])
def test_f58_a_practice_that_names_somebody_is_not_published(ways: Ways, words: str) -> None:
    row = ways.practice(care=words)
    with pytest.raises(BadInput, match="一位村民"):
        stand(ways, row)
    row.refresh_from_db()
    assert row.state == PracticeState.DRAFT


def test_f58_half_a_practice_is_not_published(ways: Ways) -> None:
    row = ways.practice(method="")
    with pytest.raises(BadInput, match="做法"):
        stand(ways, row)


@pytest.mark.parametrize("now", PracticeState.values)
@pytest.mark.parametrize("then", PracticeState.values)
def test_f58_a_practice_goes_from_draft_to_published_and_back(
    ways: Ways, now: str, then: str
) -> None:
    row = ways.practice()
    if now == PracticeState.PUBLISHED:
        stand(ways, row)
    move: Any = stand
    if then == PracticeState.DRAFT:
        move = lambda ways, row: reopen_practice(**ways.who, practice_id=row.pk)  # noqa: E731
    if then in NEXT[PracticeState(now)]:
        assert move(ways, row).state == then
    else:
        with pytest.raises(WrongStep):
            move(ways, row)


def test_f58_one_form_is_one_practice_and_a_title_is_not_used_twice(ways: Ways) -> None:
    form_id = uuid4()
    first = put_practice(**ways.who, telling=Telling("一个做法", **WORDS), form_id=form_id)
    again = put_practice(**ways.who, telling=Telling("一个做法", **WORDS), form_id=form_id)
    assert first.pk == again.pk
    with pytest.raises(BadInput, match="换个名称"):
        put_practice(**ways.who, telling=Telling("一个做法"), form_id=uuid4())
    client, page = ways.client(), ways.page("desk_new")
    answer = client.post(page, {"title": "一个做法", "method": "留着的字"})
    assert answer.status_code == 200
    assert "留着的字" in answer.content.decode()


def test_f58_what_stands_is_not_changed_before_it_is_taken_up_again(ways: Ways) -> None:
    row = stand(ways, ways.practice())
    with pytest.raises(WrongStep):
        put_practice(**ways.who, telling=Telling("别的"), practice_id=row.pk)
    answer = ways.client().post(ways.page("desk_change", pk=row.pk), {"title": "别的"})
    assert answer.status_code == 409
    assert (
        ways.client().post(ways.page("desk_one", pk=row.pk), {"verb": "publish"}).status_code == 409
    )


def test_f58_the_public_page_shows_published_ones_and_names_no_inner_record(ways: Ways) -> None:
    row = ways.practice()
    inner, shown = uuid4(), uuid4()
    records.put(ways.centre, inner, "case", "投诉 26-0001", NOW, records.Visibility.PERSON)
    records.put(ways.centre, shown, "activity", "义诊一天", NOW, records.Visibility.PUBLIC)
    for record in (inner, shown):
        link_proof(**ways.who, practice_id=row.pk, record_id=record, is_on=True)
    page = ways.page("one", pk=row.pk)
    assert Client().get(page).status_code == 404
    stand(ways, row, is_public=False)
    assert Client().get(page).status_code == 404
    reopen_practice(**ways.who, practice_id=row.pk)
    stand(ways, row)
    text = Client().get(page).content.decode()
    assert "义诊一天" in text
    assert "投诉" not in text
    assert "另有1条内部记录" in text
    assert row.title in Client().get(ways.page("all")).content.decode()
    reopen_practice(**ways.who, practice_id=row.pk)
    assert Client().get(page).status_code == 404
    assert "还没有写出来的" in Client().get(ways.page("all")).content.decode()


def test_f58_who_writes_and_who_reads(ways: Ways) -> None:
    village = ways.village
    for account in (village.supervisor, village.duty, village.other_secretary, village.township):
        actor = village.actor(account)
        with pytest.raises(NotAllowed):
            put_practice(
                centre=ways.centre,
                actor=actor,
                at=NOW,
                telling=Telling("一个", **WORDS),
                form_id=uuid4(),
            )
    ways.practice()
    assert ways.client(village.supervisor).get(ways.page("desk")).status_code == 200
    assert ways.client(village.supervisor).get(ways.page("desk_new")).status_code == 404
    assert ways.client(village.duty).get(ways.page("desk")).status_code == 404


def test_f58_the_list_costs_the_same_for_many(ways: Ways) -> None:
    client = ways.client()

    def cost(name: str) -> int:
        client.get(ways.page(name))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(ways.page(name)).status_code == 200
        return len(seen)

    for number in range(3):
        stand(ways, ways.practice(f"第{number}条"))
    few = {name: cost(name) for name in ("desk", "all")}
    for number in range(3, 30):
        stand(ways, ways.practice(f"第{number}条"))
    assert {name: cost(name) for name in ("desk", "all")} == few


def test_f58_a_pack_is_given_and_brought_through_the_pages(lived_in: Village) -> None:
    ways = Ways(lived_in)
    client = ways.client()
    query = {"part": ["counter.items", "gatherings.presets"], "title": "便民办事"}
    looked = client.get(ways.page("give"), query)
    assert "办事指南" in looked.content.decode()
    file = client.get(ways.page("give_file"), query)
    assert file["Content-Disposition"].startswith("attachment")
    door = ways.client(lived_in.other_secretary)
    bring = ways.page("bring", lived_in.other_centre)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        sent = io.BytesIO(file.content)
        sent.name = "pack.json"
        answer = door.post(bring, {"file": sent})
        assert answer.status_code == 302
        page = answer["Location"]
        assert "先是“不办”" in door.get(page).content.decode()
        assert door.post(page).status_code == 302
        assert "收下了" in door.get(page).content.decode()
    broken = io.BytesIO(file.content[:-9])
    broken.name = "pack.json"
    text = door.post(bring, {"file": broken}).content.decode()
    assert "不是经验包" in text
