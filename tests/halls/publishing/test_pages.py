"""Pages of publishing: reading, finding, writing, one notice for every ear, bad input."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from changlai.engines.content.models import Piece, Version
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.halls.publishing.models import MediaClip
from changlai.halls.publishing.queries import spoken, told_in_words
from tests.cast import NOW, Village
from tests.engines.content.pages import Desk

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def desk(village: Village) -> Desk:
    return Desk(village)


@pytest.fixture
def staff(village: Village, client: Client) -> Client:
    client.force_login(village.handler, backend=STAFF)
    return client


@pytest.fixture(autouse=True)
def _at_ten() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def entries_of(content: bytes) -> list[ElementTree.Element]:
    """Return the entries of a feed as another program reads them."""
    return ElementTree.fromstring(content).findall(f"{ATOM}entry")  # noqa: S314 -- our own answer


def page(village: Village, name: str, **kwargs: Any) -> str:
    return reverse(f"publishing:{name}", kwargs={"code": village.centre.code, **kwargs})


def test_a_notice_goes_from_an_empty_form_to_the_home_page(village: Village, staff: Client) -> None:
    said = {
        "form_id": uuid4(),
        "title": "停水通知",
        "summary": "明天上午停水。",
        "body": "- 一组\n- 二组",
        "urgency": "urgent",
    }
    first = staff.post(page(village, "desk_notice_add"), said)
    again = staff.post(page(village, "desk_notice_add"), said)
    assert first.status_code == again.status_code == 302
    piece = Piece.objects.of(village.centre).get()
    url = page(village, "desk_notice", pk=piece.pk)
    assert first["Location"] == url
    assert "停水通知" not in Client().get(page(village, "look")).content.decode()

    assert staff.post(url, {"verb": "publish"}).status_code == 302
    home = Client().get(f"/c/{village.centre.code}/").content.decode()
    assert "停水通知" in home
    assert "紧急" in home
    html = Client().get(page(village, "read", pk=piece.pk)).content.decode()
    assert "<li>一组</li>" in html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "请填写。"),
        ({"title": "字" * 61}, "60"),
        ({"starts_on": "2026-04-02", "ends_on": "2026-04-01"}, "结束的日子"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    village: Village, staff: Client, typed: dict[str, Any], sentence: str
) -> None:
    said = {"title": "停水通知", "body": "写了很久的话。"} | typed
    answer = staff.post(page(village, "desk_notice_add"), said)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert "写了很久的话。" in html
    assert not Piece.objects.of(village.centre).exists()


def test_an_identity_number_stops_the_notice_and_a_telephone_asks(
    desk: Desk, staff: Client
) -> None:
    draft = desk.draft(body="经办人４２０１０６ １９８００１０１ １２３Ｘ")
    url = page(desk.village, "desk_notice", pk=draft.piece_id)
    assert "身份证号" in staff.post(url, {"verb": "publish"}).content.decode()
    phone = desk.draft(body="找电工 13800138000")
    url = page(desk.village, "desk_notice", pk=phone.piece_id)
    assert "号码可以公开" in staff.post(url, {"verb": "publish"}).content.decode()
    assert staff.post(url, {"verb": "publish", "phones_seen": "on"}).status_code == 302


def test_hostile_html_in_an_article_is_shown_as_words(desk: Desk, client: Client) -> None:
    live = desk.live(
        title="<b>标题</b>",
        summary="<img src=x onerror=alert(1)>",
        body='<script>alert(1)</script>\n\n[点](javascript:alert(1))\n\n<a onclick="x()">y</a>',
    )
    for name in ("read", "print"):
        html = client.get(page(desk.village, name, pk=live.piece_id)).content.decode()
        assert "<script>alert" not in html
        assert 'href="javascript:' not in html
        assert "<img src=x" not in html
        assert "<a onclick" not in html
    feed = client.get(page(desk.village, "feed")).content
    assert entries_of(feed)[0].findtext(f"{ATOM}title") == "<b>标题</b>"


def test_strangers_find_no_draft_and_no_desk(desk: Desk, client: Client) -> None:
    village = desk.village
    draft = desk.draft()
    assert client.get(page(village, "read", pk=draft.piece_id)).status_code == 404
    assert client.get(page(village, "read", pk=uuid4())).status_code == 404
    client.force_login(village.resident, backend=RESIDENT)
    for name, kwargs in (
        ("desk_notice_list", {}),
        ("desk_notice", {"pk": draft.piece_id}),
        ("desk_clips", {}),
    ):
        assert client.get(page(village, name, **kwargs)).status_code in {302, 404}
    other = Client()
    other.force_login(village.other_secretary, backend=STAFF)
    assert other.get(page(village, "desk_notice", pk=draft.piece_id)).status_code in {302, 404}


def test_a_wall_panel_is_no_notice_and_the_other_way_round(desk: Desk, client: Client) -> None:
    wall, notice = desk.live("wall", "村规"), desk.live()
    assert client.get(page(desk.village, "read", pk=wall.piece_id)).status_code == 404
    assert client.get(page(desk.village, "wall_section", pk=notice.piece_id)).status_code == 404


def test_who_presses_too_late_is_told_what_happened(desk: Desk, staff: Client) -> None:
    live = desk.live()
    url = page(desk.village, "desk_notice", pk=live.piece_id)
    answer = staff.post(url, {"verb": "publish"})
    assert answer.status_code == 409
    assert "刷新" in answer.content.decode()


def test_found_by_words_and_a_page_at_a_time(desk: Desk, client: Client) -> None:
    for number in range(23):
        desk.live(title=f"第{number}号通知", at=NOW - timedelta(days=1))
    desk.live(title="茶园修路", body="茶坡下。")
    url = page(desk.village, "list")
    assert "茶园修路" in client.get(url, {"q": "茶坡"}).content.decode()
    assert "没有找到" in client.get(url, {"q": "不存在的词"}).content.decode()
    second = client.get(url, {"page": "2"}).content.decode()
    assert second.count('class="row"') == 4


@pytest.mark.parametrize("name", ["look", "list", "wall", "wall_screen", "window", "feed"])
def test_statements_do_not_grow_with_rows(desk: Desk, client: Client, name: str) -> None:
    url = page(desk.village, name)

    def count() -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    def fill(many: int) -> None:
        for number in range(many):
            for kind in ("notice", "wall", "story", "window"):
                desk.live(kind, f"{kind}{number}{uuid4().hex[:4]}")

    fill(3)
    few = count()
    fill(10)
    assert count() <= few


def test_the_desk_list_asks_the_same_for_three_and_for_thirty(desk: Desk, staff: Client) -> None:
    url = page(desk.village, "desk_notice_list")
    counts = []
    for many in (3, 27):
        for number in range(many):
            desk.live(title=f"通知{number}")
        staff.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert staff.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15


def test_one_notice_is_told_four_ways(desk: Desk) -> None:
    live = desk.live(
        title="停电通知",
        summary="上午8:30停，12:00来电。",
        body="## 哪里\n\n- 一组\n- 二组\n\n看 https://example.org/x",
    )
    told = {
        one.code: one
        for one in told_in_words(live, place="云溪村", phone="0898-66000001", url="https://v/read")
    }
    assert told["group"].text.startswith("【停电通知】")
    assert "https://v/read" in told["group"].text
    assert told["sms"].text == "【云溪村】停电通知：上午8:30停，12:00来电。 问0898-66000001"
    assert "1条短信" in told["sms"].hint
    assert "8点30分停，12点来电" in told["loud"].text
    assert "http" not in told["loud"].text
    assert "##" not in told["loud"].text
    assert told["loud"].text.endswith("再说一遍。")


def test_a_long_message_counts_its_parts() -> None:
    row = Version(title="通知", summary="字" * 150)
    told = told_in_words(row, place="村", phone="", url="")
    assert "3条短信" in told[1].hint


def test_what_is_no_time_is_not_said_as_one() -> None:
    assert spoken(Version(summary="比分78:90，比例1:3", body="")) == "比分78:90，比例1:3"


def test_the_atom_feed_reads_in_another_program_and_keeps_its_ids(
    desk: Desk, client: Client
) -> None:
    live = desk.live()
    desk.live("guide", "指南不在里面")
    url = page(desk.village, "feed")
    first = client.get(url)
    assert first["Content-Type"].startswith("application/atom+xml")
    entries = entries_of(first.content)
    assert [one.findtext(f"{ATOM}id") for one in entries] == [f"urn:uuid:{live.piece_id}"]
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304

    desk.out(desk.next(live, title="停水改到后天"), at=NOW + timedelta(minutes=5))
    entries = entries_of(client.get(url).content)
    assert [one.findtext(f"{ATOM}id") for one in entries] == [f"urn:uuid:{live.piece_id}"]


def clip(**more: Any) -> dict[str, Any]:
    return {
        "title": "小渠通了",
        "outlet_name": "县融媒体",
        "outlet": "account",
        "level": "county",
        "told_on": "2026-03-10",
        "form_id": uuid4(),
    } | more


def test_a_clip_is_noted_changed_and_taken_out(village: Village, staff: Client) -> None:
    said = clip()
    for _ in range(2):
        assert staff.post(page(village, "desk_clip_add"), said).status_code == 302
    row = MediaClip.objects.of(village.centre).get()
    assert row.told_on == date(2026, 3, 10)
    url = page(village, "desk_clip", pk=row.pk)
    staff.post(url, clip(title="小渠通了，地有水了"))
    row.refresh_from_db()
    assert row.title == "小渠通了，地有水了"
    staff.post(url, {"verb": "drop"})
    assert not MediaClip.objects.of(village.centre).exists()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"told_on": "2026-03-19"}, "还没有到"),
        ({"title": "电话13800138000"}, "电话号码"),
        ({"link": "javascript:alert(1)"}, "网址"),
    ],
)
def test_a_bad_clip_is_told(
    village: Village, staff: Client, more: dict[str, Any], sentence: str
) -> None:
    answer = staff.post(page(village, "desk_clip_add"), clip(**more))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not MediaClip.objects.of(village.centre).exists()


def test_empty_pages_say_what_will_be_there(village: Village, client: Client) -> None:
    for name, words in (
        ("look", "没有公告"),
        ("list", "还没有"),
        ("wall", "还没有内容"),
        ("wall_screen", "正在准备"),
    ):
        assert words in client.get(page(village, name)).content.decode()


def test_drafts_are_begun_by_saving_and_not_by_looking(desk: Desk, staff: Client) -> None:
    live = desk.live(body="第一版")
    url = page(desk.village, "desk_notice_edit", pk=live.piece_id)
    assert "第一版" in staff.get(url).content.decode()
    assert Version.objects.of(desk.village.centre).count() == 1
    staff.post(url, {"title": "停水通知", "body": "第二版"})
    assert Version.objects.of(desk.village.centre).count() == 2


def test_the_village_s_day_decides_what_is_shown(desk: Desk, client: Client) -> None:
    today = timezone.localdate(NOW)
    draft = desk.draft(title="明天的", starts_on=today + timedelta(days=1))
    desk.out(draft)
    url = page(desk.village, "read", pk=draft.piece_id)
    assert client.get(url).status_code == 404
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert client.get(url).status_code == 200
