"""The workbench of voices: the list, one voice, its steps; what is kept when a step is refused."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from changlai.engines.cases.public import Case, Category, Verb, accept_case, answer_case
from changlai.halls.voices.models import SavedView
from tests.halls.voices.conftest import Hall


def html_of(answer: Any) -> str:
    return answer.content.decode()


def take(client: Client, hall: Hall, case: Case, verb: str, **said: Any) -> Any:
    return client.post(hall.page("step", pk=case.pk, verb=verb), said)


def test_the_list_finds_by_words_number_and_filter(hall: Hall) -> None:
    lamp, water = hall.voice(), hall.voice("三组水管爆了", kind="complaint")
    client = hall.client(hall.village.handler)
    everything = html_of(client.get(hall.page("cases")))
    assert lamp.number in everything
    assert water.number in everything
    for query in ("words=水管", "kind=complaint", f"words={water.number}"):
        found = html_of(client.get(hall.page("cases") + "?" + query))
        assert water.number in found, query
        assert lamp.number not in found, query
    assert "没有符合条件的诉求" in html_of(client.get(hall.page("cases") + "?words=没有的词"))


def test_a_wrong_filter_is_no_filter_and_no_error(hall: Hall) -> None:
    case = hall.voice()
    client = hall.client(hall.village.handler)
    for query in (
        "since=昨天",
        "until=9999-12-31",
        "since=0001-01-01",
        "kind=nothing",
        "category=nobody",
        "page=999",
    ):
        answer = client.get(hall.page("cases") + "?" + query)
        assert answer.status_code == 200
        assert case.number in html_of(answer)


@pytest.mark.parametrize("name", ["cases", "desk_case"])
def test_statements_do_not_grow_with_the_rows(
    hall: Hall, name: str, django_assert_max_num_queries: Any
) -> None:
    client = hall.client(hall.village.handler)
    case = hall.voice()
    page = hall.page(name, **({"pk": case.pk} if name == "desk_case" else {}))
    client.get(page)
    for _ in range(30):
        hall.voice()
    with django_assert_max_num_queries(22):
        client.get(page)


def test_a_neighbour_a_resident_and_the_township_find_nothing_here(hall: Hall) -> None:
    case, cast = hall.voice(), hall.village
    for account in (cast.other_secretary, cast.township, cast.county, cast.operator):
        for page in (hall.page("cases"), hall.page("desk_case", pk=case.pk)):
            assert hall.client(account).get(page).status_code == 404
    assert Client().get(hall.page("cases")).status_code == 302


def test_a_view_is_saved_used_and_forgotten(hall: Hall) -> None:
    client = hall.client(hall.village.handler)
    client.post(hall.page("keep_view"), {"name": "我的投诉", "query": "kind=complaint"})
    assert "我的投诉" in html_of(client.get(hall.page("cases")))
    view = SavedView.objects.of(hall.centre).get()
    client.post(hall.page("forget_view", pk=view.pk))
    assert "我的投诉" not in html_of(client.get(hall.page("cases")))


def test_the_file_of_the_list_holds_its_rows_and_no_formula(hall: Hall) -> None:
    case = hall.voice('=HYPERLINK("http://x")')
    answer = hall.client(hall.village.handler).get(hall.page("cases_xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]][:3] == ["编号", "提出时间", "种类"]
    assert rows[1][0].value == case.number
    assert rows[1][5].data_type == "s"
    assert sheet.freeze_panes == "A2"


def test_the_whole_way_from_accepting_to_closing_by_the_pages(hall: Hall) -> None:
    case = hall.voice()
    handler, colleague = (
        hall.client(hall.village.handler),
        hall.client(hall.village.handler_b),
    )
    page = hall.page("desk_case", pk=case.pk)
    assert "受理" in html_of(handler.get(page))
    assert take(handler, hall, case, Verb.ACCEPT).status_code == 302
    assert take(handler, hall, case, Verb.CONTACT, note="打过电话").status_code == 302
    assert take(handler, hall, case, Verb.ANSWER, text="灯已修好。").status_code == 302
    done = take(
        colleague, hall, case, Verb.CALL_BACK, outcome="reached", solved="yes", was_contacted="yes"
    )
    assert done.status_code == 302
    row = Case.objects.of(hall.centre).get(pk=case.pk)
    assert (row.state, row.answer, row.solved) == ("finished", "灯已修好。", True)
    shown = html_of(handler.get(page))
    assert "灯已修好" in shown
    assert "回访" in shown


def test_an_answer_refused_because_a_colleague_was_faster_keeps_its_words(hall: Hall) -> None:
    case, now = hall.voice(), timezone.now()
    actor = hall.actor(hall.village.handler)
    who = {"centre": hall.centre, "case_id": case.pk, "actor": actor, "at": now}
    accept_case(**who)
    first, second = (hall.client(hall.village.handler) for _ in range(2))
    assert first.get(hall.page("step", pk=case.pk, verb="answer")).status_code == 200
    assert take(second, hall, case, Verb.ANSWER, text="第二部手机先答了。").status_code == 302
    late = take(first, hall, case, Verb.ANSWER, text="我这里写了很长的答复。")
    assert late.status_code == 409
    assert "我这里写了很长的答复" in html_of(late)
    assert "状态已经变了" in html_of(late)
    assert Case.objects.of(hall.centre).get(pk=case.pk).answer == "第二部手机先答了。"


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_an_empty_answer_is_refused_at_its_field(hall: Hall, text: str) -> None:
    case, now = hall.voice(), timezone.now()
    actor = hall.actor(hall.village.handler)
    accept_case(centre=hall.centre, case_id=case.pk, actor=actor, at=now)
    answer = take(hall.client(hall.village.handler), hall, case, Verb.ANSWER, text=text)
    assert answer.status_code in {200, 409}
    assert 'class="errors' in html_of(answer)
    assert Case.objects.of(hall.centre).get(pk=case.pk).answer == ""


def test_script_in_words_is_shown_as_words(hall: Hall) -> None:
    case = hall.voice("<script>alert(1)</script>路灯")
    client = hall.client(hall.village.handler)
    for page in (hall.page("cases"), hall.page("desk_case", pk=case.pk)):
        assert "<script>alert" not in html_of(client.get(page))


def test_a_step_that_is_not_open_now_says_so(hall: Hall) -> None:
    case = hall.voice()
    answer = hall.client(hall.village.handler).get(hall.page("step", pk=case.pk, verb="close"))
    assert answer.status_code == 409
    assert "现在不能做" in html_of(answer)
    assert (
        hall.client(hall.village.handler)
        .get(hall.page("step", pk=case.pk, verb="nonsense"))
        .status_code
        == 404
    )


def test_sheet_slip_and_original(hall: Hall) -> None:
    opened = hall.opened(reporter_alias="王大妈")
    case, client = opened.case, hall.client(hall.village.handler)
    assert case.number in html_of(client.get(hall.page("sheet", pk=case.pk)))
    answer = client.post(hall.page("slip", pk=case.pk), follow=True)
    assert answer.context["code"] != opened.code
    take(client, hall, case, Verb.ACCEPT)
    covered = take(client, hall, case, Verb.REDACT, text="某处路灯不亮。", reason="去掉住址")
    assert covered.status_code == 302
    page = hall.page("original", pk=case.pk)
    assert "二组路灯" not in html_of(client.get(page))
    shown = html_of(client.post(page, {"reason": "核对地点"}))
    assert "二组路灯" in shown
    assert "核对地点" in html_of(client.get(page))


def test_paper_ratings_come_from_a_colleague_alone(hall: Hall) -> None:
    case, now = hall.voice(), timezone.now()
    actor = hall.actor(hall.village.handler)
    who = {"centre": hall.centre, "case_id": case.pk, "actor": actor, "at": now}
    accept_case(**who)
    answer_case(**who, text="修好了。")
    page = hall.page("paper_rating", pk=case.pk)
    assert hall.client(hall.village.handler).post(page, {"face": "satisfied"}).status_code == 409
    assert hall.client(hall.village.handler_b).post(page, {"face": "satisfied"}).status_code == 302
    assert Case.objects.of(hall.centre).get(pk=case.pk).face == "satisfied"


def test_similar_voices_are_merged_by_number(hall: Hall) -> None:
    first, second = hall.voice(), hall.voice("二组路灯不亮，晚上看不见路，快修。")
    client = hall.client(hall.village.handler)
    page = html_of(client.get(hall.page("step", pk=second.pk, verb="merge")))
    assert first.number in page
    assert take(client, hall, second, Verb.MERGE, number="000000-0000").status_code == 409
    assert take(client, hall, second, Verb.MERGE, number=first.number).status_code == 302
    assert second.number in html_of(client.get(hall.page("desk_case", pk=first.pk)))
    assert first.number in html_of(client.get(hall.page("desk_case", pk=second.pk)))


def test_staff_put_a_voice_into_its_category(hall: Hall) -> None:
    case = hall.voice()
    client = hall.client(hall.village.handler)
    assert "还没分" in html_of(client.get(hall.page("desk_case", pk=case.pk)))
    lamp = Category.objects.of(hall.centre).get(code="road_light")
    same = take(client, hall, case, Verb.SORT, category="")
    assert same.status_code == 200
    assert "类别没有改" in same.content.decode()
    assert take(client, hall, case, Verb.SORT, category=str(lamp.pk)).status_code == 302
    shown = html_of(client.get(hall.page("desk_case", pk=case.pk)))
    assert "还没分" not in shown
    assert "道路出行 / 路灯" in shown


def test_who_answered_cannot_have_the_call_back_by_handing_the_voice_on(hall: Hall) -> None:
    case, now = hall.voice(), timezone.now()
    who = {"centre": hall.centre, "case_id": case.pk, "at": now}
    accept_case(**who, actor=hall.actor(hall.village.handler))
    answer_case(**who, actor=hall.actor(hall.village.handler), text="修好了。")
    secretary = hall.client(hall.village.secretary)
    answer = take(secretary, hall, case, Verb.ASSIGN, account=str(hall.village.handler_b.pk))
    assert answer.status_code == 409
    assert Case.objects.of(hall.centre).get(pk=case.pk).handler == hall.village.handler
