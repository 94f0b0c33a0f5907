"""Parcels on screen: scan with and without a script, paste, hand out, arrange; bad input told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.foundation.areas.stage import set_stage
from changlai.foundation.people.public import actor_of, give_delegation, start_by_delegation
from changlai.halls.parcels.actions import arranging, keeping
from changlai.halls.parcels.demo import play
from changlai.halls.parcels.mine import MINE
from changlai.halls.parcels.models import Delivery, Parcel, ShelfRule
from changlai.halls.parcels.policies import own_parcels
from changlai.halls.parcels.registers import REGISTERS
from changlai.halls.parcels.states import ParcelState
from changlai.halls.parcels.today import TODAY as SECTIONS
from changlai.kernel.events.public import deliver
from changlai.kernel.metrics.public import recount
from tests.cast import NOW, make_person
from tests.halls.parcels.conftest import Shelf
from tests.halls.voices.test_demo import MORNING, UNTIL, people_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_f19_a_scanner_is_answered_line_by_line(shelf: Shelf) -> None:
    desk = shelf.client(shelf.village.duty)
    page = shelf.page("desk_in")

    def scan(line: str) -> dict[str, Any]:
        answer = desk.post(
            page, {"line": line, "carrier": "sf"}, headers={"accept": "application/json"}
        )
        return dict(answer.json())

    first = scan("SF1000001 0001")
    parcel = Parcel.objects.of(shelf.centre).get()
    assert (first["state"], first["code"], first["who"]) == ("new", parcel.code, "周春生")
    assert (parcel.carrier, parcel.in_by) == ("sf", shelf.village.duty)
    again = scan("SF1000001")
    assert again["state"] == "known"
    assert "这件扫过了" in again["sentence"]
    assert "不是手机号" in scan("SF1000002 12345")["sentence"]
    assert scan("")["state"] == "bad"
    assert Parcel.objects.of(shelf.centre).count() == 1


def test_the_same_form_works_without_a_script_and_keeps_the_batch(shelf: Shelf) -> None:
    desk = shelf.client(shelf.village.handler)
    page = shelf.page("desk_in")
    answer = desk.post(page, {"line": "SF1000001 0002", "carrier": "zto", "shelf": "2-1"})
    assert answer["Location"] == f"{page}?carrier=zto&shelf=2-1"
    shown = desk.get(answer["Location"]).content.decode()
    assert "何惠兰" in shown
    assert '<option value="2-1" selected>' in shown
    bad = desk.post(page, {"line": "没有", "carrier": "zto"})
    assert "单号只有字母和数字" in bad.content.decode()
    assert 'value="没有"' in bad.content.decode()


def test_many_numbers_are_pasted_and_the_bad_ones_stay_in_the_box(shelf: Shelf) -> None:
    desk = shelf.client(shelf.village.handler)
    page = shelf.page("desk_in")
    shelf.put("SF1000001")
    pasted = "SF1000001\nSF1000002 0001\n\nSF1000003 0002\n坏的一行\n"
    answer = desk.post(page, {"many-lines": pasted}).content.decode()
    assert "上架2件" in answer
    assert "1件原来就在架上" in answer
    assert ">\n坏的一行</textarea>" in answer
    assert Parcel.objects.of(shelf.centre).count() == 3
    assert "请贴上单号" in desk.post(page, {"many-lines": " "}).content.decode()
    many = "\n".join(f"SF9{number:06d}" for number in range(201))
    assert "一次最多200行" in desk.post(page, {"many-lines": many}).content.decode()
    assert desk.post(shelf.page("desk_tell")).status_code == 302
    assert len(shelf.told(shelf.village.resident_person)) == 1


def test_f19_it_is_handed_out_by_code_with_all_that_wait_for_the_same(shelf: Shelf) -> None:
    desk = shelf.client(shelf.village.duty)
    one, two, three = (shelf.put(f"SF100000{number}") for number in range(3))
    answer = desk.post(shelf.page("desk_out"), {"code": one.code})
    here = shelf.page("desk_parcel", pk=one.pk)
    assert answer["Location"] == here
    shown = desk.get(here).content.decode()
    assert two.code in shown
    proxy = {"verb": "hand_out", "taker": "proxy", "taker_name": "女婿小林", "also": [str(two.pk)]}
    assert "没有说过请这位代取" in desk.post(here, proxy).content.decode()
    assert desk.post(here, proxy | {"code": one.code}).status_code == 302
    handed = Parcel.objects.of(shelf.centre).filter(state=ParcelState.HANDED)
    assert {row.pk for row in handed} == {one.pk, two.pk}
    assert {row.taker_name for row in handed} == {"女婿小林"}
    three.refresh_from_db()
    assert three.state == ParcelState.WAITING


def test_f19_the_second_clerk_is_told_on_the_page_with_409(shelf: Shelf) -> None:
    parcel = shelf.put()
    here = shelf.page("desk_parcel", pk=parcel.pk)
    first, second = shelf.client(shelf.village.handler), shelf.client(shelf.village.duty)
    assert "取走了" in second.get(here).content.decode()
    said = {"verb": "hand_out", "taker": "self"}
    assert first.post(here, said).status_code == 302
    late = second.post(here, said)
    assert late.status_code == 409
    assert "交给了本人(周春生)，陈小满经手" in late.content.decode()


@pytest.mark.parametrize("page", ["desk_out", "check"])
def test_f19_five_wrong_codes_make_both_pages_wait(shelf: Shelf, page: str) -> None:
    parcel = shelf.put()
    client = shelf.client(shelf.village.duty) if page == "desk_out" else Client()
    wrong = "0000" if parcel.digits != "0000" else "0001"
    for _ in range(5):
        answer = client.post(shelf.page(page), {"code": wrong})
        assert answer.status_code == 200
        assert "没有这个取件码" in answer.content.decode()
    late = client.post(shelf.page(page), {"code": parcel.code})
    assert late.status_code == 409
    assert "请过1分钟再试" in late.content.decode()


def test_a_code_is_checked_by_anybody_and_names_nobody(shelf: Shelf) -> None:
    parcel = shelf.put()
    shown = Client().post(shelf.page("check"), {"code": parcel.code}).content.decode()
    assert f"在{parcel.shelf}架" in shown
    assert "周春生" not in shown


def test_one_who_lost_the_code_is_found_by_name_or_number(shelf: Shelf) -> None:
    desk, parcel = shelf.client(shelf.village.duty), shelf.put("SF1000077")
    stranger = shelf.scan("SF1000088", "19900000777 王师傅").parcel
    for words in ("春生", "0001", "19900000001", "SF1000077", parcel.code):
        shown = desk.get(shelf.page("desk_out"), {"q": words}).content.decode()
        assert parcel.code in shown, words
        assert stranger.code not in shown, words
    for words in ("王师傅", "0777", "19900000777"):
        assert stranger.code in desk.get(shelf.page("desk_out"), {"q": words}).content.decode()
    listed = desk.get(shelf.page("desk_parcels"), {"q": "春生"}).content.decode()
    assert parcel.code in listed


def test_the_keeper_does_everything_of_a_parcel_on_its_page(shelf: Shelf) -> None:
    desk, parcel = shelf.client(shelf.village.duty), shelf.scan("SF1000001", "0999").parcel
    here = shelf.page("desk_parcel", pk=parcel.pk)
    whose = shelf.page("desk_recipient", pk=parcel.pk)
    assert "请选一位村民" in desk.post(whose, {}).content.decode()
    assert "郑阿婆" in desk.get(whose, {"q": "郑阿婆"}).content.decode()
    elder = shelf.village.phoneless_person
    assert desk.post(whose, {"person": str(elder.pk)}).status_code == 302
    desk.post(here, {"verb": "proxy", "proxy-name": "女婿小林"})
    desk.post(here, {"verb": "ask", "ask-place": "榕树头第三户"})
    shown = desk.get(here).content.decode()
    assert "女婿小林" in shown
    assert "榕树头第三户" in shown
    assert Delivery.objects.of(shelf.centre).get().channel == "counter"
    assert "请写明为什么送不了" in desk.post(here, {"verb": "cannot"}).content.decode()
    desk.post(here, {"verb": "brought", "brought-reason": "儿媳妇"})
    parcel.refresh_from_db()
    assert (parcel.taker, parcel.taker_name) == ("door", "儿媳妇")
    assert "请写明为什么放回" in desk.post(here, {"verb": "put_back"}).content.decode()
    assert desk.post(here, {"verb": "put_back", "back-reason": "送错了"}).status_code == 302
    assert "请写明为什么退回" in desk.post(here, {"verb": "return"}).content.decode()
    assert desk.post(here, {"verb": "return", "return-reason": "不要了"}).status_code == 302
    assert desk.post(here, {"verb": "return", "return-reason": "不要了"}).status_code == 409
    parcel.refresh_from_db()
    gone = desk.get(shelf.page("desk_parcels"), {"tab": "gone"}).content.decode()
    assert parcel.code in gone


def test_a_resident_sees_the_own_parcels_names_a_proxy_and_has_one_brought(shelf: Shelf) -> None:
    parcel, others = shelf.put(), shelf.put("SF1000002", shelf.village.second_person)
    mine = shelf.client(shelf.village.resident)
    shown = mine.get(shelf.page("mine")).content.decode()
    assert parcel.code in shown
    assert others.code not in shown
    assert mine.get(shelf.page("parcel", pk=others.pk)).status_code == 404
    here = shelf.page("parcel", pk=parcel.pk)
    assert mine.post(here, {"verb": "proxy", "proxy-name": "何惠兰"}).status_code == 302
    assert mine.post(here, {"verb": "ask", "ask-place": "三组"}).status_code == 302
    assert "等着送到家" in mine.get(here).content.decode()
    assert mine.post(here, {"verb": "no_delivery"}).status_code == 302
    parcel.refresh_from_db()
    assert (parcel.proxy_name, parcel.proxy_channel) == ("何惠兰", "online")
    shelf.out(parcel, taker="proxy", taker_name="何惠兰")
    late = mine.post(here, {"verb": "proxy", "proxy-name": "别人"})
    assert late.status_code == 409
    assert "何惠兰代取" in mine.get(shelf.page("mine")).content.decode()
    assert shelf.client(shelf.village.resident).get(shelf.page("desk_in")).status_code in {302, 404}


def test_after_thirty_days_neither_side_finds_it_any_more(shelf: Shelf) -> None:
    parcel = shelf.out(shelf.put())
    keeping.purge(NOW + timedelta(days=30))
    mine, desk = shelf.client(shelf.village.resident), shelf.client(shelf.village.handler)
    assert mine.get(shelf.page("parcel", pk=parcel.pk)).status_code == 404
    assert desk.get(shelf.page("desk_parcel", pk=parcel.pk)).status_code == 404
    register = REGISTERS[0]
    cells = [
        column.of(one) for one in register.rows(shelf.staff, {}) for column in register.columns
    ]
    assert "已清除" in cells
    assert "本人" in cells
    assert register.url is not None
    assert register.url(Parcel.objects.of(shelf.centre).get()) == ""


@pytest.mark.parametrize(("scope", "sees"), [("parcels", 1), ("rooms", 0)])
def test_a_delegate_acts_within_the_scope_for_parcels(shelf: Shelf, scope: str, sees: int) -> None:
    village = shelf.village
    shelf.put()
    leave = give_delegation(
        centre=shelf.centre,
        principal_id=village.resident_person.pk,
        delegate_phone="19900000002",
        scopes=[scope],
        expires_on=TODAY + timedelta(days=30),
        actor=village.actor(village.resident),
        at=NOW,
    )
    session = start_by_delegation(
        centre=shelf.centre, delegation_id=leave.pk, actor=village.actor(village.second), at=NOW
    )
    acting = actor_of(
        account=village.second, centre=shelf.centre, at=NOW, acting_session_id=session.pk
    )
    assert own_parcels(acting).count() == sees


def test_the_day_sheet_and_my_page_name_what_waits(shelf: Shelf) -> None:
    parcel = shelf.put(at=NOW - timedelta(days=8))
    shelf.scan("SF1000002")
    arranging.ask_delivery(
        centre=shelf.centre, parcel_id=parcel.pk, actor=shelf.staff, at=NOW, place="榕树头"
    )
    lines = {one.code: one.lines(shelf.staff, NOW)[0] for one in SECTIONS}
    assert [line.title for line in lines["parcels_deliveries"]] == ["送快递到家：周春生"]
    assert [line.title for line in lines["parcels"]] == [
        "1件放久了没取",
        "1件不知道是谁的",
        "架上一共2件",
    ]
    own = MINE[0].lines(shelf.village.actor(shelf.village.resident), NOW)
    assert [line.title for line in own[0]] == [f"快递 取件码 {parcel.code}"]
    desk = shelf.client(shelf.village.handler)
    sheet = desk.get(shelf.page("desk_overdue")).content.decode()
    assert parcel.code in sheet
    assert "199****0001" in sheet


def test_the_register_masks_names(shelf: Shelf) -> None:
    shelf.out(shelf.put())
    register = REGISTERS[0]
    rows = register.rows(shelf.staff, {"state": "handed", "since": TODAY, "until": TODAY})
    cells = [{column.title: column.of(one) for column in register.columns} for one in rows]
    assert [(one["收件人"], one["结果"], one["经办人"]) for one in cells] == [
        ("周**", "本人", "陈小满")
    ]
    assert not list(register.rows(shelf.staff, {"until": TODAY - timedelta(days=1)}))
    assert not list(register.rows(shelf.staff, {"carrier": "sf"}))


def test_days_and_shelves_are_chosen_in_the_browser(shelf: Shelf) -> None:
    desk = shelf.client(shelf.village.handler)
    page = shelf.page("desk_rules")
    assert (
        "太长了"
        in desk.post(page, {"overdue_days": 5, "shelves": "一二三四五六七八九"}).content.decode()
    )
    assert desk.post(page, {"overdue_days": 5, "shelves": "东1 东2"}).status_code == 302
    rule = ShelfRule.objects.of(shelf.centre).get()
    assert (rule.overdue_days, rule.shelf_list) == (5, ["东1", "东2"])
    assert shelf.client(shelf.village.duty).get(page).status_code == 404


def test_the_pages_cost_no_more_with_more_rows(shelf: Shelf) -> None:
    def fill(many: int, start: int) -> None:
        for number in range(start, start + many):
            person = make_person(shelf.centre, f"村民{number}", number=1000 + number)
            shelf.put(f"SF2{number:06d}", person)
            shelf.put(f"SF3{number:06d}")
            shelf.out(shelf.put(f"SF4{number:06d}"))

    def cost(name: str, account: Any) -> int:
        client = shelf.client(account)
        client.get(shelf.page(name))
        with CaptureQueriesContext(connection) as said:
            assert client.get(shelf.page(name)).status_code == 200
        return len(said)

    village = shelf.village
    pages = [
        ("mine", village.resident),
        *((name, village.handler) for name in ("desk_parcels", "desk_in", "desk_overdue")),
    ]
    fill(3, 0)
    few = [cost(*page) for page in pages]
    fill(15, 3)
    assert [cost(*page) for page in pages] == few


def test_a_demo_shelf_looks_alive_and_its_figures_agree(db: None) -> None:
    village = set_stage(seed=7, months=3, until=UNTIL, now=MORNING)
    people_of(village)
    play(village)
    deliver(village.centre.pk)
    rows = Parcel.objects.of(village.centre)
    states = {state: rows.filter(state=state).count() for state in ParcelState}
    assert states[ParcelState.HANDED] > 20
    assert states[ParcelState.WAITING] > 0
    assert states[ParcelState.RETURNED] > 0
    assert rows.filter(purged_at__isnull=False).exists()
    assert Delivery.objects.of(village.centre).asked().exists()
    since, until = village.since, TODAY
    assert not [one for one in recount(village.centre, since, until) if "parcels" in one.metric]
