"""Cells on screen: apply online and at the counter, give, renew, return, print; bad input told."""

from datetime import timedelta

import pytest
import time_machine

from changlai.halls.cells.demo import DEMO
from changlai.halls.cells.models import Allocation, Cell, Wish
from changlai.halls.cells.registers import REGISTERS
from changlai.halls.cells.today import TODAY as SECTIONS
from changlai.kernel.ids import uuid7
from tests.cast import NOW
from tests.halls.cells.conftest import TODAY, Row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def test_f09_a_resident_applies_online_and_is_given_a_cell(row: Row) -> None:
    village = row.village
    cell = row.cell()
    mine, desk = row.client(village.resident), row.client(village.handler)
    form = {"kind": "stall", "purpose": "修鞋", "shown_as": "老师傅修鞋", "form_id": uuid7()}
    answer = mine.post(row.page("ask"), form)
    assert mine.post(row.page("ask"), form)["Location"] == answer["Location"]
    wish = Wish.objects.of(row.centre).get()
    assert wish.entered_by_id is None
    page = desk.get(row.page("desk_give", pk=cell.pk)).content.decode()
    assert "第1位 周春生" in page
    until = TODAY + timedelta(days=60)
    said = {"wish": str(wish.pk), "starts_on": TODAY.isoformat(), "ends_on": until.isoformat()}
    answer = desk.post(row.page("desk_give", pk=cell.pk), {**said, "rules": "不摆危险品。"})
    held = Allocation.objects.of(row.centre).get()
    assert answer["Location"] == row.page("desk_allocation", pk=held.pk)
    assert held.rules == "不摆危险品。"
    assert "老师傅修鞋" in mine.get(row.page("allocation", pk=held.pk)).content.decode()
    assert desk.get(row.page("desk_slip", pk=held.pk)).status_code == 200
    again = desk.get(row.page("desk_give", pk=cell.pk)).content.decode()
    assert "先办退还才能再分" in again


def test_a_wish_is_written_down_at_the_counter(row: Row) -> None:
    duty = row.client(row.village.duty)
    said = {"kind": "locker", "purpose": "放鼓"}
    page = duty.post(row.page("desk_counter"), said).content.decode()
    assert "请填写称呼。" in page
    page = duty.post(row.page("desk_counter"), {**said, "alias": "王师傅", "contact_phone": "12"})
    assert "请" in page.content.decode()
    assert not Wish.objects.of(row.centre).exists()
    assert duty.post(row.page("desk_counter"), {**said, "alias": "王师傅"}).status_code == 302
    person = row.village.phoneless_person
    found = duty.get(row.page("desk_counter"), {"q": "郑阿婆"}).content.decode()
    assert str(person.pk) in found
    duty.post(row.page("desk_counter"), {**said, "person": str(person.pk)})
    who = {one.who for one in Wish.objects.of(row.centre).waiting()}
    assert who == {"王师傅", "郑阿婆"}


def test_a_cell_is_made_and_changed_on_the_desk(row: Row) -> None:
    desk = row.client(row.village.handler)
    said = {"name": "靠窗工位", "kind": "desk", "fee_note": "不收费", "term_days": 60, "order": 0}
    page = desk.post(row.page("desk_add"), {**said, "name": " "}).content.decode()
    assert "这个字段是必填项" in page or "请填写" in page
    desk.post(row.page("desk_add"), {**said, "is_active": "on"})
    cell = Cell.objects.of(row.centre).get()
    desk.post(row.page("desk_change", pk=cell.pk), {**said, "note": "有台灯", "is_active": "on"})
    assert "有台灯" in desk.get(row.page("desk_cell", pk=cell.pk)).content.decode()


def test_staff_renew_and_take_back(row: Row) -> None:
    held = row.held()
    desk = row.client(row.village.handler)
    here = row.page("desk_allocation", pk=held.pk)
    early = {"verb": "renew", "ends_on": (held.ends_on - timedelta(days=1)).isoformat()}
    assert "晚于现在的到期日" in desk.post(here, early).content.decode()
    late = {"verb": "renew", "ends_on": (held.ends_on + timedelta(days=30)).isoformat()}
    assert desk.post(here, late).status_code == 302
    assert "退还的情况" in desk.post(here, {"verb": "return"}).content.decode()
    assert desk.post(here, {"verb": "return", "reason": "钥匙已交"}).status_code == 302
    again = desk.post(here, {"verb": "return", "reason": "钥匙已交"})
    assert again.status_code == 409
    assert "已经退还了" in again.content.decode()


def test_a_resident_gives_it_back_and_changes_the_sign(row: Row) -> None:
    held = row.held()
    mine = row.client(row.village.resident)
    here = row.page("allocation", pk=held.pk)
    assert "现在还早" in mine.post(here, {"verb": "renew"}).content.decode()
    mine.post(here, {"verb": "sign", "shown_as": "修鞋修伞", "hours": "上午"})
    assert "修鞋修伞" in mine.get(row.page("list")).content.decode()
    assert "确定吗" in mine.get(here, {"confirm": "return"}).content.decode()
    mine.post(here, {"verb": "return"})
    assert "空着1个" in mine.get(row.page("list")).content.decode()
    assert row.client(row.village.second).get(here).status_code == 404


def test_the_day_sheet_names_what_ends_and_what_could_be_given(row: Row) -> None:
    row.held(ends_on=TODAY + timedelta(days=3))
    row.cell("二号摊位")
    row.wish(row.village.second_person)
    lines = {one.code: one.lines(row.staff, NOW) for one in SECTIONS}
    assert [line.title for line in lines["cells_ending"][0]] == ["一号摊位 周春生"]
    assert [line.title for line in lines["cells_free"][0]] == ["二号摊位空着"]


def test_the_register_is_a_query_over_the_allocations(row: Row) -> None:
    row.held()
    register = REGISTERS[0]
    cells = [
        {column.title: column.of(one) for column in register.columns}
        for one in register.rows(row.staff, {"kind": "stall", "since": TODAY, "until": TODAY})
    ]
    assert [(one["格子间"], one["对象"], one["结果"]) for one in cells] == [
        ("一号摊位", "周**", "在用")
    ]
    assert not list(register.rows(row.staff, {"kind": "desk"}))


def test_the_demo_act_has_a_name_and_an_order() -> None:
    assert [(act.code, act.order) for act in DEMO] == [("cells", 33)]
