"""The pages of the queue: a clerk's taps, the door without a login, the screen without names."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from changlai.engines.appointments.public import Appointment, AtWindow, Window, cancel_sitting
from changlai.engines.faces.public import Asked
from changlai.halls.counter.actions.queue.days import lay_ahead
from changlai.halls.counter.models import CounterDay, Ticket
from changlai.halls.counter.today import TODAY
from changlai.halls.counter.views.numbers import tablet_token, token_of
from tests.cast import NOW
from tests.halls.counter.conftest import Counter
from tests.halls.counter.windows import MINUTE, Morning


@pytest.fixture
def morning(counter: Counter) -> Morning:
    return Morning(counter.village)


@pytest.fixture
def desk(counter: Counter) -> Client:
    return counter.client(counter.village.duty, staff=True)


def step(counter: Counter, row: Appointment, verb: str) -> str:
    return counter.page("desk_number_step", pk=row.pk, verb=verb)


def shown(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def numbers(morning: Morning) -> dict[int | None, str]:
    rows = Appointment.objects.of(morning.centre)
    return dict(rows.values_list("queue_number", "state"))


# ── the clerk ─────────────────────────────────────────────────────────────────────────────────


def test_a_window_in_one_tap_then_next_again_over_back_and_done(
    morning: Morning, counter: Counter, desk: Client
) -> None:
    page = counter.page("desk_queue")
    assert "先点您坐的窗口" in shown(desk, page)
    rows = [morning.number() for _ in range(4)]
    window = morning.windows[0]
    desk.post(counter.page("desk_sit"), {"window": window.pk})
    call = {"window": window.pk, "current": ""}
    desk.post(counter.page("desk_call"), call)
    assert "1号" in shown(desk, page)
    # The same tap again, as of a page that was open: nobody else is called.
    desk.post(counter.page("desk_call"), call)
    assert numbers(morning) == {1: "called", 2: "here", 3: "here", 4: "here"}
    with time_machine.travel(NOW + MINUTE, tick=False):
        assert (
            "又叫了一次1号"
            in desk.post(step(counter, rows[0], "again"), follow=True).content.decode()
        )
    desk.post(step(counter, rows[0], "over"))
    desk.post(counter.page("desk_call"), call)
    desk.post(step(counter, rows[0], "here"))
    desk.post(step(counter, rows[1], "done"))
    assert numbers(morning) == {1: "here", 2: "done", 3: "here", 4: "here"}
    text = shown(desk, page)
    order = [text.index(f'<strong class="num">{number}号') for number in (3, 4, 1)]
    assert order == sorted(order)
    assert desk.get(counter.page("desk_call")).status_code == 405
    assert desk.post(step(counter, rows[0], "nothing")).status_code == 404


def test_two_clerks_see_each_other_and_one_takes_over(
    morning: Morning, counter: Counter, desk: Client
) -> None:
    morning.sit()
    name = counter.village.handler.shown_name
    assert name in shown(desk, counter.page("desk_queue"))
    desk.post(counter.page("desk_sit"), {"window": morning.windows[1].pk})
    now = AtWindow.objects.of(morning.centre).filter(until__isnull=True)
    assert [(one.window_id, one.account_id) for one in now] == [
        (morning.windows[1].pk, counter.village.duty.pk)
    ]
    answer = counter.desk.post(
        counter.page("desk_call"), {"window": morning.windows[1].pk, "current": ""}, follow=True
    )
    assert "请换一个窗口" in answer.content.decode()
    desk.post(counter.page("desk_sit"), {})
    assert not now.all().exists()


def test_a_call_without_a_window_is_told_what_to_do(
    morning: Morning, counter: Counter, desk: Client
) -> None:
    morning.number()
    answer = desk.post(counter.page("desk_call"), {"window": "x"}, follow=True)
    assert "请先选窗口" in answer.content.decode()


def test_from_the_window_to_the_request_in_one_tap(
    morning: Morning, counter: Counter, desk: Client
) -> None:
    item = counter.item("elder_card")
    morning.sit()
    row = morning.number(person=counter.village.resident_person, item_id=item.pk)
    morning.call()
    text = shown(desk, counter.page("desk_queue"))
    link = re.search(r'href="([^"]*services/take/\?number=[^"]*)"', text)
    assert link is not None
    address = link.group(1).replace("&amp;", "&")
    form = shown(desk, address)
    assert counter.village.resident_person.name in form
    sent = {
        "number": row.pk,
        "item": item.pk,
        "person": counter.village.resident_person.pk,
        "channel": "counter",
        "form_id": uuid4(),
    }
    assert desk.post(address, sent).status_code == 302
    ticket = Ticket.objects.of(morning.centre).get(appointment=row)
    assert ticket.case_id is not None


def test_a_number_for_a_villager_without_a_telephone_and_a_slip_to_print(
    morning: Morning, counter: Counter, desk: Client
) -> None:
    page = counter.page("desk_queue_add")
    assert "现在就排" in shown(desk, page)
    form = uuid4()
    said = {"form_id": form, "alias": "", "slot": "", "item": "", "channel": "counter"}
    first, second = (desk.post(page, said)["Location"] for _ in range(2))
    assert first == second
    assert numbers(morning) == {1: "here"}
    assert "打印小票" in shown(desk, first)
    slip = shown_after(desk, f"{first}slip/")
    assert "1号" in slip
    assert "前面还有0位" in slip
    assert "<svg" in slip


def shown_after(client: Client, page: str) -> str:
    return client.get(page, follow=True).content.decode()


def test_a_time_by_telephone_and_another_one(
    morning: Morning, counter: Counter, desk: Client
) -> None:
    slots = morning.slots()
    page = counter.page("desk_queue_add")
    said: dict[str, Any] = {"slot": slots[12].pk, "channel": "phone", "form_id": uuid4()}
    nameless = desk.post(page, said)
    assert nameless.status_code == 200
    assert "请写上来的人怎么称呼" in nameless.content.decode()
    desk.post(page, {**said, "alias": "窑湾组的大姐"})
    row = Appointment.objects.of(morning.centre).get()
    assert (row.slot_id, row.channel, row.alias) == (slots[12].pk, "phone", "窑湾组的大姐")
    move = counter.page("desk_time_move", pk=row.pk)
    assert "改到什么时候" in shown(desk, move)
    wrong = desk.post(move, {"slot": ""})
    assert "请选一个时间" in wrong.content.decode()
    desk.post(move, {"slot": slots[14].pk})
    row.refresh_from_db()
    assert row.slot_id == slots[14].pk
    desk.post(step(counter, row, "here"))
    assert "时间不用再改" in shown(desk, move)
    assert desk.post(move, {"slot": slots[15].pk}).status_code == 409


def test_the_end_says_first_what_becomes_of_those_who_wait(
    morning: Morning, counter: Counter, desk: Client
) -> None:
    page = counter.page("desk_queue_end")
    assert "没有开着的队伍" in shown(desk, page)
    morning.number(person=counter.village.resident_person)
    morning.number()
    text = shown(desk, page)
    assert "还有2位在等" in text
    assert "没留名的1位" in text
    assert "3月19日(周四)上午8:30开门" in text
    late = desk.post(page, {"seen": 1})
    assert "刚刚又有人取了号" in late.content.decode()
    answer = desk.post(page, {"seen": 2}, follow=True).content.decode()
    assert "1位留了下次的时间" in answer
    assert "1位没留名" in answer
    assert "今天结束了" in answer
    assert counter.client(counter.village.resident).get(page).status_code in {302, 404}


def test_windows_are_named_opened_and_closed_by_whoever_plans(
    morning: Morning, counter: Counter, desk: Client
) -> None:
    page = counter.page("desk_windows")
    assert desk.get(page).status_code == 404
    boss = counter.client(counter.village.secretary, staff=True)
    assert "综合窗口" in shown(boss, page)
    assert "请写窗口的名称" in boss.post(page, {"name": ""}).content.decode()
    twice = boss.post(page, {"name": "综合窗口", "order": 3, "is_open": "on"})
    assert "已经有叫" in twice.content.decode()
    boss.post(page, {"name": "医保窗口", "order": 3, "is_open": "on"})
    row = Window.objects.of(morning.centre).get(name="医保窗口")
    one = counter.page("desk_window", pk=row.pk)
    boss.post(one, {"name": "医保社保", "order": 3})
    row.refresh_from_db()
    assert (row.name, row.is_open) == ("医保社保", False)
    assert "医保社保" not in shown(desk, counter.page("desk_queue"))


def test_how_long_was_waited_is_shown_by_hour(
    morning: Morning, counter: Counter, desk: Client
) -> None:
    page = counter.page("desk_waits")
    assert "还没有叫过号" in shown(desk, page)
    morning.sit()
    morning.number()
    row = morning.call(0, NOW + 7 * MINUTE)
    assert row is not None
    morning.finish(row, NOW + 9 * MINUTE)
    with time_machine.travel(NOW + 10 * MINUTE, tick=False):
        text = shown(desk, page)
    assert "10点" in text
    assert counter.village.duty.shown_name not in text.split("<main", 1)[1]


def test_today_says_how_many_wait_and_for_how_long(morning: Morning, counter: Counter) -> None:
    section = next(one for one in TODAY if one.code == "counter_queue")
    actor = counter.village.actor(counter.village.duty)
    assert section.lines(actor, NOW)[0] == []
    morning.number()
    morning.number(NOW + 3 * MINUTE)
    morning.book(morning.slots()[10], counter.village.resident_person)
    lines, count = section.lines(actor, NOW + 9 * MINUTE)
    assert [line.title for line in lines] == ["2位在等", "约了还没到1位"]
    assert (lines[0].note, count) == ("等得最久的9分钟", 2)


def test_a_neighbour_of_another_village_finds_nothing(morning: Morning, counter: Counter) -> None:
    row = morning.number(person=counter.village.resident_person)
    other = counter.client(counter.village.other_secretary, staff=True)
    for page in ("desk_number", "desk_slip", "desk_time_move"):
        assert other.get(counter.page(page, pk=row.pk)).status_code in {302, 404}
    assert (
        counter.client(counter.village.second).get(counter.page("time", pk=row.pk)).status_code
        == 404
    )
    token = token_of(row)
    elsewhere = reverse(
        "counter:number", kwargs={"code": counter.village.other_centre.code, "token": token}
    )
    assert Client().get(elsewhere).status_code == 404


# ── at the door and at home ───────────────────────────────────────────────────────────────────


def test_f10_a_number_at_the_door_needs_no_name_and_no_login(
    morning: Morning, counter: Counter
) -> None:
    phone, page = Client(), counter.page("queue")
    assert "取个号" in shown(phone, page)
    form = uuid4()
    answer = phone.post(page, {"form_id": form})
    assert answer.status_code == 302
    number = shown(phone, answer["Location"])
    assert "1号" in number
    assert "下一位就是您" in number
    assert phone.post(page, {"form_id": form})["Location"] == answer["Location"]
    again = shown(phone, page)
    assert "您取了1号" in again
    assert "给同来的人也取一个号" in again
    phone.post(page, {"form_id": uuid4()})
    assert "给同来的人" not in shown(phone, page)
    refused = phone.post(page, {"form_id": uuid4()})
    assert "这部手机已经取了2个号" in refused.content.decode()
    assert numbers(morning) == {1: "here", 2: "here"}


def test_the_slip_says_how_many_are_before_and_no_name(morning: Morning, counter: Counter) -> None:
    morning.sit()
    person = counter.village.resident_person
    rows = [morning.number(person=person), morning.number(), morning.number()]
    page = counter.page("number", token=token_of(rows[2]))
    assert "前面还有2位" in shown(Client(), page)
    morning.call()
    assert "请到<strong>综合窗口</strong>" in shown(
        Client(), counter.page("number", token=token_of(rows[0]))
    )
    for name in ("number", "slip"):
        assert person.name not in shown(Client(), counter.page(name, token=token_of(rows[0])))
    assert Client().get(counter.page("number", token="nothing")).status_code == 404
    assert Client().get(counter.page("slip", token=f"{uuid4().hex}~x")).status_code == 404


def test_the_tablet_gives_one_after_the_other(morning: Morning, counter: Counter) -> None:
    page = counter.page("tablet", token=tablet_token(morning.centre))
    tablet = Client()
    for number in (1, 2, 3):
        answer = tablet.post(page, {"form_id": uuid4()}, follow=True).content.decode()
        assert f"{number}号" in answer
        assert "好了，下一位取号" in answer
    assert tablet.get(counter.page("tablet", token="x")).status_code == 302


def test_the_screen_and_what_it_asks_for_say_numbers_only(
    morning: Morning, counter: Counter
) -> None:
    morning.sit()
    person = counter.village.resident_person
    morning.number(person=person)
    morning.number()
    morning.call()
    said = json.loads(Client().get(counter.page("now")).content)
    assert said["last"] == {"number": 1, "window": "综合窗口", "key": "1-综合窗口-1"}
    assert said["windows"] == [
        {"name": "综合窗口", "number": 1},
        {"name": "2号窗口", "number": None},
    ]
    assert (said["next"], said["waiting"], said["is_now"]) == ([2], 1, True)
    screen = shown(Client(), counter.page("screen"))
    assert "1号" in screen
    assert '<noscript><meta http-equiv="refresh"' in screen
    assert person.name not in screen
    assert person.name not in json.dumps(said, ensure_ascii=False)


def test_a_closed_counter_says_when_it_opens_on_every_page(
    morning: Morning, counter: Counter
) -> None:
    with time_machine.travel(NOW.replace(hour=20), tick=False):
        for name in ("queue", "screen"):
            assert "3月19日(周四)上午8:30开门" in shown(Client(), counter.page(name))
        assert "取个号" not in shown(Client(), counter.page("queue"))
        refused = Client().post(counter.page("queue"), {"form_id": uuid4()})
        assert "今天的号已经停了" in refused.content.decode()


def test_before_the_door_opens_every_page_says_today(morning: Morning, counter: Counter) -> None:
    morning.day()
    desk = counter.client(counter.village.duty, staff=True)
    with time_machine.travel(NOW.replace(hour=7, minute=30), tick=False):
        for client, name in ((Client(), "queue"), (Client(), "screen"), (desk, "desk_queue")):
            assert "今天上午8:30开门" in shown(client, counter.page(name)), name


def test_two_windows_calling_at_once_are_both_said(morning: Morning, counter: Counter) -> None:
    morning.sit()
    for _ in range(2):
        morning.number()
    morning.call(0)
    morning.call(1)
    calls = Client().get(counter.page("now")).json()["calls"]
    assert [(one["number"], one["window"]) for one in calls] == [(1, "综合窗口"), (2, "2号窗口")]


def test_a_slip_of_a_day_that_was_called_off_says_so(morning: Morning, counter: Counter) -> None:
    lay_ahead(centre=morning.centre, at=NOW)
    day = CounterDay.objects.of(morning.centre).get(day=NOW.date() + timedelta(days=1))
    row = morning.book(day.sitting.slots.first(), morning.village.resident_person)
    cancel_sitting(
        centre=morning.centre,
        sitting_id=day.sitting_id,
        actor=morning.village.actor(morning.village.secretary),
        at=NOW,
        reason="停电",
    )
    for name in ("number", "slip"):
        assert "这一天不开门了" in shown(Client(), counter.page(name, token=token_of(row)))


@pytest.mark.parametrize("name", ["queue", "screen", "now"])
def test_the_open_pages_ask_no_more_with_thirty_than_with_three(
    morning: Morning, counter: Counter, name: str
) -> None:
    morning.sit()
    client, page = Client(), counter.page(name)

    def asked(number: int) -> int:
        for _ in range(number):
            morning.number()
        morning.call()
        with CaptureQueriesContext(connection) as seen:
            client.get(page)
        return len(seen)

    client.get(page)
    few = asked(3)
    assert few == asked(27)
    assert few <= 5


def test_a_time_from_home_for_a_service_is_moved_and_left(
    morning: Morning, counter: Counter
) -> None:
    item = counter.item("elder_card")
    phone = counter.client(counter.village.resident)
    assert "约个时间来" in shown(phone, counter.page("item", pk=item.pk))
    page = f"{counter.page('come')}?item={item.pk}"
    text = shown(phone, page)
    assert item.title in text
    assert "请选一个时间" in phone.post(page, {"form_id": uuid4()}).content.decode()
    slots = morning.slots()
    sent = {"slot": slots[12].pk, "item": item.pk, "form_id": uuid4()}
    own = phone.post(page, sent)["Location"]
    row = Appointment.objects.of(morning.centre).get()
    assert Ticket.objects.of(morning.centre).get(appointment=row).item_id == item.pk
    assert "看要带什么" in shown(phone, own)
    assert phone.post(own, {"verb": "here"}).status_code == 200
    phone.post(counter.page("time_move", pk=row.pk), {"slot": slots[7].pk})
    row.refresh_from_db()
    assert row.slot_id == slots[7].pk
    phone.post(own, {"verb": "here"})
    assert "下一位就是您" in shown(phone, own)
    assert "确定不来了吗" in shown(phone, f"{own}?confirm=cancel")
    phone.post(own, {})
    assert numbers(morning) == {1: "cancelled"}
    assert phone.post(own, {}).status_code == 409
    taken = phone.post(page, {"slot": uuid4(), "form_id": uuid4()})
    assert "没有这个时间" in taken.content.decode()


def test_a_time_that_was_just_taken_is_refused_and_the_day_kept(
    morning: Morning, counter: Counter
) -> None:
    slots = morning.slots()
    morning.book(slots[12], counter.village.second_person)
    phone = counter.client(counter.village.resident)
    sent = {"slot": slots[12].pk, "form_id": uuid4(), "day": NOW.date().isoformat()}
    refused = phone.post(counter.page("come"), sent)
    assert refused.status_code == 409
    assert "刚刚被约走了" in refused.content.decode()


def test_mine_shows_the_own_time_and_nobody_elses(morning: Morning, counter: Counter) -> None:
    morning.book(morning.slots()[12], counter.village.resident_person)
    page = reverse("web:mine", kwargs={"code": morning.centre.code})
    assert "窗口办事" in shown(counter.client(counter.village.resident), page)
    assert "窗口办事" not in shown(counter.client(counter.village.second), page)


def test_the_desk_asks_no_more_with_thirty_than_with_three(
    morning: Morning, counter: Counter, desk: Client
) -> None:
    morning.sit()

    def asked() -> int:
        page = counter.page("desk_queue")
        desk.get(page)
        with CaptureQueriesContext(connection) as seen:
            desk.get(page)
        return len(seen)

    for _ in range(3):
        morning.number(person=None)
    few = asked()
    for number in range(27):
        morning.number(NOW + timedelta(seconds=number), alias=f"乡亲{number}")
    assert few == asked()


def test_f62_whoever_was_served_without_a_name_says_from_the_slip_how_it_went(
    counter: Counter, morning: Morning
) -> None:
    morning.sit()
    morning.number()
    row = morning.call(0)
    assert row is not None
    page = counter.page("number", token=token_of(row))
    assert "点一下" not in Client().get(page).content.decode()
    morning.finish(row, NOW + MINUTE)
    morning.deliver()
    asked = Asked.objects.of(morning.centre).get()
    assert (asked.kind, asked.subject_id, asked.person) == ("counter_window", row.pk, None)
    link = f"/c/{morning.centre.code}/faces/{asked.token}/"
    assert link in Client().get(page).content.decode()
    assert "在窗口办事" in Client().get(link).content.decode()
