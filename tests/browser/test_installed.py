"""The app on a villager's phone: it installs, it opens without a network, and it loses no word."""

from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Response, expect

from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.visitors import HOME, press

FIRST_VISIT = 50_000
"""Bytes that a first page may ask of a weak network, all that comes with it included."""
TYPED = "二组水井旁边的水管一直漏水，路面都湿了。"
IN_CONTROL = """new Promise((done, lost) => {
  const worker = navigator.serviceWorker;
  setTimeout(() => lost(new Error("no worker took control")), 30000);
  worker.addEventListener("controllerchange", done);
  if (worker.controller) done();
}).then(() => true)"""
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('draft:'))"


@pytest.fixture
def phone(window: Visit) -> BrowserContext:
    """A phone that lets the site keep what it wants to keep."""
    return window(service_workers="allow")


def _at_home(phone: BrowserContext) -> Page:
    """Open the home and wait until the kept worker answers for this page."""
    page = phone.new_page()
    page.goto(HOME)
    page.evaluate(IN_CONTROL)
    return page


def test_a_phone_can_install_it(phone: BrowserContext, site: Site) -> None:
    page = _at_home(phone)
    at = page.locator("link[rel=manifest]").get_attribute("href") or ""
    told: Any = phone.request.get(at).json()
    assert told["name"]
    assert len(told["short_name"]) <= 12
    assert told["display"] in {"standalone", "minimal-ui", "fullscreen"}
    assert urljoin(f"{site.url}{at}", told["start_url"]).startswith(site.url + told["scope"])
    purposes = set()
    for icon in told["icons"]:
        answer = phone.request.get(icon["src"])
        assert answer.status == 200, icon
        assert answer.headers["content-type"] == icon["type"]
        with Image.open(BytesIO(answer.body())) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
        purposes.add((icon.get("purpose", "any"), icon["sizes"]))
    assert purposes >= {("any", "192x192"), ("any", "512x512"), ("maskable", "512x512")}

    chromium = phone.new_cdp_session(page)
    read = chromium.send("Page.getAppManifest")
    assert read["url"] == site.url + at
    assert read["errors"] == []
    # A window of a test is a private one, and that alone keeps Chromium from offering it.
    found = chromium.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in found} <= {"in-incognito"}

    phone.set_offline(True)
    answer = page.goto(told["start_url"])
    assert answer is not None
    assert answer.status == 200
    assert answer.from_service_worker


def test_without_a_network_guides_and_the_offline_page_can_be_read(phone: BrowserContext) -> None:
    page = _at_home(phone)
    phone.set_offline(True)
    page.goto(f"{HOME}mine/")
    expect(page.get_by_role("heading", name="现在没有网络")).to_be_visible()
    page.get_by_role("link", name="看怎么用").click()
    expect(page.get_by_role("heading", name="怎么用")).to_be_visible()
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    styles = page.evaluate("[...document.styleSheets].map(sheet => sheet.cssRules.length)")
    assert all(styles), styles
    assert len(styles) >= 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_draft_outlives_a_lost_network_and_ends_with_the_receipt(phone: BrowserContext) -> None:
    page = _at_home(phone)
    page.goto(f"{HOME}say/")
    page.locator("input[name=kind]").first.check()
    words = page.get_by_label("您想说什么")
    words.fill(TYPED)
    phone.set_offline(True)
    press(page, "下一步")
    expect(page.get_by_text("您写的内容留在这部手机里")).to_be_visible()
    expect(words).to_have_value(TYPED)
    page.reload()
    expect(page.get_by_role("heading", name="现在没有网络")).to_be_visible()

    phone.set_offline(False)
    page.goto(f"{HOME}say/")
    expect(words).to_have_value(TYPED)
    expect(page.locator("input[name=kind]").first).to_be_checked()
    press(page, "下一步")
    page.get_by_label("在什么地方").fill("二组水井旁")
    press(page, "下一步")
    page.get_by_label("怎么称呼您").fill("路人乙")
    page.get_by_label("不留姓名和电话").check()
    assert page.evaluate(KEPT)
    press(page, "提交")
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    assert page.evaluate(KEPT) == []
    page.goto(f"{HOME}say/")
    expect(words).to_have_value("")


def test_a_server_out_of_reach_is_told_and_loses_no_word(phone: BrowserContext, site: Site) -> None:
    """A phone often believes that it has a network while nothing comes through."""
    page = _at_home(phone)
    page.goto(f"{HOME}say/")
    page.locator("input[name=kind]").first.check()
    page.get_by_label("您想说什么").fill(TYPED)
    site.stop()
    try:
        press(page, "下一步")
        expect(page.get_by_role("heading", name="现在没有网络")).to_be_visible()
    finally:
        site.start()
    page.goto(f"{HOME}say/")
    expect(page.get_by_label("您想说什么")).to_have_value(TYPED)


@pytest.mark.parametrize("path", [HOME, f"{HOME}say/"])
def test_a_first_visit_is_light(window: Visit, path: str) -> None:
    answers: list[Response] = []
    page = window().new_page()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path, wait_until="networkidle")
    weights: dict[str, int] = {}
    for answer in answers:
        kind = answer.request.resource_type
        if kind in {"stylesheet", "script"}:
            assert answer.headers.get("content-encoding") in {"br", "gzip"}, answer.url
        weights[f"{kind} {answer.url}"] = answer.request.sizes()["responseBodySize"]
    assert {"document", "stylesheet", "script"} <= {each.split()[0] for each in weights}
    assert all(weights.values()), weights
    assert sum(weights.values()) <= FIRST_VISIT, weights
