"""The telephone at the desk: four fields, emergency words first, and nobody waits unheard."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from changlai.engines.cases.public import Case
from changlai.halls.voices.actions.calls import log_call, log_missed_call
from changlai.halls.voices.forms.intake import CallForm
from changlai.halls.voices.models import CallLog
from tests.cast import phone
from tests.halls.voices.conftest import Hall
from tests.halls.voices.staff.statements import statements

SAID = {"text": "问班车几点开", "kind": "consult", "case": "1"}


@pytest.fixture
def duty(hall: Hall) -> Client:
    return hall.client(hall.village.duty)


def missed(hall: Hall, number: int = 88) -> CallLog:
    actor = hall.actor(hall.village.duty)
    return log_missed_call(centre=hall.centre, actor=actor, at=timezone.now(), phone=phone(number))


def test_f32_a_call_takes_four_fields(hall: Hall) -> None:
    assert len([field for field in CallForm().visible_fields() if field.name]) == 4


def test_a_call_becomes_a_voice_whose_number_and_code_are_read_out(
    hall: Hall, duty: Client
) -> None:
    answer = duty.post(hall.page("call"), SAID | {"phone": phone(5)}, follow=True)
    case = Case.objects.of(hall.centre).get()
    assert case.channel == "phone"
    assert case.contact_phone == phone(5)
    html = answer.content.decode()
    assert case.number in html
    assert answer.context["receipt"].code in html
    found = duty.get(hall.page("receipt", token=answer.context["receipt"].token) + "?paper=1")
    assert answer.context["receipt"].code in found.content.decode()


def test_a_receipt_is_not_shown_to_another_village_or_with_another_token(
    hall: Hall, duty: Client
) -> None:
    there = duty.post(hall.page("call"), SAID)["Location"]
    assert duty.get(there).context["receipt"] is not None
    assert duty.get(there + "x").context["receipt"] is None


def test_settled_on_the_line_is_a_call_and_no_voice(hall: Hall, duty: Client) -> None:
    said = {"text": "问开门时间", "kind": "consult", "answered": "1"}
    html = duty.post(hall.page("call"), said, follow=True).content.decode()
    assert "当场答复" in html
    assert not Case.objects.of(hall.centre).exists()
    assert CallLog.objects.of(hall.centre).get().state == "answered"


def test_a_double_tap_saves_one_call(hall: Hall, duty: Client) -> None:
    once = SAID | {"form_id": str(uuid4())}
    for _ in range(2):
        assert duty.post(hall.page("call"), once).status_code == 302
    assert Case.objects.of(hall.centre).count() == CallLog.objects.of(hall.centre).count() == 1


def test_f32_emergency_words_are_told_before_anything_is_saved(hall: Hall, duty: Client) -> None:
    said = SAID | {"text": "邻居家着火了，还有人昏迷"}
    html = duty.post(hall.page("call"), said).content.decode()
    assert "马上打 119、120" in html
    assert "邻居家着火了" in html
    assert not CallLog.objects.of(hall.centre).exists()
    assert re.search(r'name="heard"', html)
    duty.post(hall.page("call"), said | {"heard": "on", "is_urgent": "on"})
    assert Case.objects.of(hall.centre).get().urgency == "urgent"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": " \u200b "},
        {"phone": "12345"},
        {"kind": "mediation"},
    ],
)
def test_a_wrong_call_keeps_what_was_typed_and_writes_nothing(
    hall: Hall, duty: Client, wrong: dict[str, str]
) -> None:
    answer = duty.post(hall.page("call"), SAID | {"phone": phone(5)} | wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert (SAID | wrong)["text"] in answer.content.decode()
    assert not CallLog.objects.of(hall.centre).exists()


def test_f32_a_missed_call_waits_until_somebody_rings_back(hall: Hall, duty: Client) -> None:
    duty.post(hall.page("missed"), {"phone": phone(88), "caller": "何婶"})
    call = CallLog.objects.of(hall.centre).get()
    html = duty.get(hall.page("missed")).content.decode()
    assert phone(88) in html
    answer = duty.post(hall.page("settle", pk=call.pk), SAID, follow=True)
    case = Case.objects.of(hall.centre).get()
    assert case.number in answer.content.decode()
    assert case.reporter_alias == "何婶"
    assert phone(88) not in duty.get(hall.page("missed")).content.decode()


def test_ringing_back_twice_is_refused_the_second_time(hall: Hall, duty: Client) -> None:
    call = missed(hall)
    duty.post(hall.page("settle", pk=call.pk), SAID)
    again = duty.post(hall.page("settle", pk=call.pk), SAID)
    assert again.status_code == 409
    assert Case.objects.of(hall.centre).count() == 1


def test_a_try_counts_once_however_often_the_button_is_tapped(hall: Hall, duty: Client) -> None:
    call = missed(hall)
    for _ in range(2):
        duty.post(hall.page("no_answer", pk=call.pk), {"tries": "0"})
    call.refresh_from_db()
    assert call.tries == 1


def test_nobody_is_given_up_before_three_tries(hall: Hall, duty: Client) -> None:
    call = missed(hall)
    page = hall.page("no_answer", pk=call.pk)
    html = duty.post(page, {"tries": "0", "give_up": "1"}, follow=True).content.decode()
    assert "至少回拨 3 次" in html
    for tries in range(3):
        duty.post(page, {"tries": str(tries)})
    duty.post(page, {"tries": "3", "give_up": "1"})
    call.refresh_from_db()
    assert call.state == "not_reached"
    assert "多次打不通的" in duty.get(hall.page("missed")).content.decode()


def test_a_ring_of_later_today_is_not_believed(hall: Hall, duty: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-03-18 10:00 +0800", tick=False)
    said = {"phone": phone(7), "rang_at": "11:30"}
    assert "还没到" in duty.post(hall.page("missed"), said).content.decode()
    duty.post(hall.page("missed"), said | {"rang_at": "08:30"})
    assert timezone.localtime(CallLog.objects.of(hall.centre).get().at).hour == 8


def test_the_pages_cost_no_more_with_thirty_calls(hall: Hall, duty: Client) -> None:
    actor = hall.actor(hall.village.duty)

    def ring(first: int, last: int) -> None:
        for number in range(first, last):
            missed(hall, number)
            log_call(centre=hall.centre, actor=actor, at=timezone.now(), summary="问路")

    ring(100, 103)
    before = [statements(duty, hall.page(name)) for name in ("call", "missed")]
    ring(103, 130)
    assert [statements(duty, hall.page(name)) for name in ("call", "missed")] == before


def test_a_stranger_and_another_village_find_nothing(hall: Hall) -> None:
    call = missed(hall)
    for account in (hall.village.other_secretary, hall.village.township):
        client = hall.client(account)
        for page in (hall.page("call"), hall.page("missed"), hall.page("settle", pk=call.pk)):
            assert client.get(page).status_code == 404
