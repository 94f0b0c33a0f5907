"""F04: things of the village with their condition and checks, faults reported and mended."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from changlai.engines.cases.public import Case
from changlai.foundation.people.backends import STAFF
from changlai.foundation.places.public import (
    Facility,
    Room,
    change_room,
    put_facility,
    put_function,
)
from changlai.halls.rooms import pack_things
from changlai.halls.rooms.actions.repairs import (
    accept_repair,
    close_for_repair,
    finish_repair,
    report_fault,
)
from changlai.halls.rooms.actions.things import check_facility
from changlai.halls.rooms.models import BookingDate, FacilityCheck, Repair
from changlai.halls.rooms.queries.things import repairs
from changlai.halls.rooms.registers.things import REGISTERS
from changlai.halls.rooms.today_things import SECTIONS
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import deliver
from changlai.kernel.ids import uuid7
from changlai.kernel.outbox.public import messages_of, to_tell
from tests.cast import NOW, Village
from tests.halls.rooms.conftest import Rooms, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mending(rooms: Rooms) -> Rooms:
    """The rooms with the repair unpacked."""
    pack_things.unpack(rooms.centre, NOW)
    return rooms


def projector(rooms: Rooms, **more: Any) -> Facility:
    values: dict[str, Any] = {"name": "投影仪", "room": rooms.hall, "check_every_days": 30} | more
    return put_facility(centre=rooms.centre, actor=rooms.staff, **values)


def report(rooms: Rooms, facility: Facility | None = None, **more: Any) -> Any:
    values: dict[str, Any] = {
        "text": "打不开。",
        "actor": rooms.village.stranger,
        "at": NOW,
        "channel": "online",
        "room": rooms.hall,
    } | more
    return report_fault(centre=rooms.centre, facility=facility, **values)


def desk(rooms: Rooms, account: Any = None) -> Client:
    client = Client()
    client.force_login(account or rooms.village.handler, backend=STAFF)
    return client


def test_f04_a_room_holds_three_functions_and_its_page_says_what_is_offered(rooms: Rooms) -> None:
    functions = [
        put_function(centre=rooms.centre, actor=rooms.staff, name=name)
        for name in ("开会", "棋牌", "四点半课堂")
    ]
    change_room(
        centre=rooms.centre, room_id=rooms.hall.pk, actor=rooms.staff, at=NOW, functions=functions
    )
    projector(rooms)
    projector(rooms, name="坏掉的音箱", condition="broken")
    page = Client().get(rooms.page("room", pk=rooms.hall.pk)).content.decode()
    assert all(name in page for name in ("开会", "棋牌", "四点半课堂", "投影仪"))
    assert "坏掉的音箱" not in page
    assert "开" in page


def test_f04_a_check_is_due_and_sets_the_next_one(rooms: Rooms) -> None:
    today = timezone.localdate(NOW)
    thing = projector(rooms, check_due=today - timedelta(days=2))
    section = next(one for one in SECTIONS if one.code == "rooms_checks")
    lines, total = section.lines(rooms.staff, NOW)
    assert (total, lines[0].title, lines[0].late) == (1, "投影仪", True)
    answer = desk(rooms).post(
        rooms.page("desk_facility", pk=thing.pk), {"condition": "worn", "note": "灯泡暗了"}
    )
    assert answer.status_code == 302
    thing.refresh_from_db()
    assert (thing.condition, thing.check_due) == ("worn", today + timedelta(days=30))
    assert FacilityCheck.objects.of(rooms.centre).get().note == "灯泡暗了"
    assert section.lines(rooms.staff, NOW) == ([], 0)


def test_f04_a_fault_goes_its_way_from_the_door_to_mended(mending: Rooms) -> None:
    thing, village = projector(mending), mending.village
    passer_by = Client()
    form = {
        "facility": str(thing.pk),
        "text": "开机没有反应。",
        "phone": "19900000777",
        "form_id": str(uuid7()),
    }
    here = mending.page("fault", pk=mending.hall.pk)
    assert "投影仪" in passer_by.get(here).content.decode()
    answer = passer_by.post(here, form)
    receipt = passer_by.get(answer["Location"]).content.decode()
    case = Case.objects.of(mending.centre).get()
    assert case.number in receipt
    thing.refresh_from_db()
    assert thing.condition == "good", "whoever passes by may be wrong"
    # Two taps are one report, with the same number and code.
    again = passer_by.post(here, form)
    assert Case.objects.of(mending.centre).count() == Repair.objects.of(mending.centre).count() == 1
    assert passer_by.get(again["Location"]).content.decode() == receipt
    step = {"pk": case.pk}
    staff = desk(mending)
    assert "还没有人接" in staff.get(mending.page("desk_repairs")).content.decode()
    staff.post(mending.page("repair_step", verb="accept", **step))
    thing.refresh_from_db()
    assert thing.condition == "broken"
    assert "已经有人报过" in passer_by.get(here).content.decode()
    staff.post(mending.page("repair_step", verb="start", **step))
    late = staff.post(
        mending.page("repair_step", verb="answer", **step),
        {"text": "换了灯泡，能用了。", "condition": "good", "cost": "120"},
    )
    assert late.status_code == 302
    thing.refresh_from_db()
    assert thing.condition == "good"
    assert Repair.objects.of(mending.centre).get().cost == Decimal(120)
    deliver(mending.centre.pk)
    told = [row.message.text for row in to_tell(mending.centre, NOW + timedelta(days=1))]
    assert any("修好了：换了灯泡" in text for text in told)
    page = staff.get(mending.page("desk_repair", **step)).content.decode()
    assert "已修好" in page
    rows = list(REGISTERS[1].rows(village.actor(village.secretary), {}))
    cells = {column.title: column.of(rows[0]) for column in REGISTERS[1].columns}
    assert cells["设施"] == "投影仪"
    assert cells["花费(元)"] == Decimal(120)
    assert cells["用了几天"] == 0


def test_f53_a_fault_is_followed_by_number_and_code_without_signing_in(mending: Rooms) -> None:
    opened = report(mending)
    client = Client()
    here = mending.page("repair_progress")
    wrong = client.post(here, {"number": opened.case.number, "code": "XXXXXX"}).content.decode()
    assert "编号或查询码不对" in wrong
    answer = client.post(here, {"number": opened.case.number, "code": opened.code})
    page = client.get(answer["Location"]).content.decode()
    assert "待接修" in page
    assert "打不开" not in page, "the code shows how far it is, not the words"


def test_a_resident_finds_the_own_report_and_a_neighbour_does_not(mending: Rooms) -> None:
    village = mending.village
    case = report(mending, actor=mending.resident, person=village.resident_person).case
    page = mending.client(village.resident).get(mending.page("repair", pk=case.pk))
    assert "打不开" in page.content.decode()
    assert mending.client(village.second).get(page.request["PATH_INFO"]).status_code == 404
    accept_repair(centre=mending.centre, case_id=case.pk, actor=mending.staff, at=NOW)
    deliver(mending.centre.pk)
    told = [one.text for one in messages_of(mending.centre, village.resident_person.pk)]
    assert any("有人去修了" in text for text in told)


def test_whoever_reported_it_takes_it_back_when_it_works_again(mending: Rooms) -> None:
    village = mending.village
    case = report(mending, actor=mending.resident, person=village.resident_person).case
    client, page = mending.client(village.resident), mending.page("repair", pk=case.pk)
    assert "已经好了，撤回" in client.get(page).content.decode()
    assert "确定吗" in client.get(page, {"confirm": "withdraw"}).content.decode()
    assert mending.client(village.second).post(page).status_code == 404
    assert client.post(page).status_code == 302
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert client.post(page).status_code == 409


def test_the_desk_writes_a_fault_down_for_a_villager_and_loses_no_picture(mending: Rooms) -> None:
    client, page = desk(mending), mending.page("desk_repair_add")
    person = mending.village.phoneless_person
    found = client.get(page, {"q": person.name, "room": str(mending.hall.pk)}).content.decode()
    assert f"person={person.pk}" in found
    assert f"room={mending.hall.pk}" in found
    said = {"room": str(mending.hall.pk), "person": str(person.pk), "form_id": str(uuid7())}
    said |= {"text": "", "phone": "", "channel": "phone"}
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "white").save(drawn, "PNG")
    photo = SimpleUploadedFile("a.png", drawn.getvalue(), "image/png")
    body = client.post(page, said | {"text": "灯不亮", "phone": "12", "photo": photo})
    kept = body.content.decode().split('name="kept" value="')[1].split('"')[0]
    assert "照片收好了1张" in body.content.decode()
    assert client.post(page, said | {"text": "灯不亮", "kept": kept}).status_code == 302
    case = Case.objects.of(mending.centre).get()
    assert (case.person, case.channel, case.files.count()) == (person, "phone", 1)


def test_the_room_is_closed_while_it_is_mended_and_the_booking_is_displaced(
    mending: Rooms,
) -> None:
    booking = mending.book()
    case = report(mending, room=mending.books).case
    client = desk(mending)
    here = mending.page("repair_close_room", pk=case.pk)
    said = {
        "starts_on": "2026-03-20",
        "starts_at": "08:00",
        "ends_on": "2026-03-20",
        "ends_at": "20:00",
        "reason": "修投影仪",
    }
    assert "结束早于开始" in client.post(here, {**said, "ends_at": "07:00"}).content.decode()
    assert client.post(here, said).status_code == 302
    assert "场所暂停使用" in client.get(mending.page("desk_repair", pk=case.pk)).content.decode()
    deliver(mending.centre.pk)
    assert BookingDate.objects.of(mending.centre).get(booking=booking).state == "displaced"


def test_a_step_that_is_over_or_not_ones_own_is_refused_in_a_sentence(mending: Rooms) -> None:
    thing = projector(mending)
    case = report(mending, thing).case
    who: dict[str, Any] = {"centre": mending.centre, "case_id": case.pk, "at": NOW}
    with pytest.raises(NotAllowed):
        accept_repair(actor=mending.resident, **who)
    accept_repair(actor=mending.staff, **who)
    with pytest.raises(WrongStep):
        accept_repair(actor=mending.staff, **who)
    other = mending.village.actor(mending.village.handler_b)
    with pytest.raises(NotAllowed):
        finish_repair(actor=other, text="修好了", **who)
    with pytest.raises(BadInput, match="已报废"):
        finish_repair(actor=mending.staff, text="修好了", condition="broken", **who)
    with pytest.raises(BadInput, match="花费不能小于0"):
        finish_repair(actor=mending.staff, text="修好了", cost=Decimal(-1), **who)
    page = desk(mending).get(mending.page("repair_step", pk=case.pk, verb="accept"))
    assert page.status_code == 409
    assert "这一步现在不能做" in page.content.decode()
    assert desk(mending).get(mending.page("repair_step", pk=case.pk, verb="fly")).status_code == 404
    with pytest.raises(NotAllowed):
        check_facility(
            centre=mending.centre,
            facility_id=thing.pk,
            actor=mending.resident,
            at=NOW,
            condition="good",
        )


def test_a_fault_without_a_room_cannot_close_one(mending: Rooms) -> None:
    case = report(mending, room=None).case
    with pytest.raises(BadInput, match="没有写是哪间"):
        close_for_repair(
            centre=mending.centre,
            case_id=case.pk,
            actor=mending.staff,
            at=NOW,
            starts=at("2026-03-20 08:00"),
            ends=at("2026-03-20 09:00"),
            reason="修",
        )


def test_bad_input_at_the_door_keeps_what_was_typed(mending: Rooms) -> None:
    here = mending.page("fault", pk=mending.hall.pk)
    page = Client().post(here, {"text": " ", "phone": ""}).content.decode()
    assert "怎么坏的" in page
    page = Client().post(here, {"text": "灯不亮", "phone": "123"}).content.decode()
    assert "灯不亮" in page
    assert "号码" in page
    assert not Case.objects.of(mending.centre).exists()


def test_a_colleague_writes_a_fault_down_from_the_telephone(mending: Rooms) -> None:
    thing = projector(mending)
    client = desk(mending, mending.village.duty)
    here = mending.page("desk_repair_add")
    assert "投影仪" in client.get(here, {"room": str(mending.hall.pk)}).content.decode()
    said = {
        "room": str(mending.hall.pk),
        "facility": str(thing.pk),
        "text": "没声音",
        "alias": "王师傅",
    }
    assert client.post(here, said).status_code == 302
    repair = Repair.objects.of(mending.centre).select_related("case").get()
    assert (repair.facility, repair.case.channel) == (thing, "counter")


def test_a_facility_is_put_and_changed_on_the_desk(rooms: Rooms) -> None:
    client = desk(rooms)
    said = {"name": "折叠桌", "quantity": "20", "condition": "good", "room": str(rooms.hall.pk)}
    assert (
        client.post(rooms.page("desk_facility_add"), {**said, "quantity": "0"}).status_code == 200
    )
    answer = client.post(rooms.page("desk_facility_add"), said)
    thing = Facility.objects.of(rooms.centre).get(name="折叠桌")
    assert answer["Location"] == rooms.page("desk_facility", pk=thing.pk)
    client.post(rooms.page("desk_facility_change", pk=thing.pk), {**said, "fund_note": "村集体"})
    assert "村集体" in client.get(answer["Location"]).content.decode()
    found = client.get(rooms.page("desk_facilities"), {"condition": "broken"}).content.decode()
    assert "没有符合条件的设施" in found


def test_the_lists_cost_no_more_with_more_rows(mending: Rooms, village: Village) -> None:
    client = desk(mending)

    def cost(name: str) -> int:
        path = mending.page(name)
        client.get(path)
        with CaptureQueriesContext(connection) as said:
            client.get(path)
        return len(said)

    def fill(many: int) -> None:
        for number in range(many):
            thing = projector(mending, name=f"东西{number}", check_due=timezone.localdate(NOW))
            report(mending, thing)

    fill(3)
    few = [cost("desk_repairs"), cost("desk_facilities")]
    sheet = [len(section.lines(mending.staff, NOW)[0]) for section in SECTIONS]
    assert sheet == [3, 3]
    fill(15)
    assert [cost("desk_repairs"), cost("desk_facilities")] == few
    assert len(repairs(mending.staff)) == 18
    assert Room.objects.of(mending.centre).exists()
