"""A queue with two windows: booked and walked in, called, passed over, back again, and closing."""

import re
import time

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_axe import Look
from tests.browser.visitors import DESK, DESKTOP, HOME, PHONE, press, words_of

HALL = {"width": 1920, "height": 1080}
QUEUE, DOOR, SCREEN = (
    f"{DESK}services/queue/",
    f"{HOME}services/queue/",
    f"{HOME}services/queue/screen/",
)
SAID = """
window.said = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{lang: "zh-CN"}], cancel: () => {},
  speak: words => { window.said.push(words.text); setTimeout(() => words.onend(), 10); },
}});
"""
SMALL_TYPE = """() => [...document.querySelectorAll("main *")]
  .filter(one => one.offsetParent)
  .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .filter(one => parseFloat(getComputedStyle(one).fontSize) < 32)
  .map(one => one.textContent)"""


def open_all_day(page: Page) -> None:
    """Announce that the centre is open today, whatever the hour at which the test runs."""
    page.goto(f"{DESK}centre/exceptions/")
    page.get_by_label("日期").fill(localdate().isoformat())
    page.get_by_label("开门").fill("00:01")
    page.get_by_label("关门").fill("23:59")
    press(page, "公布")
    until = time.monotonic() + 60
    page.goto(DOOR)
    while not page.get_by_role("button", name="取个号").count():
        assert time.monotonic() < until, words_of(page)
        page.wait_for_timeout(500)
        page.reload()


def sit(page: Page, window: str) -> None:
    """Sit down at a window in one tap."""
    page.goto(QUEUE)
    page.get_by_role("button", name=re.compile(f"：{window}$")).click()
    expect(page.get_by_role("heading", name=window, exact=True)).to_be_visible()


def call(page: Page) -> str:
    """Call the next one; return the number that stands at the window now."""
    press(page, "叫下一位")
    expect(page.get_by_role("status").first).to_be_visible()
    number = page.locator(".queue-number")
    return number.inner_text() if number.count() else ""


def take_at_door(page: Page) -> str:
    """Take a number as whoever scans the code at the door; return it."""
    page.goto(DOOR)
    page.get_by_role("button", name=re.compile("取个号|也取一个号")).click()
    page.wait_for_url(re.compile("/services/queue/number/"))
    return page.locator(".queue-number").inner_text()


def test_a_queue_with_two_windows(window: Visit) -> None:
    open_all_day(window(DESKTOP, "secretary").new_page())
    first = window(DESKTOP, "handler").new_page()
    second = window(PHONE, "duty").new_page()
    sit(first, "综合窗口")
    sit(second, "2号窗口")
    while call(first):
        pass  # whoever was here before the story begins
    hall = window(HALL)
    hall.add_init_script(SAID)
    screen = hall.new_page()
    screen.goto(SCREEN)
    press(screen, "打开声音")
    last, place = screen.locator("[data-last-number]"), screen.locator("[data-last-window]")

    # One booked at home and says on the telephone that she is here; two take a number; one is
    # written down by a clerk, without a telephone.
    home = window(PHONE, "resident").new_page()
    home.goto(f"{HOME}services/come/?day={localdate().isoformat()}")
    home.locator("label", has=home.locator("input[name=slot]")).first.click()
    press(home, "约这个时间")
    press(home, "我到了，排上号")
    booked = home.locator(".queue-number").inner_text()
    phones = [window(PHONE).new_page() for _ in range(2)]
    walked = [take_at_door(phone) for phone in phones]
    first.goto(QUEUE)
    first.get_by_role("link", name="取号、约时间").click()
    first.get_by_label("怎么称呼").fill("骑三轮的大叔")
    press(first, "登记")
    first.get_by_role("link", name="回到队伍").click()
    expect(first.locator("main")).to_contain_text("骑三轮的大叔")
    expect(phones[1].locator("main")).to_contain_text("前面还有2位")

    # Two windows call two people; the hall sees and hears both.
    assert call(first) == booked
    expect(last).to_have_text(booked)
    expect(place).to_have_text("综合窗口")
    assert call(second) == walked[0]
    expect(last).to_have_text(walked[0])
    expect(screen.locator("[data-windows]")).to_contain_text(f"综合窗口{booked}")
    expect(phones[0].locator("main")).to_contain_text("请到2号窗口")
    screen.wait_for_function("window.said.length >= 3")
    assert screen.evaluate("window.said") == [
        "声音打开了",
        f"请{booked}到综合窗口",
        f"请{walked[0]}到2号窗口",
    ]
    assert screen.evaluate(SMALL_TYPE) == []

    # From whoever stands at the window straight to the request, with the name filled in.
    first.get_by_role("link", name="替他办事").click()
    press(first, "下一步")
    expect(first.get_by_text("名下")).to_be_visible()
    first.goto(QUEUE)

    # One is not there, goes behind the next two when she comes back, and keeps her number.
    press(second, f"再叫一次：{walked[0]}")
    press(second, f"没来，先过：{walked[0]}")
    assert call(second) == walked[1]
    press(second, f"回来了：{walked[0]}")
    expect(phones[0].locator("main")).to_contain_text("前面还有1位")
    alias = call(first)
    assert alias not in {"", walked[0]}
    assert call(second) == walked[0]

    # The screen says quietly that the network is gone, and comes back by itself.
    hall.set_offline(True)
    expect(screen.get_by_text("网络断了")).to_be_visible()
    hall.set_offline(False)
    expect(screen.get_by_text("网络断了")).to_be_hidden(timeout=60_000)

    # Pages of the queue hold at both sizes and in both modes while people wait.
    waits = take_at_door(phones[1])
    trouble: list[str] = []
    for is_elder in (False, True):
        staff = Look(window(PHONE, "handler", elder=is_elder).new_page(), trouble)
        for path in (QUEUE, f"{QUEUE}end/", f"{QUEUE}add/"):
            staff.at(path, "staff")
            staff.wide()
        public = Look(window(PHONE, elder=is_elder).new_page(), trouble)
        for path in (DOOR, SCREEN, phones[1].url.split("/", 3)[3]):
            public.at(path if path.startswith("/") else f"/{path}", "public")
            public.wide()
    assert not trouble, "\n".join(trouble)

    # Closing time: it is said first what becomes of whoever waits.
    first.goto(QUEUE)
    first.get_by_role("link", name="结束今天").click()
    expect(first.locator("main")).to_contain_text(f"没留名的1位（{waits}）")
    press(first, "结束今天")
    expect(first.locator("main")).to_contain_text("1位没轮到")
    expect(phones[1].locator("main")).to_contain_text("没有轮到")
    expect(screen.get_by_text("现在没开门")).to_be_visible()
    phones[0].goto(DOOR)
    expect(phones[0].locator("main")).to_contain_text("现在不发号")


def test_the_screen_works_without_scripts_and_on_a_telephone(window: Visit) -> None:
    for size in (HALL, PHONE):
        page = window(size, java_script_enabled=False).new_page()
        page.goto(SCREEN)
        expect(page.locator("meta[http-equiv=refresh]")).to_have_count(1)
        # A number, that nobody was called yet, or when the door opens: one of them stands there.
        said = page.locator(".board-number, .board-window, [data-shut]").filter(visible=True)
        expect(said.first).to_be_visible()
        expect(page.get_by_role("button", name="打开声音")).to_be_hidden()
