"""我要去: what is coming, in words; drafts and staff matters are nobody else's."""

import re
import zlib
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.engines.activities.public import SignUpRule, Visibility, Words, cancel_activity
from changlai.halls.gatherings.queries.showing import count_seats, standing_of
from changlai.kernel.documents.pdf import inline_qr
from changlai.kernel.documents.public import can_print
from changlai.kernel.pages.templatetags.pages import qr
from tests.cast import NOW
from tests.halls.gatherings.activities.conftest import RESIDENT, Hall, at


def text(response: Any) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_list_has_what_is_coming_and_finds_by_words_kind_and_week(hall: Hall) -> None:
    hall.make(hall.evening("2026-03-20"), title="本周电影", preset="film_night")
    hall.make(hall.evening("2026-03-28"), title="下周学剪纸", preset="training", seats=9)
    hall.make(hall.evening("2026-03-29"), title="还是草稿", announced=False)
    hall.make(hall.evening("2026-03-19"), title="内部学习", preset="staff_training")
    visitor = Client()
    page = text(visitor.get(hall.url("list")))
    assert page.index("本周电影") < page.index("下周学剪纸")
    assert "还有9个名额" in page
    assert "还是草稿" not in page
    assert "内部学习" not in page
    assert "下周学剪纸" not in text(visitor.get(hall.url("list"), {"week": "on"}))
    assert "本周电影" not in text(visitor.get(hall.url("list"), {"words": "剪纸"}))
    training = hall.preset("training").pk
    assert "本周电影" not in text(visitor.get(hall.url("list"), {"kind": training}))
    assert "没有找到" in text(visitor.get(hall.url("list"), {"words": "滑雪"}))


def test_staff_read_the_same_list_as_the_village(hall: Hall) -> None:
    hall.make(hall.evening("2026-03-29"), title="还是草稿", announced=False)
    assert "还是草稿" not in text(hall.client().get(hall.url("list")))


def test_the_page_says_who_what_when_where_and_next(hall: Hall) -> None:
    activity = hall.make(
        hall.evening("2026-03-20"),
        hall.evening("2026-03-27"),
        title="学剪纸",
        preset="training",
        seats=9,
        words=Words(summary="剪一朵窗花", extra={"trainer": "何老师"}, audiences=("孩子",)),
    )
    page = text(Client().get(hall.url("activity", pk=activity.pk)))
    for words in (
        "学剪纸",
        "3月20日(周五)晚上7:00",
        "大礼堂",
        "何老师",
        "孩子",
        "一共2场",
        "共9个",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("preset", "announced", "visibility"),
    [("film_night", False, ""), ("staff_training", True, Visibility.STAFF)],
)
def test_what_is_not_for_the_village_is_not_there(
    hall: Hall, preset: str, announced: bool, visibility: str
) -> None:
    activity = hall.make(preset=preset, announced=announced, words=Words(visibility=visibility))
    assert Client().get(hall.url("activity", pk=activity.pk)).status_code == 404
    assert hall.client().get(hall.url("activity", pk=activity.pk)).status_code == 200


def test_the_page_is_four_statements_beyond_session_and_centre(hall: Hall) -> None:
    activity = hall.make(seats=9, preset="training")
    client = Client()
    client.force_login(hall.village.resident, backend=RESIDENT)
    hall.come(activity, hall.village.resident_person)
    for browser in (Client(), client):
        with CaptureQueriesContext(connection) as seen:
            page = text(browser.get(hall.url("activity", pk=activity.pk)))
        own = [one["sql"] for one in seen if '"activities_' in one["sql"].replace("`", '"')]
        assert len(own) <= 4
    assert "已报上名" in page


def test_a_cancelled_activity_says_so_with_the_reason(hall: Hall) -> None:
    activity = hall.make()
    cancel_activity(
        centre=hall.centre, activity_id=activity.pk, actor=hall.staff, at=NOW, reason="下大雨"
    )
    page = text(Client().get(hall.url("activity", pk=activity.pk)))
    assert "已取消" in page
    assert "下大雨" in page
    assert "我要报名" not in page


def test_states_in_words(hall: Hall) -> None:
    activity = hall.make(seats=2)
    pools: list[Any] = []

    def label(**more: Any) -> str:
        for name, value in more.items():
            setattr(activity, name, value)
        return standing_of(activity, count_seats(pools), NOW).label

    later = NOW + timedelta(hours=1)
    assert label(opens_at=later) == "还没开始报名"
    assert label(opens_at=None, closes_at=NOW) == "报名截止"
    assert label(closes_at=None, sign_up_rule=SignUpRule.DRAW) == "报名抽签"
    assert label(sign_up_rule=SignUpRule.APPROVE) == "可以报名"
    assert label(sign_up_rule=SignUpRule.FIRST) == "满了，可以候补"
    assert label(has_waiting_list=False) == "名额已满"
    assert label(first_starts=NOW) == "已经开始"
    assert label(sign_up_rule=SignUpRule.NONE) == "来了就行"
    assert label(last_ends=NOW) == "已结束"


def test_what_was_is_found_under_past(hall: Hall) -> None:
    activity = hall.make(hall.evening("2026-03-17"), title="看过的电影")
    hall.client().post(hall.url("end", pk=activity.pk))
    assert "看过的电影" in text(Client().get(hall.url("past")))
    assert "看过的电影" not in text(Client().get(hall.url("list")))


def test_calendar_and_poster(hall: Hall) -> None:
    activity = hall.make(hall.evening("2026-03-20"), title="学剪纸")
    desk = hall.client()
    page = text(desk.get(hall.url("calendar"), {"month": "2026-03"}))
    assert "学剪纸" in page
    assert "19:00–21:00" in page
    assert text(desk.get(hall.url("calendar"), {"month": "nonsense"}))
    assert "休" in text(desk.get(hall.url("calendar"), {"month": "2026-10"}))
    poster = text(desk.get(hall.url("poster", pk=activity.pk)))
    assert "<svg" in poster
    assert "学剪纸" in poster
    file = desk.get(hall.url("poster_file", pk=activity.pk))
    # Without the libraries of the system the PDF says one sentence and the printed page works.
    assert file.status_code == (200 if can_print() else 409)


def unpacked(paper: bytes) -> bytes:
    """Return a PDF with the objects that it keeps packed together."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper, re.DOTALL)
    found = [paper]
    for one in streams:
        with suppress(zlib.error):
            found.append(zlib.decompress(one))
    return b"\n".join(found)


def test_the_poster_is_one_sheet_of_a4_and_its_code_leads_to_the_activity(hall: Hall) -> None:
    days = [hall.evening(f"2026-04-{day:02}") for day in range(1, 13)]
    activity = hall.make(
        *days, title="学剪纸", words=Words(summary="剪一朵窗花", body="带剪刀。" * 200)
    )
    address = f"http://testserver{hall.url('activity', pk=activity.pk)}"
    desk = hall.client()
    assert qr(address) in desk.get(hall.url("poster", pk=activity.pk)).content.decode()
    if not can_print():
        pytest.skip("the libraries of the system that make a PDF are not here")
    file = desk.get(hall.url("poster_file", pk=activity.pk))
    assert file.context["qr"] == inline_qr(address)
    boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([0-9.]+) ([0-9.]+) ?\]", unpacked(file.content))
    assert [(round(float(wide)), round(float(high))) for wide, high in boxes] == [(595, 842)]


def test_today_names_what_is_on(hall: Hall) -> None:
    from changlai.halls.gatherings.today import TODAY

    hall.make(hall.evening("2026-03-18"), title="今晚的戏")
    hall.make(hall.evening("2026-03-22"), title="忘了发布", announced=False)
    hall.make(hall.evening("2026-03-16"), title="没登记")
    found = {one.code: one.lines(hall.staff, NOW) for one in TODAY}
    assert [line.title for line in found["gatherings_today"][0]] == ["今晚的戏"]
    assert [line.title for line in found["gatherings_drafts"][0]] == ["忘了发布"]
    assert [line.title for line in found["gatherings_to_end"][0]] == ["没登记"]
    assert found["gatherings_homeless"] == ([], 0)
    with time_machine.travel(at("2026-03-18 20:00"), tick=False):
        lines = next(one for one in TODAY if one.code == "gatherings_today").lines(
            hall.staff, at("2026-03-18 20:00")
        )[0]
        assert lines[0].tone == "hand"
