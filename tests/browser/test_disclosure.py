"""A disclosure from the clerk's draft to the answer that stands beside its line (F54)."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.look import Look
from tests.browser.site import Site
from tests.browser.visitors import DESK, DESKTOP, HOME, PHONE, press


def test_f54_from_the_draft_to_a_question_and_its_answer(window: Visit, site: Site) -> None:
    trouble: list[str] = []
    mark = uuid4().hex[:4]
    title, line = f"便道工程款{mark}", f"水泥四十吨{mark}"
    clerk = window(DESKTOP, "clerk").new_page()
    supervisor = window(DESKTOP, "supervisor").new_page()
    secretary = window(DESKTOP, "secretary").new_page()
    handler = window(DESKTOP, "handler").new_page()
    resident = window(PHONE, "resident").new_page()

    desk = _draft(clerk, title, line)
    Look(clerk, trouble).here("a draft on the desk")
    press(clerk, "送审")
    expect(clerk.locator("main")).to_contain_text("等监督委员审核")

    secretary.goto(desk)
    expect(secretary.locator("main")).to_contain_text("审核以后才能批准")
    supervisor.goto(desk)
    if supervisor.get_by_role("link", name="去声明").count():
        supervisor.get_by_role("link", name="去声明").click()
        supervisor.get_by_label("声明不是村民委员会成员").check()
        press(supervisor, "声明")
        supervisor.goto(desk)
    Look(supervisor, trouble).here("what the supervisor signs")
    press(supervisor, "审核同意")
    expect(supervisor.locator("main")).to_contain_text("等书记批准")
    secretary.goto(desk)
    press(secretary, "批准，开始公示")
    expect(secretary.locator("main")).to_contain_text("正在公示")

    resident.goto(f"{HOME}disclosure/")
    resident.get_by_role("link", name=title).first.click()
    expect(resident.locator("main")).to_contain_text("52,300.00")
    Look(resident, trouble).both("a disclosure at the telephone", site.url)
    resident.get_by_role("link", name=f"问问这一条：{line}").click()
    expect(resident.locator("main")).to_contain_text(line)
    resident.get_by_label("您想问什么").fill("单价多少，三家比价的单子能看吗？")
    resident.get_by_label("答复可以给大家看").check()
    press(resident, "问过去")
    resident.wait_for_url(re.compile("/voices/[0-9a-f-]{36}/"))
    own = resident.url
    resident.goto(f"{HOME}disclosure/{_key(desk)}/")
    expect(resident.locator("main")).to_contain_text("有1条在问")

    answer = "一吨四百二，三家的单子在中心，随时来看。"
    _answer(handler, _key(own), answer)
    resident.goto(own)
    expect(resident.locator("main")).to_contain_text(answer)
    resident.goto(f"{HOME}disclosure/{_key(desk)}/")
    expect(resident.locator("main")).not_to_contain_text("条在问")
    assert not trouble, "\n".join(trouble)


def _draft(clerk: Page, title: str, line: str) -> str:
    """Draft what the clerk discloses today; return its page on the desk."""
    clerk.goto(f"{DESK}disclosure/new/")
    clerk.get_by_role("link", name="专项资金和工程").click()
    clerk.get_by_label("标题").fill(title)
    clerk.get_by_label("第1行事项").fill(line)
    clerk.get_by_label("第1行金额").fill("52,300")
    clerk.get_by_label("第1行说明").fill("户主110101199003077512")
    press(clerk, "存草稿")
    expect(clerk.locator("main")).to_contain_text("不能公开")
    expect(clerk.get_by_label("第1行事项")).to_have_value(line)
    clerk.get_by_label("第1行说明").fill("三家比价")
    press(clerk, "存草稿")
    clerk.wait_for_url(re.compile("/desk/disclosure/[0-9a-f-]{36}/$"))
    return clerk.url


def _answer(handler: Page, key: str, text: str) -> None:
    """Take a question in and answer it."""
    page = f"{DESK}voices/{key}/"
    handler.goto(page)
    handler.get_by_role("link", name="受理", exact=True).click()
    press(handler, "受理")
    handler.goto(page)
    handler.get_by_role("link", name="答复", exact=True).click()
    handler.locator("main textarea").first.fill(text)
    press(handler, "答复")
    handler.wait_for_load_state()


def _key(address: str) -> str:
    return address.split("?")[0].rstrip("/").rsplit("/", 1)[1]
