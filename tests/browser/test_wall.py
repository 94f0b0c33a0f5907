"""The culture wall on the hall's screen: it turns, and goes on without a network (F02)."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_installed import IN_CONTROL
from tests.browser.visitors import HOME

SCREEN: Any = {"width": 1920, "height": 1080}


def test_f02_the_screen_works_offline_after_the_first_load(window: Visit) -> None:
    hall = window(SCREEN, service_workers="allow")
    page = hall.new_page()
    page.goto(HOME)
    page.evaluate(IN_CONTROL)
    page.goto(f"{HOME}wall/screen/")
    expect(page.locator("[data-panel].is-now")).to_have_count(1)
    first = page.locator("[data-panel].is-now h2").inner_text()
    page.wait_for_load_state("networkidle")

    hall.set_offline(True)
    answer = page.reload()
    assert answer is not None
    assert answer.from_service_worker
    expect(page.locator("[data-panel].is-now h2")).to_have_text(first)
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-panel].is-now h2")).not_to_have_text(first)
    pictures = page.locator("[data-panel] img")
    for number in range(pictures.count()):
        picture = pictures.nth(number)
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth > 0)")
    # Nothing on it is smaller than can be read from five metres, and nothing is cut.
    page.evaluate("document.fonts.ready")
    small = page.evaluate(
        """[...document.querySelectorAll(".wall h2, .wall p, .wall li")]
        .filter(one => one.offsetParent && one.textContent.trim())
        .filter(one => parseFloat(getComputedStyle(one).fontSize) < 32).length"""
    )
    assert small == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
