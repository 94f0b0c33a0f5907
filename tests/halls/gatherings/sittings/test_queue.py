"""Staff at the queue: lay the times, write people down, call, put back, end; no talk."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import openpyxl
import pytest

from changlai.engines.activities.public import (
    SessionPlan,
    announce_activity,
    make_activity,
    put_preset,
)
from changlai.engines.appointments.public import Appointment, Provider, Sitting, lay_sitting
from changlai.kernel.outbox.public import Message
from tests.cast import NOW
from tests.engines.appointments.conftest import STARTS
from tests.halls.gatherings.sittings.conftest import Room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TALK = ("主诉", "症状", "病", "诊断", "处方", "药", "案情", "建议", "内容", "备注", "原因")
"""Words that a column about a talk would be called."""


def words(response: Any) -> str:
    return str(response.content.decode())


# ── laying ────────────────────────────────────────────────────────────────────────────────────


def test_a_professional_is_registered_and_changed(room: Room) -> None:
    desk = room.client(room.village.handler)
    said = {"name": "许律师", "title": "律师", "unit": "县法律援助中心", "is_active": "on"}
    answer = desk.post(room.page("provider_new"), said, follow=True)
    assert "存好了：许律师" in words(answer)
    assert "已经登记过了" in words(desk.post(room.page("provider_new"), said))
    assert "请填写姓名。" in words(desk.post(room.page("provider_new"), said | {"name": ""}))
    row = Provider.objects.get(name="许律师")
    desk.post(room.page("provider", pk=row.pk), said | {"licence_until": "2026-01-01"})
    assert "过期" in words(desk.get(room.page("providers")))
    duty = room.client(room.village.duty)
    assert duty.get(room.page("provider_new")).status_code == 404
    assert duty.get(room.page("providers")).status_code == 200


def sitting_form(room: Room, **more: Any) -> dict[str, Any]:
    return {
        "provider": str(room.clinic.provider.pk),
        "title": "法律咨询",
        "day": "2026-03-25",
        "opens": "14:00",
        "closes": "16:00",
        "slot_minutes": "15",
        "place_text": "党群之家",
        "takes_walk_ins": "on",
    } | more


def test_times_are_laid_alone(room: Room) -> None:
    desk = room.client(room.village.handler)
    answer = desk.post(room.page("desk_sitting_new"), sitting_form(room), follow=True)
    assert "时段排好了" in words(answer)
    assert Sitting.objects.get(title="法律咨询").slots.count() == 8
    for wrong, sentence in (
        ({"closes": "13:00"}, "结束时间要晚于开始时间。"),
        ({"closes": "14:05"}, "排不出时段"),
        ({"slot_minutes": "2"}, "每人至少5分钟。"),
        ({"provider": str(uuid4())}, "请重新选"),
        ({"day": "nie"}, "日期"),
        ({"opens": "abends"}, "时间请写成"),
    ):
        again = words(desk.post(room.page("desk_sitting_new"), sitting_form(room, **wrong)))
        assert sentence in again, wrong
    room.clinic.provider.licence_until = date(2026, 3, 1)
    room.clinic.provider.save()
    assert "已经过期" in words(desk.post(room.page("desk_sitting_new"), sitting_form(room)))


def test_a_session_that_goes_by_slots_is_offered_and_laid_once(room: Room) -> None:
    secretary = room.village.actor(room.village.secretary)
    preset = put_preset(
        centre=room.centre,
        actor=secretary,
        at=NOW,
        title="义诊",
        code="clinic",
        documents=["slots"],
    )
    activity = make_activity(
        centre=room.centre,
        actor=secretary,
        at=NOW,
        preset=preset,
        title="春季义诊",
        sessions=(SessionPlan(STARTS, STARTS + timedelta(hours=2), place_text="祠堂"),),
    )
    announce_activity(centre=room.centre, activity_id=activity.pk, actor=secretary, at=NOW)
    session = activity.sessions.get()
    desk = room.client(room.village.handler)
    assert "按时段预约" in words(desk.get(room.page("desk_activity", pk=activity.pk)))
    assert f"?session={session.pk}" in words(desk.get(room.page("desk_sittings")))
    form = words(desk.get(room.page("desk_sitting_new") + f"?session={session.pk}"))
    assert "春季义诊" in form
    assert "祠堂" in form
    desk.post(room.page("desk_sitting_new"), sitting_form(room, session=str(session.pk)))
    assert Sitting.objects.get(origin_id=session.pk)
    assert "还没排" not in words(desk.get(room.page("desk_sittings")))
    # Somebody else's session, or none at all, stands for nothing.
    assert desk.get(room.page("desk_sitting_new") + "?session=none").status_code == 200


# ── the queue ─────────────────────────────────────────────────────────────────────────────────


def test_booked_and_walked_in_people_go_through_one_queue(room: Room, clock: Any) -> None:
    booked = room.clinic.book(0, room.village.resident_person)
    clock.move_to(STARTS)
    desk, queue = room.client(room.village.duty), room.of_sitting("desk_sitting")
    assert "坐诊和咨询" in words(desk.get(f"/c/{room.centre.code}/desk/"))
    said = {"alias": "路过的大叔", "channel": "counter", "form_id": str(uuid4())}
    for _ in range(2):  # a double tap is one walk-in
        assert desk.post(room.of_sitting("desk_sitting_add"), said).status_code == 302
    assert Appointment.objects.filter(alias="路过的大叔").count() == 1
    assert "排2号" in words(desk.post(room.step(booked, "arrive"), follow=True))
    called = words(desk.post(room.of_sitting("desk_call_next"), follow=True))
    assert "请2号 周春生。" in called  # the slot has come: before whoever walked in
    assert "排回队尾，3号" in words(desk.post(room.step(booked, "put_back"), follow=True))
    desk.post(room.of_sitting("desk_call_next"))
    desk.post(room.of_sitting("desk_call_next"))
    page = words(desk.get(queue))
    assert "谈完 1" in page
    booked.refresh_from_db()
    desk.post(room.step(booked, "finish"))
    assert "现在没有人在等。" in words(desk.post(room.of_sitting("desk_call_next"), follow=True))
    assert "状态已经变了" in words(desk.post(room.step(booked, "finish"), follow=True))
    assert desk.post(room.step(booked, "dance")).status_code == 404
    assert desk.get(room.step(booked, "finish")).status_code == 405


def test_a_no_show_is_told_kindly_and_may_come_all_the_same(
    room: Room, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    row = room.clinic.book(0, room.village.resident_person)
    clock.move_to(STARTS + timedelta(minutes=15))
    desk = room.client(room.village.duty)
    with django_capture_on_commit_callbacks(execute=True):
        assert "来了还可以再登记" in words(desk.post(room.step(row, "missed"), follow=True))
    text = Message.objects.get(person_id=room.village.resident_person.pk).text
    assert "不要紧，还需要的话随时再约" in text
    page = words(desk.get(room.of_sitting("desk_sitting")))
    assert "又来了" in page
    assert "到了" in words(desk.post(room.step(row, "arrive"), follow=True))
    row.refresh_from_db()
    assert row.state == "here"


def test_staff_write_somebody_into_a_slot(room: Room) -> None:
    desk, person = room.client(room.village.duty), room.village.phoneless_person
    address = room.of_sitting("desk_sitting_add")
    assert "沈医生" not in words(desk.get(address + "?q=郑"))
    said = {"person": str(person.pk), "slot": room.slot(2), "channel": "phone"}
    assert desk.post(address, said).status_code == 302
    row = Appointment.objects.get()
    assert (row.person_id, row.channel, row.entered_by_id) == (
        person.pk,
        "phone",
        room.village.duty.pk,
    )
    assert "刚刚被约走" in words(desk.post(address, said | {"person": "", "alias": "嫂子"}))
    assert "没有这个时段" in words(desk.post(address, said | {"slot": str(uuid4())}))
    assert "怎么称呼" in words(desk.post(address, said | {"person": "", "slot": room.slot(3)}))


def test_the_end_settles_everybody_and_says_sorry_to_who_waited(
    room: Room, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = room.village.resident_person, room.village.second_person
    rows = [room.clinic.book(0, first), room.clinic.book(1, second)]
    desk = room.client(room.village.duty)
    end = room.of_sitting("desk_sitting_end")
    assert "还没有开始" in words(desk.post(end, follow=True))
    clock.move_to(STARTS + timedelta(minutes=70))
    desk = room.client(room.village.duty)
    desk.post(room.step(rows[1], "arrive"))
    assert "要结束" in words(desk.get(f"/c/{room.centre.code}/desk/"))
    assert "没有轮到" in words(desk.get(end))
    with django_capture_on_commit_callbacks(execute=True):
        assert "这一场结束了" in words(desk.post(end, follow=True))
    assert [Appointment.objects.get(pk=row.pk).state for row in rows] == ["no_show", "cancelled"]
    assert "没有轮到" in Message.objects.get(person_id=second.pk).text
    assert "已经结束了" in words(desk.post(room.step(rows[0], "arrive"), follow=True))


def test_a_sitting_is_called_off_with_a_reason_by_who_plans(room: Room) -> None:
    address = room.of_sitting("desk_sitting_cancel")
    assert room.client(room.village.duty).get(address).status_code == 404
    desk = room.client(room.village.handler)
    assert "请写明原因" in words(desk.post(address, {"reason": " "}))
    assert "取消了" in words(desk.post(address, {"reason": "医生临时出诊"}, follow=True))
    assert desk.post(address, {"reason": "再来一次"}).status_code == 409


def test_the_list_for_the_wall_names_the_times_and_leaves_lines(room: Room) -> None:
    room.clinic.book(1, room.village.resident_person)
    page = words(room.client(room.village.duty).get(room.of_sitting("sitting_list")))
    assert room.village.resident_person.name in page
    assert page.count("现场") >= 6
    assert "不记为什么来、谈了什么" in page


# ── what is kept ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("register", ["sittings", "appointments"])
def test_f27_the_file_has_no_column_of_complaint_or_diagnosis(
    room: Room, register: str, clock: Any
) -> None:
    room.clinic.book(0, room.village.resident_person)
    clock.move_to(STARTS)
    desk = room.client(room.village.secretary)
    desk.post(room.step(Appointment.objects.get(), "arrive"))
    desk.post(room.of_sitting("desk_call_next"))
    desk.post(room.step(Appointment.objects.get(), "finish"))
    response = desk.get(f"/c/{room.centre.code}/desk/registers/{register}/xlsx/")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    head, line = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)][:2]
    assert not [title for title in head for word in TALK if word in title]
    assert "谈完了" in line or line[head.index("接待")] == "1"
    assert room.village.resident_person.name not in line


def test_f27_no_form_asks_why_somebody_comes(room: Room) -> None:
    desk = room.client(room.village.duty)
    for page in (
        room.as_person(room.village.resident_person).get(room.of_sitting("sitting")),
        desk.get(room.of_sitting("desk_sitting_add")),
        desk.get(room.of_sitting("desk_sitting")),
    ):
        assert "<textarea" not in words(page)
    assert set(desk.get(room.of_sitting("desk_sitting_add")).context["form"].fields) == {
        "form_id",
        "alias",
        "slot",
        "channel",
    }


def test_the_register_counts_slots_and_people_apart(room: Room, clock: Any) -> None:
    room.clinic.book(0, room.village.resident_person)
    room.clinic.book(1, room.village.second_person)
    clock.move_to(STARTS)
    desk = room.client(room.village.secretary)
    desk.post(room.of_sitting("desk_sitting_add"), {"alias": "大叔", "channel": "counter"})
    desk.post(room.of_sitting("desk_call_next"))
    desk.post(room.of_sitting("desk_call_next"))
    response = desk.get(f"/c/{room.centre.code}/desk/registers/sittings/xlsx/")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    head, line = list(sheet.iter_rows(values_only=True))[:2]
    found = dict(zip(head, line, strict=True))
    assert (found["时段"], found["约和来"], found["接待"], found["没有来"]) == (4, 3, 1, 0)


def test_the_list_of_sittings_asks_no_more_for_many(
    room: Room, django_assert_max_num_queries: Any
) -> None:
    secretary = room.village.actor(room.village.secretary)
    for n in range(20):
        lay_sitting(
            centre=room.centre,
            actor=secretary,
            at=NOW,
            provider=room.clinic.provider,
            title="法律咨询",
            starts=STARTS + timedelta(days=n),
            ends=STARTS + timedelta(days=n, hours=1),
        )
    desk = room.client(room.village.duty)
    desk.get(room.page("desk_sittings"))
    with django_assert_max_num_queries(13):
        desk.get(room.page("desk_sittings"))
    for n in range(3):
        room.clinic.book(n, None, alias=f"来人{n}")
    with django_assert_max_num_queries(13):
        desk.get(room.of_sitting("desk_sitting"))
