"""F10 and F28: plain guides found by daily words, made in the browser, counted from requests."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from changlai.halls.counter.actions.requests import answers_of, deliver, purge_scans
from changlai.halls.counter.models import ItemVersion, ServiceItem, ServiceRequest
from changlai.halls.counter.registers import REGISTERS
from changlai.kernel.schemas.public import Schema, columns
from tests.cast import NOW
from tests.halls.counter.conftest import Counter

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("开证明", "居住证明"),
        ("老年卡", "老年优待证"),
        ("医保", "城乡居民医保缴费"),
        ("盖房子", "农村建房申请"),
    ],
)
def test_f10_a_service_is_found_by_daily_words(counter: Counter, typed: str, title: str) -> None:
    body = text(Client().get(counter.page("items"), {"q": typed}))
    assert title in body
    assert body.count('class="row"') <= 2
    assert "没有找到" in text(Client().get(counter.page("items"), {"q": "造飞机"}))


def test_f10_every_service_is_three_taps_from_home(counter: Counter) -> None:
    """Home, the list, the page of the service: two taps; entrusting it is the third."""
    home = f"/c/{counter.centre.code}/"
    client = counter.client(counter.village.resident)
    assert f'href="{counter.page("items")}"' in text(client.get(home))
    listed = text(client.get(counter.page("items")))
    for item in ServiceItem.objects.of(counter.centre):
        page = counter.page("item", pk=item.pk)
        assert f'href="{page}"' in listed, item.title
        body = text(client.get(page))
        assert ("托中心办" in body) == (item.level != "guide")


def test_f10_each_guide_says_the_five_things_and_the_number_to_ring(counter: Counter) -> None:
    counter.centre.phone = "0000-5550101"
    counter.centre.save()
    for item in ServiceItem.objects.of(counter.centre):
        body = text(Client().get(counter.page("item", pk=item.pk)))
        for words in ("能不能办", "带什么", "几天", "找谁", "不用来也行吗"):
            assert words in body, (item.title, words)
        assert re.search(r"不会用手机，打这个电话.*0000-5550101", body, re.DOTALL)


def form(**more: str) -> dict[str, str]:
    """Return what the browser sends for a new item with two papers and two questions."""
    said = {
        "title": "借用轮椅",
        "level": "village",
        "domain": "health",
        "can_i": "村里走路不方便的人都能借。",
        "days": "1",
        "daily_words": "轮椅 推车",
        "steps": "登记\n取走\n用完还回来",
        "is_active": "on",
        "papers-count": "3",
        "paper-0-title": "身份证",
        "paper-0-how": "see",
        "paper-0-is_needed": "on",
        "paper-1-title": "押条",
        "paper-1-how": "keep",
        "field-count": "2",
        "field-0-label": "给谁用",
        "field-0-kind": "short",
        "field-0-required": "on",
        "field-0-in_register": "on",
        "field-1-label": "要不要送上门",
        "field-1-kind": "yes_no",
    }
    return said | more


def test_f26_an_item_with_its_own_form_is_made_in_the_browser_and_used(counter: Counter) -> None:
    desk, resident = counter.desk, counter.client(counter.village.resident)
    assert desk.post(counter.page("desk_item_new"), form()).status_code == 302
    item = ServiceItem.objects.of(counter.centre).get(title="借用轮椅")
    body = text(Client().get(counter.page("items"), {"q": "轮椅"}))
    assert counter.page("item", pk=item.pk) in body
    assert "押条，交原件，办完还" in text(Client().get(counter.page("item", pk=item.pk)))
    ask = counter.page("ask", pk=item.pk)
    assert "给谁用" in text(resident.get(ask))
    wrong = text(resident.post(ask, {"form_id": str(uuid4()), "words": "急用"}))
    assert "急用" in wrong, "what was typed stays"
    assert not ServiceRequest.objects.of(counter.centre).exists()
    answer = resident.post(ask, {"form_id": str(uuid4()), "q-f1": "我妈", "q-f2": "yes"})
    assert answer.status_code == 302
    assert "回执" in text(resident.get(answer["Location"]))
    row = ServiceRequest.objects.of(counter.centre).get()
    assert answers_of(row) == {"f1": "我妈", "f2": True}
    body = text(desk.get(counter.page("desk_request", pk=row.case_id)))
    for said in ("给谁用", "我妈", "要不要送上门", "押条"):
        assert said in body, said
    cells = {one.title: one.of(row) for one in REGISTERS[0].columns}
    assert cells["事项"] == "借用轮椅"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "请填写事项名称"),
        ({"can_i": ""}, "请写明谁能办"),
        ({"days": "0"}, "至少1个工作日"),
        ({"title": "老年优待证"}, "已经有叫“老年优待证”的事项了"),
        ({"paper-1-title": "身份证"}, "有两样材料名称相同"),
        ({"field-0-kind": "choice"}, "至少要有两个不同的选项"),
        ({"field-1-label": "给谁用"}, "两个栏目用了同一个名称"),
    ],
)
def test_a_broken_item_is_told_in_one_sentence_and_keeps_the_rest(
    counter: Counter, typed: dict[str, str], sentence: str
) -> None:
    body = text(counter.desk.post(counter.page("desk_item_new"), form(**typed)))
    assert sentence in body
    assert "村里走路不方便" in body or "can_i" in typed
    assert not ServiceItem.objects.of(counter.centre).filter(daily_words="轮椅 推车").exists()


def test_a_form_changed_under_open_requests_keeps_their_questions(counter: Counter) -> None:
    desk = counter.desk
    desk.post(counter.page("desk_item_new"), form())
    item = ServiceItem.objects.of(counter.centre).get(title="借用轮椅")
    row = counter.ask(item.code, answers={"f1": "我妈", "f2": True})
    changed = form(**{"field-0-code": "f1", "field-0-label": "谁坐", "field-0-kind": "long"})
    changed |= {"field-1-code": "f2", "field-1-is_dropped": "on", "days": "2"}
    assert desk.post(counter.page("desk_item", pk=item.pk), changed).status_code == 302
    assert ItemVersion.objects.of(counter.centre).filter(item=item).count() == 2
    body = text(desk.get(counter.page("desk_request", pk=row.case_id)))
    assert "给谁用" in body
    assert "谁坐" not in body
    # What says the same is no new version.
    desk.post(counter.page("desk_item", pk=item.pk), changed)
    assert ItemVersion.objects.of(counter.centre).filter(item=item).count() == 2


def test_an_item_withdrawn_while_requests_are_open_lets_them_go_on(counter: Counter) -> None:
    row = counter.ask("job_card")
    item = counter.item("job_card")
    said = form(title=item.title, daily_words=item.daily_words)
    del said["is_active"]
    assert counter.desk.post(counter.page("desk_item", pk=item.pk), said).status_code == 302
    assert item.title not in text(Client().get(counter.page("items")))
    resident = counter.client(counter.village.resident)
    assert resident.get(counter.page("ask", pk=item.pk)).status_code == 404
    assert item.title in text(resident.get(counter.page("request", pk=row.case_id)))
    counter.done(row)


def test_f28_each_measure_shows_how_often_it_was_really_used(counter: Counter) -> None:
    for code in ("elder_card", "elder_card", "job_card"):
        counter.ask(code)
    register = next(one for one in REGISTERS if one.code == "counter_measures")
    rows = register.rows(counter.clerk, {})
    used = {row.code: {c.title: c.of(row) for c in register.columns}["用过几次"] for row in rows}
    assert (used["elder_card"], used["job_card"], used["living_proof"]) == (2, 1, 0)


def found(counter: Counter, **asked: str) -> list[str]:
    body = text(Client().get(counter.page("items"), asked))
    return [item.title for item in ServiceItem.objects.of(counter.centre) if item.title in body]


def test_f28_items_are_narrowed_by_what_happened_at_home_and_by_whom_they_are_for(
    counter: Counter,
) -> None:
    assert "农村建房申请" in found(counter, event="build")
    assert "老年优待证" not in found(counter, event="build")
    assert found(counter, **{"for": "elder"}) == ["老年优待证"]
    assert found(counter, event="old", **{"for": "elder"}) == ["老年优待证"]
    assert found(counter, event="build", **{"for": "elder"}) == []
    assert len(found(counter, event="nonsense")) == ServiceItem.objects.of(counter.centre).count()
    item = counter.item("job_card")
    item.daily_words = "孩子上学 用工"
    item.save()
    assert item.title in found(counter, event="school"), "tagged by its daily words alone"


def test_office_words_of_staff_are_saved_and_a_plainer_one_is_offered(counter: Counter) -> None:
    said = form(can_i="经镇里审批的都能借。")
    body = text(counter.desk.post(counter.page("desk_item_new"), said, follow=True))
    assert ServiceItem.objects.of(counter.centre).filter(title="借用轮椅").exists()
    assert "“审批”可以换成“看过同意”" in body
    basis = form(title="借用拐杖", basis="按责令书")
    body = text(counter.desk.post(counter.page("desk_item_new"), basis, follow=True))
    assert "可以换成" not in body, "what the law is called is no word for residents"


VALID, WRONG = "11010519491231002X", "110105194912310021"


def test_f26_an_id_number_with_a_wrong_checksum_is_told_and_a_right_one_goes_in_time(
    counter: Counter,
) -> None:
    said = form(**{"field-0-label": "身份证号", "field-0-kind": "id_number", "field-1-label": ""})
    assert counter.desk.post(counter.page("desk_item_new"), said).status_code == 302
    item = ServiceItem.objects.of(counter.centre).get(title="借用轮椅")
    resident, ask = counter.client(counter.village.resident), counter.page("ask", pk=item.pk)
    body = text(resident.post(ask, {"form_id": str(uuid4()), "q-f1": WRONG, "words": "急用"}))
    assert "校验位不对" in body
    assert WRONG in body, "what was typed stays"
    assert resident.post(ask, {"form_id": str(uuid4()), "q-f1": VALID.lower()}).status_code == 302
    row = ServiceRequest.objects.of(counter.centre).get()
    assert answers_of(row) == {"f1": VALID}
    schema = Schema.parse(row.version.schema)
    assert columns(schema, answers_of) == [], "never in a register"
    counter.done(row)
    deliver(centre=counter.centre, case_id=row.case_id, actor=counter.clerk, at=NOW, how="fetched")
    assert purge_scans(NOW + timedelta(days=30)) == 1
    row.refresh_from_db()
    assert answers_of(row) == {}
