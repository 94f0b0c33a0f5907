"""Hands that differ: a keyboard alone, old fingers and eyes, and paper."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.rehearsal import say
from tests.browser.visitors import DESK, DESKTOP, HOME, PHONE, press

MOST_TABS = 150
MONTH = 30 * 24 * 3600
ANSWER = "水管已经换好，请您再看看。"
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const seen = (at.closest("label") || at).getBoundingClientRect(), look = getComputedStyle(at);
  return {
    words: at.innerText.trim(),
    name: at.name || "",
    tag: at.tagName,
    place: [...document.querySelectorAll("*")].indexOf(at),
    ring: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
    shown: seen.width > 0 && seen.bottom > 0 && seen.top < innerHeight
      && seen.right > 0 && seen.left < innerWidth,
  };
}"""


class Keyboard:
    """One who has no mouse: goes on by Tab, and must always see where she is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self) -> Any:
        """Go on by one; return where that is, None when the page is at its end."""
        self.page.keyboard.press("Tab")
        at = self.page.evaluate(FOCUSED)
        assert at is None or at["tag"] == "MAIN" or (at["ring"] and at["shown"]), at
        return at

    def reach(self, words: str = "", name: str = "") -> None:
        """Go on until the control with these words, or of this name, has the focus."""
        passed = []
        for _ in range(MOST_TABS):
            at = self.tab()
            if at and ((words and at["words"] == words) or (name and at["name"] == name)):
                return
            passed.append(at and at["words"])
        raise AssertionError(f"{words or name} not reached on {self.page.url}: {passed}")

    def open(self, words: str, address: str) -> None:
        """Reach a link or button and press Enter, which leads to `address`."""
        self.reach(words)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(re.compile(address))


def test_the_workbench_needs_no_mouse(window: Visit) -> None:
    number, _ = say(window().new_page(), "二组水井旁边的水管漏水，请来修一修。")
    page = window(DESKTOP, "handler").new_page()
    keyboard = Keyboard(page)
    page.goto(f"{DESK}voices/")
    keyboard.reach(name="words")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("words="))
    case = r"/desk/voices/[-0-9a-f]+/$"
    keyboard.open(number, case)
    for verb, field, text in (
        ("受理", "", ""),
        ("联系", "note", "打过电话。"),
        ("答复", "text", ANSWER),
    ):
        keyboard.open(verb, "/step/")
        if field:
            keyboard.reach(name=field)
            page.keyboard.type(text)
        keyboard.open(verb, case)
    expect(page.locator("main")).to_contain_text(ANSWER)
    keyboard.open("全部诉求", "/desk/voices/$")


@pytest.mark.parametrize("path", [DESK, f"{DESK}voices/"])
def test_the_keyboard_is_nowhere_held(window: Visit, path: str) -> None:
    page = window(DESKTOP, "handler").new_page()
    page.goto(path)
    keyboard = Keyboard(page)
    first = keyboard.tab()
    assert first["words"] == "跳到正文"
    places = [first["place"]]
    while (at := keyboard.tab()) is not None and at["place"] != places[0]:
        assert at["place"] not in places, f"{at} comes twice"
        places.append(at["place"])
    asked = page.locator("main").locator("a[href], button, input:not([type=hidden]), select")
    assert len(places) > asked.count()


SMALL = """least => [...document.querySelectorAll("a, button, select, input, textarea, summary")]
  .filter(each => each.offsetParent !== null || getComputedStyle(each).position === "fixed")
  .filter(each => each.type !== "hidden" && !each.classList.contains("skip"))
  .map(each => [each, (each.closest("label") || each).getBoundingClientRect()])
  .filter(([, seen]) => seen.height < least - 0.5 || seen.width < least - 0.5)
  .map(([each, seen]) => `${each.innerText || each.name} ${seen.width} x ${seen.height}`)"""


@pytest.mark.parametrize(("is_elder", "least"), [(False, 48), (True, 60)])
def test_old_fingers_hit_everything_on_the_way_to_a_receipt(
    window: Visit, is_elder: bool, least: int
) -> None:
    page = window(elder=is_elder).new_page()
    small: list[str] = []

    def look() -> None:
        small.extend(f"{page.url}: {one}" for one in page.evaluate(SMALL, least))

    for path in (f"{HOME}progress/", f"{HOME}say/elsewhere/", f"{HOME}sign-in", HOME):
        page.goto(path)
        look()
    page.get_by_role("link", name="我要说").first.click()
    expect(page.get_by_role("heading", name="我要说")).to_be_visible()
    page.wait_for_load_state()
    look()
    page.locator("input[name=kind]").first.check()
    page.get_by_label("您想说什么").fill("后山着火了，二组水井旁边的水管也漏水。")
    for step in ("在哪里", "怎么告诉您答复"):
        press(page, "下一步")
        expect(page.get_by_role("heading", name=step)).to_be_visible()
        expect(page.get_by_role("link", name="119")).to_be_visible()
        page.wait_for_load_state()
        look()
    page.get_by_label("不留姓名和电话").check()
    press(page, "提交")
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    page.wait_for_load_state()
    look()
    assert small == []


def test_large_type_is_one_tap_away_and_stays(window: Visit) -> None:
    phone = window()
    page = phone.new_page()
    page.goto(HOME)
    large = page.get_by_role("link", name="长辈版")
    expect(large).to_be_in_viewport()
    large.click()
    expect(page.locator("html.elder")).to_be_visible()
    assert page.url.endswith(HOME)
    page.get_by_role("link", name="我要说").first.click()
    expect(page.locator("html.elder")).to_be_visible()
    # What stays when the phone is switched off is what its cookies keep for long.
    kept = phone.storage_state()
    lasting = [one for one in kept["cookies"] if one["expires"] - time.time() > MONTH]
    later = window(storage_state={"cookies": lasting, "origins": []}).new_page()
    later.goto(HOME)
    expect(later.locator("html.elder")).to_be_visible()
    later.get_by_role("link", name="普通版").click()
    expect(later.locator("html:not(.elder)")).to_be_visible()


CUT = """() => {
  const cut = [], edge = document.documentElement.clientWidth;
  for (const each of document.querySelectorAll("main, main *")) {
    const at = each.getBoundingClientRect(), look = getComputedStyle(each);
    if (!at.width || each.closest("svg, .hide")) continue;
    const name = `${each.tagName}.${each.className} ${each.innerText.slice(0, 30)}`;
    if (at.right > edge + 1 || at.left < -1) cut.push(`${name}: over the edge`);
    if (look.overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1)
      cut.push(`${name}: hidden to the right`);
    if (look.overflowY !== "visible" && each.scrollHeight > each.clientHeight + 1)
      cut.push(`${name}: hidden below`);
  }
  return cut;
}"""
A4_INSIDE = {"width": 680, "height": 1000}
"""What `@page` of print.css leaves of A4, in CSS pixels."""


def _print(page: Page) -> int:
    """Look at the page as the printer gets it; return how many sheets it takes."""
    page.wait_for_load_state()
    page.set_viewport_size(A4_INSIDE)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == []
    for tool in page.locator("nav, .skip, button, .actions").all():
        expect(tool).to_be_hidden()
    paper = page.pdf(prefer_css_page_size=True)
    boxes = set(re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", paper))
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}
    return len(re.findall(rb"/Type /Page\b(?!s)", paper))


@pytest.mark.parametrize("is_elder", [False, True])
def test_the_sheet_of_today_is_whole_on_paper(window: Visit, is_elder: bool) -> None:
    page = window(DESKTOP, "handler", elder=is_elder).new_page()
    page.goto(DESK)
    page.get_by_role("link", name="打印", exact=True).click()
    expect(page.get_by_role("heading", name="今日要办")).to_be_visible()
    assert _print(page) >= 1
    expect(page.get_by_text("交班时间")).to_be_visible()
    page.emulate_media(media="screen")
    page.goto(DESK)
    assert _print(page) >= 1


@pytest.mark.parametrize("is_elder", [False, True])
def test_a_receipt_is_whole_on_one_sheet(window: Visit, is_elder: bool) -> None:
    page = window(PHONE, elder=is_elder).new_page()
    number, code = say(page, "村口的路灯不亮，晚上不敢出门。")
    page.get_by_role("link", name="打印回执").click()
    expect(page.get_by_role("heading", name="诉求回执")).to_be_visible()
    assert _print(page) == 1
    for told in (number, code):
        expect(page.locator("main")).to_contain_text(told)
    expect(page.locator("svg.qr")).to_be_visible()
