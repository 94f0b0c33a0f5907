"""What is done once with things, cells, work, parcels and meals before the village is copied."""

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page

from tests.browser.visitors import DESK, HOME, RESIDENT, press

TAKER = "放腰鼓队的锣"
ON_A_REQUEST = re.compile("/desk/services/requests/[0-9a-f-]{36}/$")


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


def come_to_the_window(page: Page) -> list[str]:
    """Keep a time at the counter for oneself; return its address, and where it is moved."""
    page.goto(f"{HOME}services/")
    page.get_by_role("link", name="居住证明").click()
    page.get_by_role("link", name="约个时间来").click()
    page.locator("a.chip").last.click()
    page.locator("label", has=page.locator("input[name=slot]")).last.click()
    press(page, "约这个时间")
    page.wait_for_url(re.compile("/services/come/[0-9a-f-]{36}/"))
    return [page.url, f"{page.url}move/"]


def ring_up(page: Page) -> list[str]:
    """Keep a time for whoever rings up; return it, where it is moved, and its slip and number."""
    page.goto(f"{DESK}services/queue/add/")
    page.get_by_label("怎么称呼").fill("窑湾组的大姐")
    page.get_by_label("什么时候").select_option(index=-1 % _options(page, "什么时候"))
    page.get_by_label("怎么来的").select_option(label="打电话")
    press(page, "登记")
    page.wait_for_url(re.compile("/desk/services/queue/[0-9a-f-]{36}/"))
    there = page.url
    page.get_by_role("link", name="打印小票").click()
    page.wait_for_url(re.compile("/slip/"))
    return [there, f"{there}move/", page.url, page.url.removesuffix("slip/")]


def _options(page: Page, label: str) -> int:
    return page.get_by_label(label).locator("option").count()


def offer_work(page: Page) -> str:
    """Hand work in for oneself; return the address at which one sees how it stands."""
    page.goto(f"{HOME}jobs/offer/")
    page.get_by_label("谁家、哪个单位").fill("桥头组韩家")
    page.get_by_label("联系人").fill("韩家大姐")
    page.get_by_label("联系电话").fill("19900000100")
    page.get_by_label("什么活").fill("摘橙子")
    page.get_by_label("具体在哪里").fill("桥头组后山")
    page.get_by_label("第一天").fill((localdate() + timedelta(days=5)).isoformat())
    page.get_by_label("几点到几点").fill("早上7点到11点")
    page.get_by_label("工钱多少元").fill("80")
    page.get_by_label("工钱按什么算").select_option(label="天")
    press(page, "交给中心")
    page.wait_for_url(re.compile("/jobs/mine/.+"))
    return page.url


def go_to_work(page: Page) -> str:
    """Say that one wants to go to the first work of the list; return the match's address."""
    page.goto(f"{HOME}jobs/")
    page.locator("ul.rows a.row").first.click()
    page.get_by_role("link", name="我想去").click()
    born = page.get_by_label("哪一年出生")
    if born.count():
        born.fill("1980")
    press(page, "我想去")
    page.wait_for_url(re.compile("/jobs/matches/.+"))
    return page.url


def ask_at_the_counter(page: Page) -> str:
    """Open the form by which staff note that somebody wants to go; return its address."""
    page.goto(f"{DESK}jobs/?state=published")
    page.locator("ul.rows a.row").first.click()
    page.get_by_role("link", name="有人说想去").click()
    page.wait_for_url(re.compile("/desk/jobs/.+/want/"))
    return page.url


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


def ask_for(page: Page, title: str, answers: dict[str, str]) -> str:
    """Find a service by its name, entrust it with its questions; return its number."""
    page.goto(HOME)
    page.get_by_role("link", name="我要办").first.click()
    page.get_by_label("想办什么").fill(title)
    press(page, "找一找")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("link", name="托中心办").click()
    for label, words in answers.items():
        page.get_by_label(label).fill(words)
    press(page, "托中心办")
    page.wait_for_url(re.compile("/services/receipt/.+"))
    return page.locator("dd strong").first.inner_text()


def open_request(page: Page, number: str) -> str:
    """Find a request on the workbench by its number; return its address there."""
    page.goto(f"{DESK}services/?show=all&q={number}")
    page.locator("tr", has_text=number).locator("a.row-link").click()
    page.wait_for_url(ON_A_REQUEST)
    return page.url


def take_step(page: Page, step: str, button: str = "", **fills: str) -> None:
    """Take one step of a request from its page on the workbench, and be back there."""
    page.get_by_role("link", name=step, exact=True).click()
    for label, words in fills.items():
        page.get_by_label(label, exact=True).fill(words)
    press(page, button or step)
    page.wait_for_url(ON_A_REQUEST)


def scan_in(page: Page, waybill: str, recipient: str) -> str:
    """Scan one parcel in and tell its recipient; return its address on the workbench."""
    page.goto(f"{DESK}parcels/in/")
    page.get_by_label("单号", exact=True).fill(f"{waybill} {recipient}")
    press(page, "上架")
    link = "[data-scan-list] a[href*='/desk/parcels/']"
    page.locator(link, has_text=waybill[-6:]).first.click()
    page.wait_for_url(re.compile("/desk/parcels/[0-9a-f-]{36}/"))
    found = page.url
    page.goto(f"{DESK}parcels/in/")
    press(page, "现在就通知")
    return found


def offer_today(page: Page, title: str) -> str:
    """Hand work in that begins today; return the address at which one sees how it stands."""
    page.goto(f"{HOME}jobs/offer/")
    page.get_by_label("谁家、哪个单位").fill(f"{title}的人家")
    page.get_by_label("联系人").fill("韩家大姐")
    page.get_by_label("联系电话").fill("19900000100")
    page.get_by_label("什么活").fill(title)
    page.get_by_label("具体在哪里").fill("桥头组后山")
    page.get_by_label("第一天").fill(localdate().isoformat())
    page.get_by_label("几点到几点").fill("早上7点到11点")
    page.get_by_label("工钱多少元").fill("80")
    page.get_by_label("工钱按什么算").select_option(label="天")
    press(page, "交给中心")
    page.wait_for_url(re.compile("/jobs/mine/.+"))
    return page.url


def order_meal(page: Page) -> str:
    """Order the last meal that may be ordered; return the ticket's address."""
    page.goto(f"{HOME}canteen/")
    page.locator("form.meal-order").last.locator("button").first.click()
    page.locator("a", has_text="看餐票").last.click()
    page.wait_for_url(re.compile("/canteen/tickets/.+"))
    return page.url


def call_for_meal(page: Page) -> tuple[str, str, str]:
    """Open a meal that takes orders; return it, its form for a call, and the one to change it."""
    monday = localdate() - timedelta(days=localdate().weekday()) + timedelta(days=7)
    page.goto(f"{DESK}canteen/?week={monday.isoformat()}")
    page.locator(".week-grid a.row-link").last.click()
    page.wait_for_url(re.compile("/desk/canteen/meals/.+"))
    meal = page.url
    return meal, f"{meal}order/", f"{meal}edit/"
