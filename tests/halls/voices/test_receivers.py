"""Whoever spoke hears what happened, once; whoever has no screen is rung up where it matters."""

from datetime import timedelta
from typing import Any

import pytest

from changlai.engines.cases.public import (
    accept_case,
    answer_case,
    ask_requester,
    assign_case,
    follow_case,
    open_case,
    refuse_case,
)
from changlai.kernel.events.public import deliver
from changlai.kernel.outbox.public import Message, Sending
from tests.cast import NOW, Village, make_person, phone
from tests.halls.voices.desk import Desk, make_desk


@pytest.fixture
def desk(village: Village) -> Desk:
    return make_desk(village)


def voice(desk: Desk, **more: Any) -> Any:
    values: dict[str, Any] = {
        "kind": "help",
        "title": "路灯",
        "text": "桥头的路灯不亮",
        "channel": "online",
        "at": NOW,
        "actor": desk.resident,
        "person": desk.village.resident_person,
    } | more
    return open_case(centre=desk.centre, **values).case


def told(desk: Desk, person: Any) -> list[str]:
    deliver(desk.centre.pk)
    rows = Message.objects.of(desk.centre).filter(person_id=person.pk)
    return [row.text for row in rows.order_by("at", "id")]


def on_the_list(desk: Desk) -> list[str]:
    deliver(desk.centre.pk)
    return [row.phone for row in Sending.objects.of(desk.centre).waiting()]


def step(desk: Desk, case: Any, minutes: int) -> dict[str, Any]:
    at = NOW + timedelta(minutes=minutes)
    return {"centre": desk.centre, "case_id": case.pk, "actor": desk.handler, "at": at}


def test_the_requester_hears_of_each_change_in_plain_words(desk: Desk) -> None:
    case = voice(desk)
    accept_case(**step(desk, case, 5))
    told(desk, desk.village.resident_person)
    ask_requester(question="是哪一盏？", **step(desk, case, 10))
    lines = told(desk, desk.village.resident_person)
    assert len(lines) == 3
    assert case.number in lines[0]
    assert "已受理" in lines[1]
    assert "3月23日(周一)前答复" in lines[1]
    assert "是哪一盏？" in lines[2]


def test_the_same_fact_is_told_once(desk: Desk) -> None:
    case = voice(desk)
    accept_case(**step(desk, case, 5))
    before = told(desk, desk.village.resident_person)
    assert told(desk, desk.village.resident_person) == before
    assert len(before) == 2


def test_who_has_no_screen_is_rung_for_the_answer_and_not_for_the_rest(desk: Desk) -> None:
    elder = make_person(desk.centre, "陈婆婆", number=60)
    case = voice(desk, channel="counter", actor=desk.duty, person=elder)
    accept_case(**step(desk, case, 5))
    assert on_the_list(desk) == []
    answer_case(text="灯换好了。", **step(desk, case, 30))
    assert on_the_list(desk) == [phone(60)]


def test_who_has_no_number_at_all_is_to_be_visited_by_hamlet(desk: Desk) -> None:
    elder = desk.village.phoneless_person
    case = voice(desk, channel="counter", actor=desk.duty, person=elder)
    accept_case(**step(desk, case, 5))
    deliver(desk.centre.pk)
    assert not Sending.objects.of(desk.centre).exists()
    answer_case(text="灯换好了。", **step(desk, case, 30))
    deliver(desk.centre.pk)
    sending = Sending.objects.of(desk.centre).waiting().get()
    assert (sending.channel, sending.name, sending.place) == ("visit", "郑阿婆", "榕树头")


def test_whoever_is_another_entry_now_is_told_there_and_the_forgotten_are_not(desk: Desk) -> None:
    elder = make_person(desk.centre, "陈婆婆", number=60)
    case = voice(desk, channel="counter", actor=desk.duty, person=elder)
    other = voice(desk, channel="counter", actor=desk.duty, person=desk.village.phoneless_person)
    for one in (case, other):
        accept_case(**step(desk, one, 5))
        answer_case(text="灯换好了。", **step(desk, one, 30))
    keep = make_person(desk.centre, "陈婆婆", number=61)
    type(elder).objects.filter(pk=elder.pk).update(is_active=False, merged_into=keep)
    type(elder).objects.filter(pk=other.person_id).update(is_active=False, name="已注销")
    assert on_the_list(desk) == [phone(61)]
    assert {row.person_id for row in Message.objects.of(desk.centre)} == {keep.pk}


def test_a_caller_known_by_number_alone_is_rung_too(desk: Desk) -> None:
    case = voice(desk, channel="phone", actor=desk.duty, person=None, contact_phone=phone(61))
    refuse_case(reason="这条路归邻镇。", **step(desk, case, 5))
    assert on_the_list(desk) == [phone(61)]


def test_an_anonymous_voice_leads_to_nobody(desk: Desk) -> None:
    case = voice(desk, channel="box", actor=desk.duty, person=None, is_anonymous=True)
    accept_case(**step(desk, case, 5))
    answer_case(text="灯换好了。", **step(desk, case, 30))
    deliver(desk.centre.pk)
    assert not Message.objects.of(desk.centre).exists()


def test_a_follower_hears_that_there_is_an_answer_and_no_word_of_it(desk: Desk) -> None:
    case = voice(desk, text="我家阿公腿脚不便，路灯不亮")
    accept_case(**step(desk, case, 5))
    second = desk.village.second_person
    follow_case(
        centre=desk.centre,
        number=case.number,
        actor=desk.of(desk.village.second),
        at=NOW,
        person=second,
    )
    answer_case(text="阿公门口的灯换好了。", **step(desk, case, 30))
    (line,) = told(desk, second)
    assert case.number in line
    assert "阿公" not in line


def test_the_colleague_who_is_given_a_case_hears_of_it(desk: Desk) -> None:
    person = make_person(desk.centre, "许知秋", account=desk.village.handler_b)
    case = voice(desk)
    values = step(desk, case, 5) | {"actor": desk.secretary}
    assign_case(handler=desk.village.handler_b, **values)
    assert any("承办" in line for line in told(desk, person))


def test_whoever_took_a_case_is_not_told_so(desk: Desk) -> None:
    person = make_person(desk.centre, "陈小满", account=desk.village.handler)
    accept_case(**step(desk, voice(desk), 5))
    assert told(desk, person) == []
