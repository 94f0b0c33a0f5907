"""Residents find who sits when, take a time in three requests, see it, give it up."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changlai.engines.appointments.public import Appointment, cancel_sitting, lay_sitting
from changlai.foundation.people.public import Scope, give_delegation
from changlai.kernel.outbox.public import Message, Sending
from tests.cast import NOW, make_person
from tests.engines.appointments.conftest import STARTS
from tests.halls.gatherings.sittings.conftest import Room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def words(response: Any) -> str:
    return str(response.content.decode())


def test_anyone_sees_who_sits_and_what_is_free(room: Room) -> None:
    room.clinic.book(0, room.village.second_person)
    listed = words(Client().get(room.page("sittings")))
    assert "沈医生" in listed
    assert "还有3个时间" in listed
    page = words(Client().get(room.of_sitting("sitting")))
    assert "登录以后约" in page
    assert "9:15-9:30" in page
    assert "9:00-9:15" not in page
    assert "看诊和咨询" in words(
        Client().get(reverse("rooms:book", kwargs={"code": room.centre.code}))
    )


def test_f27_a_time_is_booked_in_three_requests_and_not_twice(room: Room) -> None:
    first, second = room.village.resident_person, room.village.second_person
    client = room.as_person(first)
    form = client.get(room.of_sitting("sitting"))
    sent = client.post(
        room.of_sitting("book_slot"),
        {"slot": room.slot(1), "form_id": form.context["form"]["form_id"].value()},
    )
    assert "约好了" in words(client.get(sent["Location"]))
    late = room.as_person(second).post(room.of_sitting("book_slot"), {"slot": room.slot(1)})
    assert late.status_code == 409
    assert "刚刚被约走了" in words(late)
    assert "9:00-9:15" in words(late)  # the times still free are offered at once
    assert Appointment.objects.count() == 1
    assert "已经约了这一场" in words(client.get(room.of_sitting("sitting")))


def test_a_double_tap_is_one_appointment(room: Room) -> None:
    client, form_id = room.as_person(room.village.resident_person), str(uuid4())
    said = {"slot": room.slot(0), "form_id": form_id}
    answers = {client.post(room.of_sitting("book_slot"), said)["Location"] for _ in range(2)}
    assert len(answers) == 1


def test_bad_input_is_one_sentence(room: Room) -> None:
    client = room.as_person(room.village.resident_person)
    secretary = room.village.actor(room.village.secretary)
    hidden = lay_sitting(
        centre=room.centre,
        actor=secretary,
        at=NOW,
        provider=room.clinic.provider,
        title="倾诉",
        starts=STARTS,
        ends=STARTS + timedelta(hours=1),
        is_opaque=True,
    )
    secret = hidden.slots.first()
    assert secret is not None
    for typed, sentence in (
        ("", "请选一个时间。"),
        ("none", "请选一个时间。"),
        (str(uuid4()), "没有这个时间"),
        (str(secret.pk), "没有这个时间"),
    ):
        answer = client.post(room.of_sitting("book_slot"), {"slot": typed})
        assert sentence in words(answer), typed
    assert client.get(room.page("sitting", pk=hidden.pk)).status_code == 404
    assert "倾诉" not in words(client.get(room.page("sittings")))
    assert not Appointment.objects.exists()


def test_one_gives_ones_own_time_up_and_nobody_elses(room: Room) -> None:
    row = room.clinic.book(0, room.village.resident_person)
    here = room.page("appointment", pk=row.pk)
    other = room.as_person(room.village.second_person)
    assert other.get(here).status_code == 404
    assert other.post(here).status_code == 404
    client = room.as_person(room.village.resident_person)
    assert "确定不来了吗" in words(client.get(here + "?confirm=cancel"))
    assert "已经取消" in words(client.post(here, follow=True))
    assert client.post(here).status_code == 409
    assert "健康义诊" in words(client.get(room.page("appointments")))
    assert room.clinic.book(0, room.village.second_person).state == "booked"


def test_the_page_says_how_many_are_before(room: Room, clock: Any) -> None:
    mine = room.clinic.book(1, room.village.resident_person)
    other = room.clinic.book(0, room.village.second_person)
    clock.move_to(STARTS)
    desk = room.client(room.village.duty)
    for row in (other, mine):
        desk.post(room.step(row, "arrive"))
    client = room.as_person(room.village.resident_person)
    page = words(client.get(room.page("appointment", pk=mine.pk)))
    assert "前面还有1位" in page
    desk.post(room.of_sitting("desk_call_next"))
    page = words(client.get(room.page("appointment", pk=mine.pk)))
    assert "下一位就是您" in page


def test_f11_a_delegate_books_within_the_leave_only(room: Room) -> None:
    row = room.clinic.book(0, room.village.resident_person)
    for scope, answers in ((Scope.ROOMS, (404, 409)), (Scope.GATHERINGS, (200, 200))):
        given = give_delegation(
            centre=room.centre,
            principal_id=room.village.resident_person.pk,
            delegate_phone="19900000002",
            scopes=[scope],
            expires_on=(NOW + timedelta(days=9)).date(),
            actor=room.village.actor(room.village.resident),
            at=NOW,
        )
        client = room.client(room.village.second)
        client.post(f"/c/{room.centre.code}/me/delegates/{given.pk}/act")
        found = (
            client.get(room.page("appointment", pk=row.pk)).status_code,
            client.get(room.page("appointments")).status_code,
        )
        assert found == answers


def test_a_sitting_called_off_reaches_everyone(
    room: Room, django_capture_on_commit_callbacks: Any
) -> None:
    old = make_person(room.centre, "阿婆", contact_phone="13900001234")
    room.clinic.book(0, room.village.resident_person)
    room.clinic.book(1, old)
    room.clinic.book(2, None, alias="没留电话的")
    with django_capture_on_commit_callbacks(execute=True):
        cancel_sitting(
            centre=room.centre,
            sitting_id=room.clinic.sitting.pk,
            actor=room.village.actor(room.village.secretary),
            at=NOW,
            reason="医生临时出诊",
        )
    texts = [one for one in Message.objects.all() if "医生临时出诊" in one.text]
    assert {one.person_id for one in texts} == {room.village.resident_person.pk, old.pk}
    assert Sending.objects.of(room.centre).count() == 1
    page = words(Client().get(room.of_sitting("sitting")))
    assert "这一场取消了：医生临时出诊" in page


def test_lists_ask_no_more_for_many_than_for_one(
    room: Room, django_assert_max_num_queries: Any
) -> None:
    secretary = room.village.actor(room.village.secretary)
    for n in range(12):
        lay_sitting(
            centre=room.centre,
            actor=secretary,
            at=NOW,
            provider=room.clinic.provider,
            title="法律咨询",
            starts=STARTS + timedelta(days=n),
            ends=STARTS + timedelta(days=n, hours=1),
        )
    client = Client()
    client.get(room.page("sittings"))
    with django_assert_max_num_queries(6):
        client.get(room.page("sittings"))
