"""What a change of a service's way really changed, from the requests themselves."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changlai.engines.faces.models import Asked
from changlai.engines.faces.public import Face, tap_face
from changlai.governance.practices.models import Practice
from changlai.halls.counter.actions.items import put_item
from changlai.halls.counter.actions.requests import deliver
from changlai.halls.counter.models import ServiceItem
from changlai.halls.counter.public import process_of, words_about
from changlai.halls.counter.wishes import ItemWish, Paper
from changlai.kernel.workcalendar.clocks import working_days_between
from tests.cast import NOW, Village
from tests.governance.practices.conftest import Ways
from tests.halls.counter.conftest import Counter
from tests.halls.counter.conftest import counter as counter

pytestmark = pytest.mark.django_db

SLOW, FAST = (6, 8, 6, 10, 7), (1, 2, 1, 3, 2, 1)
"""Days of the calendar from entrusting to done, before and after."""
CHANGED = NOW + timedelta(days=30)


def mended(days: int) -> ItemWish:
    return ItemWish(
        title="老年优待证",
        can_i="满了年龄的老人都能办。",
        days=days,
        steps=("打电话说一声", "我们上门收", "办好送到家"),
        papers=(Paper("身份证"),),
    )


def went(counter: Counter, spans: tuple[int, ...], since: datetime) -> list[int]:
    """Let so many requests be done after so many days; return the working days they took."""
    taken = []
    for number, days in enumerate(spans):
        at = since + timedelta(hours=number)
        row = counter.ask(at=at)
        counter.done(row, at + timedelta(days=days))
        first, last = at.date(), (at + timedelta(days=days)).date()
        taken.append(working_days_between(first, last))
    return taken


def changed(counter: Counter) -> ServiceItem:
    return put_item(
        centre=counter.centre,
        actor=counter.clerk,
        at=CHANGED,
        wish=mended(3),
        item_id=counter.item("elder_card").pk,
    )


def page_of(counter: Counter, item: ServiceItem, who: Any = None, **query: Any) -> str:
    ways = Ways(counter.village)
    page = ways.page("process", pk=item.pk)
    answer = ways.client(who or counter.village.secretary).get(page, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_f60_page_shows_before_and_after_median_days_from_real_requests(counter: Counter) -> None:
    before = sorted(went(counter, SLOW, NOW))
    item = changed(counter)
    after = sorted(went(counter, FAST, CHANGED))
    text = page_of(counter, item)
    middle = (after[2] + after[3]) / 2
    assert f"中间值{before[2]}个工作日(5件)" in text
    assert f"中间值{middle:g}个工作日(6件)" in text
    assert before[2] > middle
    # What was promised, what is no longer asked for, and what came.
    assert "10个工作日" in text
    assert "3个工作日" in text
    assert "一寸照片两张" in text
    assert "去掉" in text
    assert "我们上门收" in text


def test_f60_fewer_than_five_requests_show_no_days(counter: Counter) -> None:
    went(counter, SLOW[:4], NOW)
    item = changed(counter)
    text = page_of(counter, item)
    assert "不足5件，不显示" in text
    assert "还没有办完的" in text
    assert "中间值" not in text.replace("取中间那个", "")


def test_f60_what_was_refused_or_still_runs_counts_for_no_median(counter: Counter) -> None:
    went(counter, SLOW, NOW)
    counter.ask(at=NOW)
    one = process_of(counter.centre, counter.item("elder_card").pk)[0]
    assert one.taken.count == 5


def test_f60_words_of_evaluations_stand_beside_for_whoever_may_read_them(counter: Counter) -> None:
    row = counter.ask()
    counter.done(row)
    who = {"centre": counter.centre, "case_id": row.case_id, "actor": counter.clerk, "at": NOW}
    deliver(**who, how="fetched")
    counter.deliver()
    asked = Asked.objects.of(counter.centre).get(kind="counter")
    tap_face(
        centre=counter.centre,
        token=asked.token,
        actor=counter.resident,
        at=NOW,
        face=Face.SO_SO,
        words="照片要跑到镇上照。",
    )
    item = changed(counter)
    assert "照片要跑到镇上照。" in page_of(counter, item)
    supervisor = counter.village.actor(counter.village.supervisor)
    assert words_about(supervisor, counter.centre, item.pk) == []
    assert "照片要跑到镇上照。" not in page_of(counter, item, counter.village.supervisor)


def test_f60_what_was_learned_becomes_a_practice_by_one_tap(counter: Counter) -> None:
    went(counter, SLOW, NOW)
    item = changed(counter)
    ways = Ways(counter.village)
    form_id = "6f1cfe5e-3c2c-4d9b-8f44-0b7d5b8d8a11"
    page = ways.page("process", pk=item.pk)
    for _ in range(2):
        answer = ways.client().post(page, {"form_id": form_id})
        assert answer.status_code == 302
    row = Practice.objects.of(counter.centre).get()
    assert row.title == "老年优待证：办得更快"
    assert "中间值" in row.background
    assert "不用再带：一寸照片两张" in row.method


def test_f60_versions_can_be_chosen_and_odd_numbers_do_no_harm(counter: Counter) -> None:
    item = changed(counter)
    for odd in ("0", "99", "x", "²", "1" * 30):
        page_of(counter, item, before=odd, after=odd)
    assert "选的是同一版" in page_of(counter, item, before="1", after="1")


def test_f60_the_page_costs_the_same_for_many_requests(counter: Counter) -> None:
    went(counter, FAST[:3], NOW)
    item = changed(counter)

    def cost() -> int:
        page_of(counter, item)
        with CaptureQueriesContext(connection) as seen:
            page_of(counter, item)
        return len(seen)

    few = cost()
    went(counter, FAST * 4, CHANGED)
    assert cost() == few


def test_f60_a_neighbour_finds_nothing(counter: Counter, village: Village) -> None:
    item = changed(counter)
    ways = Ways(village)
    client = ways.client(village.other_secretary)
    assert client.get(ways.page("process", pk=item.pk)).status_code in {302, 404}
    elsewhere = ways.page("process", village.other_centre, pk=item.pk)
    assert client.get(elsewhere).status_code == 404
