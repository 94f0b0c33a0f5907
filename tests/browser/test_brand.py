"""A fourth brand, from the empty form to a tree that somebody looks after, without code."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.look import Look
from tests.browser.site import Site
from tests.browser.visitors import DESK, DESKTOP, HOME, PHONE, press


def test_a_fourth_brand_is_made_on_the_desk_and_lives_on_the_telephone(
    window: Visit, site: Site
) -> None:
    trouble: list[str] = []
    mark = uuid4().hex[:4]
    name, plot = f"书香门第{mark}", f"书屋{mark}"
    clerk = window(DESKTOP, "handler").new_page()
    look = Look(clerk, trouble)

    clerk.goto(f"{DESK}brands/")
    clerk.get_by_role("link", name="加一个品牌").click()
    clerk.get_by_label("名称").fill(name)
    clerk.get_by_label("一句话").fill("一家一本书，晚上读半个钟头。")
    clerk.get_by_label("认领一棵树、一段路").check()
    clerk.get_by_label("家里的小办法").check()
    clerk.get_by_label("蓝").check()
    clerk.get_by_label("网址里的名字").fill(f"books-{mark}")
    look.here("a brand half made")
    press(clerk, "存好")
    expect(clerk.locator("main")).to_contain_text("还没有公开")
    desk = clerk.url

    # An activity that was held is found by a word and hung on it; the number follows.
    clerk.get_by_label("找已有的记录").fill("扫村道")
    press(clerk, "找")
    press(clerk, "用上扫村道、清沟渠")
    expect(clerk.locator("main")).to_contain_text("办了活动")
    press(clerk, "公开")
    expect(clerk.locator("main")).to_contain_text("公开着")
    look.here("a brand with what belongs to it")

    clerk.get_by_role("link", name="认领的地方").click()
    clerk.get_by_label("叫什么").last.fill(plot)
    clerk.get_by_label("在哪里").fill("老祠堂东边")
    clerk.get_by_label("花坛").check()
    press(clerk, "加上")
    expect(clerk.locator("main")).to_contain_text(plot)

    resident = window(PHONE, "resident").new_page()
    page = f"{HOME}brands/books-{mark}/"
    resident.goto(f"{HOME}brands/")
    resident.get_by_role("link", name=name).click()
    expect(resident.get_by_role("heading", name=name)).to_be_visible()
    Look(resident, trouble).both("a brand", site.url)
    resident.get_by_role("link", name="办了活动").click()
    expect(resident.locator("main")).to_contain_text("扫村道")
    resident.goto(page)
    resident.get_by_role("link", name=plot).click()
    resident.get_by_role("link", name="我来认领").click()
    resident.get_by_label("3个月").check()
    Look(resident, trouble).both("adopt", site.url)
    press(resident, "认领")
    resident.wait_for_url(re.compile("/brands/adoption/.+"))
    Look(resident, trouble).both("an adoption", site.url)
    _says(resident, page, plot, "已有人认领")

    resident.goto(f"{HOME}brands/adopted/")
    resident.get_by_role("link", name=plot).click()
    press(resident, "公开名字")
    _says(resident, page, plot, "曾木林认领")
    resident.goto(f"{HOME}mine/")
    expect(resident.locator("a.row", has_text=plot)).to_be_visible()

    clerk.goto(desk)
    clerk.get_by_role("link", name="看大家看到的").click()
    expect(clerk.get_by_role("heading", name=name)).to_be_visible()
    assert not trouble, "\n".join(trouble)


def _says(page: Page, brand: str, plot: str, words: str) -> None:
    """Look at the plots of a brand as everybody sees them."""
    page.goto(f"{brand}plots/")
    expect(page.locator("main")).to_contain_text(words)
    expect(page.get_by_role("link", name=plot)).to_contain_text(words)
