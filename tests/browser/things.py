"""What is done once with things and cells before the village is copied: report, ask, give."""

import re

from playwright.sync_api import Page

from tests.browser.visitors import DESK, HOME, press

TAKER = "放腰鼓队的锣"


def report_fault(page: Page) -> tuple[str, str, str]:
    """Report a fault at a room's door; return the receipt's address, number and code."""
    page.goto(f"{HOME}rooms/")
    page.get_by_role("link", name="书吧").first.click()
    page.get_by_role("link", name="这里坏了，报修").click()
    page.get_by_label("怎么坏的").fill("窗户关不上，下雨会漏进来。")
    press(page, "报修")
    page.wait_for_url(re.compile("/rooms/fault/receipt/.+"))
    number, code = page.locator("dd strong").all_inner_texts()
    return page.url, number, code


def follow_fault(page: Page, number: str, code: str) -> str:
    """Show number and code; return the address of how far it is."""
    page.goto(f"{HOME}repairs/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    press(page, "查一下")
    page.wait_for_url(re.compile("/repairs/code/.+"))
    return page.url


def ask_for_cell(page: Page) -> str:
    """Ask for two cells for oneself, one of which goes on waiting; return its wish's address."""
    for kind in ("展销格", "储物格"):
        page.goto(f"{HOME}cells/ask/")
        page.get_by_label(kind).check()
        page.get_by_label("用来做什么").fill(TAKER)
        press(page, "排上")
        page.wait_for_url(re.compile("/cells/wishes/.+"))
    return page.url


def give_cell(page: Page) -> str:
    """Make a shelf and give it to whoever asked last; return the holder's own address of it."""
    page.goto(f"{DESK}cells/add/")
    page.get_by_label("名称").fill("展销新格")
    page.get_by_label("种类").select_option(label="展销格")
    press(page, "保存")
    page.get_by_role("link", name="分给排队的人").click()
    page.locator("label", has_text=TAKER).first.click()
    page.get_by_label("不按顺序的原因").fill("前面的人这个月出门。")
    press(page, "分给他")
    page.wait_for_url(re.compile("/desk/cells/allocations/.+"))
    key = page.url.rstrip("/").rsplit("/", 1)[1]
    return f"{HOME}cells/mine/{key}/"


def entrust(page: Page) -> tuple[str, str]:
    """Entrust a matter; return the receipt's address, and that of how far it is by code."""
    page.goto(f"{HOME}services/")
    page.get_by_role("link", name="居住证明").click()
    page.get_by_role("link", name="托中心办").click()
    page.get_by_label("证明拿去做什么").fill("孩子上学")
    press(page, "托中心办")
    page.wait_for_url(re.compile("/services/receipt/.+"))
    receipt = page.url
    number, code = page.locator("dd strong").all_inner_texts()
    page.goto(f"{HOME}services/progress/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    press(page, "查一下")
    page.wait_for_url(re.compile("/services/progress/.+"))
    return receipt, page.url
