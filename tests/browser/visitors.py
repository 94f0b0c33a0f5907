"""Who visits the demo village and with what: browsers of two sizes, and how each role signs in."""

import re
import shutil
import time
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.site import Site, totp

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 860}
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
HOME = "/c/qingshiling/"
DESK = "/c/qingshiling/desk/"

RESIDENT = "19900000100"
STAFF = {
    "handler": "banli1",
    "colleague": "banli2",
    "duty": "zhiban",
    "secretary": "shuji",
    "supervisor": "jianwei",
    "clerk": "baozhang",
    "township": "zhen",
    "operator": "yunwei",
    "auditor": "shenji",
}
"""Roles of the tests and the user names that `changlai demo` gives them."""


def visit(browser: Browser, site: Site, size: Any = PHONE, **more: Any) -> BrowserContext:
    """Return a browser window of a size; `elder` for large type, else playwright's own options."""
    elder = more.pop("elder", False)
    context = browser.new_context(
        **{
            "base_url": site.url,
            "viewport": size,
            "has_touch": size is PHONE,
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "service_workers": "block",
            **more,
        }
    )
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(PATIENCE)
    if elder:
        host = urlsplit(site.url).hostname or ""
        context.add_cookies([{"name": "elder", "value": "1", "domain": host, "path": "/"}])
    return context


def press(page: Page, name: str) -> None:
    """Press the button of a name, exactly as a person reads it."""
    page.get_by_role("button", name=name, exact=True).first.click()


def sign_in_resident(page: Page, site: Site, phone: str = RESIDENT) -> None:
    """Sign in by phone and the code on the server's console."""
    page.goto(f"{HOME}sign-in")
    page.get_by_label("手机号").fill(phone)
    seen = len(site.log())
    press(page, "获取验证码")
    page.get_by_label("验证码").fill(site.sign_in_code(seen))
    press(page, "登录")
    page.wait_for_url(lambda url: "sign-in" not in url)


def give_password(page: Page, site: Site, username: str) -> None:
    """Fill user name and password at the staff door."""
    account = site.account(username)
    centre = f"/c/{account['centre']}" if account["centre"] else ""
    page.goto(f"{centre}/staff/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(account["password"])
    press(page, "登录")
    page.wait_for_url(lambda url: "staff/sign-in" not in url)


def sign_in_staff(page: Page, site: Site, username: str) -> None:
    """Sign in by password, and by the authenticator's digits where the role asks for them."""
    give_password(page, site, username)
    secret = site.account(username)["totp_secret"]
    # Digits are good once: when they were used a moment ago, the next ones are waited for.
    until = time.monotonic() + 90
    while secret and page.url.endswith("/staff/second"):
        assert time.monotonic() < until, page.inner_text("main")
        page.get_by_label("动态口令").fill(totp(secret, time.time()))
        press(page, "继续")
        page.wait_for_load_state()
        if page.url.endswith("/staff/second"):
            page.wait_for_timeout(3_000)


def words_of(page: Page) -> str:
    """Return what the main part of the page says, blanks folded."""
    return re.sub(r"\s+", " ", page.inner_text("main"))
