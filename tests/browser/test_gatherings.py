"""Three ways through rooms and activities: a place is found, a seat is passed on, a course laid."""

import re
import zlib
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.utils.timezone import localdate, localtime
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.meetings import plan, send_plan
from tests.browser.visitors import (
    DESK,
    DESKTOP,
    HOME,
    PHONE,
    press,
    words_of,
)

FIRST, SECOND = "曾木林", "韩守田"


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without-scripts"])
def test_a_place_for_twenty_on_an_evening_is_found_and_booked(window: Visit, scripts: bool) -> None:
    page = window(PHONE, "resident", java_script_enabled=scripts).new_page()
    page.goto(HOME)
    page.get_by_role("link", name="我要约").first.click()
    day = localdate() + timedelta(days=16 if scripts else 17)
    page.get_by_label("哪天", exact=True).fill(day.isoformat())
    page.get_by_label("几点开始").select_option("19:00")
    page.get_by_label("用多久").select_option("120")
    page.get_by_label("几个人").fill("20")
    press(page, "找空着的场所")
    room = page.locator(".found a.row", has_text="马上能约").first
    name = room.locator(".row-title").inner_text()
    room.click()
    expect(page.get_by_label("哪天", exact=True)).to_have_value(day.isoformat())
    expect(page.get_by_label("大约几个人")).to_have_value("20")
    page.get_by_label("做什么用").fill("邻居聚聚")
    agree = page.get_by_label("看过借用须知，同意")
    if agree.count():
        agree.check()
    press(page, "约好")
    expect(page.get_by_text("约好了，到时候来就行。")).to_be_visible()
    for told in (name, "邻居聚聚", "20人", f"{day.month}月{day.day}日", "晚上7:00"):
        expect(page.locator("main")).to_contain_text(told)
    page.get_by_role("link", name="我约的场所").first.click()
    expect(page.locator("main")).to_contain_text("邻居聚聚")


def test_the_one_seat_is_passed_on_and_certified(window: Visit, tmp_path: Path) -> None:
    title = f"只教一个人{uuid4().hex[:5]}"
    staff = window(DESKTOP, "handler").new_page()
    plan(staff, "技能培训", title, 3)
    staff.get_by_label("报名方式").select_option(label="先到先得")
    staff.get_by_label("多少个").first.fill("1")
    desk = send_plan(staff)

    # The one who gives up has an old telephone that runs no scripts.
    first = window(PHONE, "resident", java_script_enabled=False).new_page()
    second = window(PHONE, "neighbour").new_page()
    _wish(first, title, "我要报名")
    expect(first.locator("main")).to_contain_text("您报上名了")
    _wish(second, title, "我要候补")
    expect(second.locator("main")).to_contain_text("候补排在第 1 位")

    first.get_by_role("link", name="取消报名").click()
    press(first, "不来了，取消报名")
    expect(first.locator("main")).to_contain_text("已经取消")
    _wait_for_offer(second)
    press(second, "我来")
    expect(second.locator("main")).to_contain_text("您报上名了")
    expect(second.locator("svg.qr")).to_be_visible()

    _move_to_now(staff, desk)
    staff.get_by_role("link", name="点名").first.click()
    roll = staff.url
    expect(staff.get_by_text(SECOND)).to_be_visible()
    expect(staff.get_by_text(FIRST)).to_have_count(0)
    staff.get_by_role("link", name="打印签到码").click()
    second.goto(staff.locator(".door-address").inner_text())
    press(second, "我到了")
    expect(second.locator("main")).to_contain_text("已经记上了")
    staff.goto(roll)
    expect(staff.locator(".roll-row", has_text=SECOND)).to_contain_text("在场")
    staff.goto(desk)
    staff.get_by_role("link", name="办完了，登记").click()
    staff.locator("main form .actions button").first.click()
    expect(staff.locator("main")).to_contain_text("办完")

    second.goto(f"{HOME}signups/")
    second.get_by_role("link", name=title).click()
    second.get_by_role("link", name="看看办得怎么样").click()
    told = _docx_text(_download(second, "下载Word文档", tmp_path))
    hours = re.search(r"实际参加1场，共(\S+?)。", told)
    assert hours is not None, told
    assert hours[1] in {"1小时28分钟", "1小时29分钟", "1小时30分钟"}
    assert SECOND in told
    assert title in told
    printed = _pdf_texts(_download(second, "下载证明(可打印)", tmp_path))
    for words in (SECOND, hours[1]):
        assert any(words in one for one in printed), printed


def test_a_weekly_course_stands_on_the_door_of_its_day(window: Visit) -> None:
    page = window(DESKTOP, "handler").new_page()
    title = f"太极拳{uuid4().hex[:4]}"
    plan(page, "主题活动", title, 8, weeks=4)
    page.get_by_label("几点开始").first.fill("15:30")
    page.get_by_label("几点结束").first.fill("16:00")
    page.get_by_label("别的地点").fill("")
    press(page, "看看哪些场所空着")
    expect(page.locator("main")).to_contain_text("一共4次")
    expect(page.get_by_label("活动名称")).to_have_value(title)
    where = page.get_by_label("用哪个场所")
    room = where.locator("option:not([value=''])").first
    name = re.split(r"[ ，,(（]", room.inner_text().strip())[0]
    where.select_option(room.get_attribute("value"))
    send_plan(page)
    expect(page.locator("main tbody tr")).to_have_count(4)
    for week in (0, 2):
        day = localdate() + timedelta(days=8 + 7 * week)
        page.goto(f"{DESK}rooms/day/?day={day.isoformat()}")
        expect(page.locator("main")).to_contain_text(title)
        page.locator("th[scope=row]").get_by_role("link", name=name).first.click()
        page.get_by_role("link", name="门口日程单").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        expect(page.get_by_role("row").filter(has_text=title)).to_contain_text("15:30–16:00")


def _wish(page: Page, title: str, button: str) -> None:
    """Find an activity in the list, and say that one would like to come."""
    page.goto(HOME)
    page.get_by_role("link", name="我要去").first.click()
    page.get_by_label("找活动").fill(title)
    press(page, "找")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("link", name=button).click()
    press(page, "报名")
    page.wait_for_url(re.compile("/signups/.+"))


def _wait_for_offer(page: Page) -> None:
    """Look again until the seat that was given up is offered."""
    for _ in range(20):
        page.reload()
        if page.get_by_role("heading", name="有位置了，您来吗？").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(words_of(page))


def _move_to_now(page: Page, desk: str) -> None:
    """Let the only session begin this minute, as when the teacher comes early."""
    now: datetime = localtime()
    page.goto(desk)
    page.get_by_role("link", name="改时间地点").click()
    page.get_by_label("日期").fill(now.date().isoformat())
    page.get_by_label("几点开始").fill(f"{now:%H:%M}")
    page.get_by_label("几点结束").fill(f"{now + timedelta(minutes=90):%H:%M}")
    press(page, "存好")
    expect(page.get_by_text("时间地点改好了")).to_be_visible()


def _download(page: Page, button: str, folder: Path) -> bytes:
    with page.expect_download() as waiting:
        press(page, button)
    assert SECOND in waiting.value.suggested_filename
    kept = folder / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    return kept.read_bytes()


def _docx_text(body: bytes) -> str:
    with ZipFile(BytesIO(body)) as parts:
        return re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())


def _pdf_texts(body: bytes) -> list[str]:
    """Return what the glyphs of a PDF say, read by each of its typefaces in turn."""
    assert body.startswith(b"%PDF-")
    streams = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.S):
        try:
            streams.append(zlib.decompress(part).decode("latin-1"))
        except zlib.error:
            streams.append(part.decode("latin-1"))
    found = []
    shown = [
        "".join(re.findall(r"<([0-9a-fA-F]+)>", line))
        for one in streams
        for line in re.findall(r"\[([^\]]*)\]\s*TJ", one)
    ]
    for cmap in (one for one in streams if "beginbfchar" in one):
        pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", cmap)
        says = {glyph.lower(): bytes.fromhex(to).decode("utf-16-be") for glyph, to in pairs}
        found.append(
            "\n".join(
                "".join(says.get(line[at : at + 4].lower(), "?") for at in range(0, len(line), 4))
                for line in shown
            ).replace("\n", "")
        )
    return found
