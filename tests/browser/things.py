"""What is done once with things, cells and parcels before the village is copied."""

import re

from playwright.sync_api import Page

from tests.browser.visitors import DESK, HOME, RESIDENT, press

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


def keep_parcel(page: Page) -> str:
    """Scan a parcel in for the resident; return the recipient's own address of it."""
    page.goto(f"{DESK}parcels/in/")
    page.get_by_label("单号", exact=True).fill(f"SF7700001 {RESIDENT}")
    press(page, "上架")
    link = "[data-scan-list] a[href*='/desk/parcels/']"
    page.locator(link, has_text="700001").first.click()
    page.wait_for_url(re.compile("/desk/parcels/[0-9a-f-]{36}/"))
    key = page.url.rstrip("/").rsplit("/", 1)[1]
    return f"{HOME}parcels/{key}/"
