"""The personal centre: one list of all matters, whose turn first, and what the centre holds."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.doors.web.matters import groups
from changlai.engines.cases import public as cases
from changlai.engines.cases.public import Case
from changlai.foundation.people.backends import RESIDENT
from changlai.foundation.people.public import Scope, give_delegation
from changlai.halls.counter.actions.requests import make_request, tell_missing
from changlai.halls.counter.models import ServiceItem
from changlai.kernel.registry.public import MineLine, TodayLine, Turn, collect
from tests.cast import NOW, Village

HERE = "/c/yunxi/mine/"


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account, backend=RESIDENT)
    return client


def words(client: Client, path: str = HERE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def part(body: str, title: str) -> str:
    """Return what stands under one of the list's headings."""
    after = body.split(f">{title}", 1)[1]
    return after.split("</section>", 1)[0].split("</details>", 1)[0]


def test_matters_go_by_turn_then_by_time() -> None:
    lines = [
        TodayLine("旧写法", "/1"),
        TodayLine("旧写法办完", "/2", tone="done"),
        MineLine("后天的", "/3", at=NOW + timedelta(days=2), turn=Turn.DATE),
        MineLine("明天的", "/4", at=date(2026, 3, 19), turn=Turn.DATE),
        MineLine("没有日子的", "/5", turn=Turn.DATE),
        MineLine("等我的", "/6", at=NOW, turn=Turn.ME),
        MineLine("早了结的", "/7", at=NOW - timedelta(days=9), turn=Turn.OVER),
        MineLine("刚了结的", "/8", at=NOW - timedelta(days=1), turn=Turn.OVER),
    ]
    found = [(one.turn, [line.title for line in one.lines]) for one in groups(lines)]
    assert found == [
        (Turn.ME, ["等我的"]),
        (Turn.CENTRE, ["旧写法"]),
        (Turn.DATE, ["明天的", "后天的", "没有日子的"]),
        (Turn.OVER, ["旧写法办完", "刚了结的", "早了结的"]),
    ]


@pytest.mark.django_db
def test_who_has_nothing_is_told_how_to_start(now: None, village: Village) -> None:
    body = words(signed_in(village.second))
    assert "现在没有您的事" in body
    assert 'href="/c/yunxi/"' in body


@pytest.mark.django_db
def test_f50_one_list_of_all_halls_says_whose_turn_it_is_and_what_comes_next(
    now: None, lived_in: Village
) -> None:
    body = words(signed_in(lived_in.resident))
    waits, running = part(body, "等您做的"), part(body, "中心在办的")
    assert "来取，报取件码" in waits, "a parcel"
    for title, what_next in (
        ("村口的路灯不亮了。", "中心先看，看过就受理"),
        ("老年优待证", "中心先看，看过就受理"),
        ("快递 取件码", "中心给您送到家"),
        ("看花", "等结果，中心会告诉您"),
    ):
        assert title in running, title
        assert what_next in running, title
    coming = part(body, "约好的日子")
    assert 'href="/c/yunxi/rooms/' in coming, "a booked room"
    for title in ("健康义诊", "到期前中心会提醒您"):
        assert title in coming, title
    assert body.index("等您做的") < body.index("中心在办的") < body.index("约好的日子")
    for page in ("held", "delegates", "consents"):
        assert f'href="/c/yunxi/me/{page}"' in body, "one tap from here"


@pytest.mark.django_db
def test_a_request_goes_from_turn_to_turn(now: None, lived_in: Village) -> None:
    client, handler = signed_in(lived_in.resident), lived_in.actor(lived_in.handler)
    item = ServiceItem.objects.of(lived_in.centre).get(code="hardship")
    row = make_request(
        centre=lived_in.centre,
        item_id=item.pk,
        actor=lived_in.actor(lived_in.resident),
        at=NOW,
        answers={},
        form_id=uuid4(),
    ).case
    who = {"centre": lived_in.centre, "case_id": row.pk, "actor": handler, "at": NOW}
    cases.accept_case(**who)
    cases.start_case(**who)
    assert "中心在办" in part(words(client), "中心在办的")
    tell_missing(**who, lines=["户口簿"])
    assert "还缺材料，请补上" in part(words(client), "等您做的")
    cases.requester_replied(**who, text="补了")
    cases.answer_case(**who, text="办好了。")
    assert "办好了，来取" in part(words(client), "等您做的")
    cases.deliver_case(**who, note="")
    assert "办得怎么样，点一下" in part(words(client), "等您做的")
    cases.close_case(**who)
    over = part(words(client), "已经了结的")
    assert item.title in over
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        later = words(client)
    assert f"{item.title}</span>" not in later, "the hall's own list keeps it"
    assert 'href="/c/yunxi/services/mine/"' in later


@pytest.mark.django_db
def test_a_promise_that_was_missed_is_said(now: None, lived_in: Village) -> None:
    Case.objects.of(lived_in.centre).filter(family="voices").update(
        accepted_at=NOW - timedelta(days=9), resolution_due=NOW - timedelta(days=1)
    )
    assert "比说好的晚了" in words(signed_in(lived_in.resident))


@pytest.mark.django_db
def test_whoever_acts_for_another_sees_that_ones_matters(now: None, lived_in: Village) -> None:
    given = give_delegation(
        centre=lived_in.centre,
        principal_id=lived_in.resident_person.pk,
        delegate_phone=lived_in.second.phone,
        scopes=[Scope.PARCELS],
        expires_on=NOW.date() + timedelta(days=9),
        actor=lived_in.actor(lived_in.resident),
        at=NOW,
    )
    client = signed_in(lived_in.second)
    assert "来取，报取件码" not in words(client)
    client.post(f"/c/yunxi/me/delegates/{given.pk}/act")
    body = words(client)
    assert "来取，报取件码" in body
    assert "老年优待证" not in body, "not within the leave"
    assert client.get("/c/yunxi/me/held").status_code == 404


@pytest.mark.django_db
def test_each_hall_asks_twice_at_most(now: None, lived_in: Village) -> None:
    actor = lived_in.actor(lived_in.resident)
    for section in collect("mine"):
        with CaptureQueriesContext(connection) as seen:
            lines, _ = section.lines(actor, NOW)
        assert len(seen) <= 2, section.code
        assert all(line.title for line in lines)
    for section in collect("held"):
        with CaptureQueriesContext(connection) as seen:
            section.lines(lived_in.centre, lived_in.resident_person.pk, NOW)
        assert len(seen) <= 1, section.code
