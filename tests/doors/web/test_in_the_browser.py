"""The pieces in a real browser: accessible in both modes, nothing cut."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.cast import make_centre

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 860}
PAGES = ["/docs/pieces/", "/docs/pieces/desk/", "/docs/pieces/paper/", "/"]
VIEWS = [(PHONE, False), (PHONE, True), (DESKTOP, False)]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.path.exists(CHROMIUM), reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright runs a loop in this thread, and Django would refuse the test's own database calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def opened(browser: Browser, url: str, size: Any, elder: bool, **more: Any) -> Page:
    context = browser.new_context(
        viewport=size, locale="zh-CN", service_workers="block", has_touch=size is PHONE, **more
    )
    if elder:
        host = url.split("/")[2].split(":")[0]
        context.add_cookies([{"name": "elder", "value": "1", "domain": host, "path": "/"}])
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("size", "elder"), VIEWS, ids=["phone", "elder", "desktop"])
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_and_nothing_is_cut(
    live_server: Any, browser: Browser, path: str, size: Any, elder: bool
) -> None:
    make_centre()
    page = opened(browser, live_server.url + path, size, elder)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


SMALL_TARGETS = """least => [...document.querySelectorAll("a, button, select, input, textarea")]
  .filter(e => e.offsetParent && e.type !== "hidden" && !e.closest("p.lead, .figure-title"))
  .map(e => [e, (e.closest("label") || e).getBoundingClientRect()])
  .filter(([e, r]) => r.height < least - 0.5)
  .map(([e, r]) => `${e.tagName} ${e.innerText || e.name} ${r.height}`)"""


@pytest.mark.parametrize(("elder", "least"), [(False, 48), (True, 60)])
@pytest.mark.django_db(transaction=True)
def test_everything_to_tap_is_large_enough(
    live_server: Any, browser: Browser, elder: bool, least: int
) -> None:
    page = opened(browser, live_server.url + "/docs/pieces/", PHONE, elder)
    assert page.evaluate(SMALL_TARGETS, least) == []
    page.context.close()


@pytest.mark.django_db(transaction=True)
def test_a_draft_outlives_the_page_but_codes_do_not(live_server: Any, browser: Browser) -> None:
    page = opened(browser, live_server.url + "/docs/pieces/", PHONE, elder=False)
    page.fill("#new_title", "路灯不亮")
    page.check("#new_urgency_1")
    page.fill("#new_code", "123456")
    page.wait_for_timeout(400)
    page.reload()
    assert page.input_value("#new_title") == "路灯不亮"
    assert page.is_checked("#new_urgency_1")
    assert page.input_value("#new_code") == ""
    page.context.close()


@pytest.mark.django_db(transaction=True)
def test_pages_stand_without_a_script(live_server: Any, browser: Browser) -> None:
    make_centre()
    page = opened(browser, live_server.url + "/", PHONE, elder=False, java_script_enabled=False)
    page.get_by_role("link", name="长辈版").click()
    assert page.get_by_role("link", name="普通版").is_visible()
    page.context.close()


@pytest.mark.django_db(transaction=True)
def test_the_keyboard_reaches_the_text_first(live_server: Any, browser: Browser) -> None:
    page = opened(browser, live_server.url + "/guides/", DESKTOP, elder=False)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.context.close()
