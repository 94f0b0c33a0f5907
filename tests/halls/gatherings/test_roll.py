"""The roll at the door: ticks, scans, people who just came, paper, and what cannot be taken."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from changlai.engines.activities.public import (
    MarkOutcome,
    MarkSource,
    Session,
    end_activity,
    roll,
)
from changlai.foundation.people.public import Actor
from tests.cast import Village
from tests.engines.activities.conftest import at, make_stage
from tests.halls.gatherings.door import SEVEN, Door, send, words
from tests.halls.voices.staff.statements import statements


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with time_machine.travel(SEVEN, tick=False):
        yield


@pytest.fixture
def door(village: Village) -> Door:
    return Door(make_stage(village))


@pytest.fixture
def duty(door: Door) -> Client:
    return door.duty


def test_one_tap_says_that_somebody_came_and_one_that_they_left(door: Door, duty: Client) -> None:
    sign_up = door.come("周小雨")
    who = f"person:{sign_up.person_id}"
    page = str(uuid4())
    for _ in range(2):
        answer = duty.post(door.page("roll_tick"), {"in": who, "nonce": page}, follow=True)
    assert "周小雨" in words(answer)
    assert door.marks().count() == 1
    assert '现在在场</dt><dd class="num">1人' in words(answer)
    answer = duty.post(door.page("roll_tick"), {"out": who, "nonce": str(uuid4())}, follow=True)
    assert '现在在场</dt><dd class="num">0人' in words(answer)


def test_a_scanner_types_the_code_or_the_whole_address(door: Door, duty: Client) -> None:
    one, two = door.come(), door.come()
    duty.post(door.page("roll_scan"), {"code": one.code.lower()})
    duty.post(door.page("roll_scan"), {"code": f"https://example.org/c/yunxi/x/{two.code}/"})
    answer = duty.post(door.page("roll_scan"), {"code": "NOSUCH99"}, follow=True)
    assert "没有这个报名码" in words(answer)
    assert door.taken() == 2
    assert "没有算数的扫码 1 条" in words(answer)


def test_who_just_came_is_found_by_name_or_written_down(door: Door, duty: Client) -> None:
    neighbour = door.stage.person("何东来")
    answer = duty.get(door.page("roll"), {"words": "何东"})
    assert "现场登记" in words(answer)
    duty.post(door.page("roll_tick"), {"in": f"person:{neighbour.pk}", "nonce": str(uuid4())})
    duty.post(door.page("roll_add"), {"alias": "卖豆腐的李叔"})
    found = roll(door.session)
    assert {one.name for one in found.lines if one.is_walk_in} == {"何东来", "卖豆腐的李叔"}
    answer = duty.post(door.page("roll_add"), {"alias": " "}, follow=True)
    assert "请写上来的人怎么称呼" in words(answer)


def test_a_wrong_tap_is_taken_back(door: Door, duty: Client) -> None:
    sign_up = door.come()
    duty.post(door.page("roll_scan"), {"code": sign_up.code})
    line = door.marks().get()
    answer = duty.post(door.page("roll_take_back"), {"mark": str(line.pk)}, follow=True)
    assert "更正了" in words(answer)
    assert roll(door.session).here == 0


def test_those_without_a_name_are_counted_when_the_evening_is_over(
    door: Door, duty: Client
) -> None:
    answer = duty.post(door.page("roll_held"), {"guests": "很多"}, follow=True)
    assert "请填" in words(answer) or "没留名的人数请填" in words(answer)
    duty.post(door.page("roll_held"), {"guests": "12"})
    session = Session.objects.get(pk=door.session.pk)
    assert (session.state, session.guests, roll(session).came) == ("held", 12, 12)


def test_a_sheet_of_paper_is_printed_with_its_number_and_entered_once(
    door: Door, duty: Client
) -> None:
    one, two = door.come("周小雨"), door.come("郑阿婆")
    sheet = words(duty.get(door.page("roll_sheet")))
    assert f"编号 {door.activity.number}-1" in sheet
    assert "1. " in sheet
    assert "周小雨</td>" in sheet
    assert 'class="qr"' in sheet
    form = {
        "form_id": str(uuid4()),
        "ticked": [str(one.pk)],
        "names": "郑阿婆\n路过的老吴\n",
        "came_at": "18:50",
    }
    for _ in range(2):
        answer = duty.post(door.page("roll_paper"), form, follow=True)
        assert answer.status_code == 200
    marks = door.marks()
    assert marks.count() == door.taken() == 3
    assert {mark.source for mark in marks} == {MarkSource.PAPER}
    assert {mark.at for mark in marks} == {SEVEN - timedelta(minutes=10)}
    assert {mark.sign_up_id for mark in marks} == {one.pk, two.pk, None}
    answer = duty.post(door.page("roll_paper"), {"form_id": str(uuid4())})
    assert "请勾上来的人" in words(answer)


def test_the_door_sheet_leads_to_signing_oneself_in(door: Door, duty: Client) -> None:
    answer = words(duty.get(door.page("roll_door")))
    assert "不扫也一样参加" in answer
    assert 'class="qr"' in answer


def test_only_colleagues_of_the_village_open_the_roll(door: Door) -> None:
    village = door.stage.village
    for account in (village.resident, village.other_secretary, village.county):
        client = door.client(account)
        assert client.get(door.page("roll")).status_code in {302, 404}
        assert client.post(door.page("roll_add"), {"alias": "某人"}).status_code in {302, 404}
    assert door.marks().count() == 0


def test_the_roll_costs_the_same_for_three_and_for_thirty(door: Door, duty: Client) -> None:
    for _ in range(3):
        duty.post(door.page("roll_scan"), {"code": door.come().code})
    few = statements(duty, door.page("roll"))
    for _ in range(9):
        duty.post(door.page("roll_scan"), {"code": door.come().code})
    assert statements(duty, door.page("roll")) == few
    assert few <= 15


# One's own phone.


def test_one_tap_on_ones_own_phone_and_never_a_must(door: Door) -> None:
    sign_up = door.come("周小雨")
    url = door.url("self_in", session_code=door.session.code)
    client = door.client(
        sign_up.person.account, backend="changlai.foundation.people.backends.ResidentBackend"
    )
    page = words(client.get(url))
    assert "不签也一样参加" in page
    assert "不要您的位置，也不拍照" in page
    answer = client.post(url, {"in": "1", "form_id": str(uuid4())}, follow=True)
    assert "已经记上了" in words(answer)
    mark = door.marks().get()
    assert (mark.source, mark.person_id) == (MarkSource.SELF, sign_up.person_id)
    client.post(url, {"out": "1", "form_id": str(uuid4())})
    assert roll(door.session).here == 0


def test_before_its_time_no_button_is_shown_that_would_be_refused(door: Door) -> None:
    url = door.url("self_in", session_code=door.session.code)
    with time_machine.travel(door.session.starts - timedelta(hours=2, minutes=1), tick=False):
        page = words(Client().get(url))
    assert "还没到时间" in page
    assert "我到了" not in page


def test_whoever_is_not_signed_in_gives_the_code_of_the_slip(door: Door) -> None:
    sign_up = door.come()
    url = door.url("self_in", session_code=door.session.code)
    wrong = Client().post(url, {"code": "NOSUCH99", "in": "1"})
    assert "没有这个报名码" in words(wrong)
    assert door.marks().count() == 0
    Client().post(url, {"code": sign_up.code, "in": "1"})
    assert door.taken() == 1


def test_a_wrong_qr_is_no_page(door: Door) -> None:
    assert Client().get(door.url("self_in", session_code="nosuch")).status_code == 404


# A phone without a network.


def scan(door: Door, **more: str) -> dict[str, str]:
    return {
        "nonce": str(uuid4()),
        "session": str(door.session.pk),
        "kind": "in",
        "at": "2026-03-28T11:40:00Z",
        **more,
    }


def test_scans_kept_by_a_phone_come_in_once_with_the_right_time(door: Door, duty: Client) -> None:
    sign_up, named = door.come(), door.come("郑阿婆")
    scans = [scan(door, code=sign_up.code), scan(door, name="郑阿婆"), scan(door, name="路过的")]
    # The phone believes that it is 19:47 now, 47 minutes fast; it scanned at 18:53 by our clock.
    told = {"now": "2026-03-28T11:47:00Z", "scans": scans}
    first = send(duty, door.url("roll_sync"), told).json()["answers"]
    again = send(duty, door.url("roll_sync"), told).json()["answers"]
    assert [one["outcome"] for one in first] == ["taken"] * 3
    assert [one["is_new"] for one in again] == [False] * 3
    marks = list(door.marks())
    assert len(marks) == 3
    assert {mark.at for mark in marks} == {at("2026-03-28 18:53")}
    assert {mark.device_at for mark in marks} == {at("2026-03-28 19:40")}
    assert {mark.received_at for mark in marks} == {SEVEN}
    assert {mark.sign_up_id for mark in marks} == {sign_up.pk, named.pk, None}


def test_two_phones_that_scanned_the_same_person_leave_one_that_counts(
    door: Door, duty: Client
) -> None:
    code = door.come().code
    for _ in range(2):
        told = {"now": "2026-03-28T11:00:00Z", "scans": [scan(door, code=code)]}
        told["scans"][0]["at"] = "2026-03-28T10:59:00Z"  # type: ignore[index]
        assert send(duty, door.url("roll_sync"), told).status_code == 200
    assert (door.taken(), door.marks().filter(outcome=MarkOutcome.REPEATED).count()) == (1, 1)


def test_one_scan_that_cannot_be_taken_does_not_hold_up_the_others(
    door: Door, duty: Client
) -> None:
    good = scan(door, code=door.come().code)
    told = {"now": "2026-03-28T11:40:00Z", "scans": [scan(door, session=str(uuid4())), good]}
    answers = send(duty, door.url("roll_sync"), told).json()["answers"]
    assert [one["outcome"] for one in answers].count("taken") == 1
    assert [one["outcome"] for one in answers].count("refused") == 1


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"now": "soon", "scans": []},
        {"now": "2026-03-28T11:40:00Z", "scans": [{"nonce": "x"}]},
        {"now": "2026-03-28T11:40:00Z", "scans": 7},
        {"now": "2026-03-28T11:40:00", "scans": []},
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(door: Door, duty: Client, told: object) -> None:
    answer = send(duty, door.url("roll_sync"), told)
    assert answer.status_code == 400
    assert "请重新上传" in answer.json()["sentence"]


def test_a_stranger_cannot_send(door: Door) -> None:
    answer = send(Client(), door.url("roll_sync"), {"now": "", "scans": []})
    assert answer.status_code == 302


def test_the_page_for_no_network_holds_nobodys_name(door: Door) -> None:
    door.come("周小雨")
    page = words(door.duty.get("/roll/offline/"))
    assert "周小雨" not in page
    worker = Client().get("/sw.js").content.decode()
    assert "/roll/offline/" in worker
    assert "gatherings/roll" in worker


def test_f13_nobody_must_sign_in(door: Door) -> None:
    """Domain 0.2: no forced sign-in; an evening is held and over without a single line."""
    actor: Actor = door.stage.staff
    over = SEVEN + timedelta(hours=3)
    ended = end_activity(centre=door.centre, activity_id=door.activity.pk, actor=actor, at=over)
    assert ended.state == "done"
    assert door.marks().count() == 0
