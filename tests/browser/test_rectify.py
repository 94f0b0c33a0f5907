"""From a gap on the checklist to an issue that somebody else saw mended."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.look import Look
from tests.browser.site import Site
from tests.browser.visitors import DESK, DESKTOP, PHONE, press

ISSUE = re.compile("/desk/issues/[0-9a-f-]{36}/$")


def test_a_gap_is_mended_by_one_and_closed_by_another(window: Visit, site: Site) -> None:
    trouble: list[str] = []
    owner = window(DESKTOP, "handler").new_page()
    owner.goto(f"{DESK}checklists/")
    owner.get_by_role("link", name="阵地建设对照表").first.click()
    press(owner, "开始对照")
    item = owner.locator(".check-item", has_text="厕所开着、干净")
    item.get_by_label("有差距").check()
    item.get_by_label("说明").fill("水龙头坏了。")
    counted = owner.locator(".check-item", has_text="有房间给大家用、能约")
    expect(counted.get_by_role("radio")).to_have_count(0)
    press(owner, "保存看到的")
    Look(owner, trouble).here("a run")
    owner.get_by_role("button", name="整改：厕所开着、干净").click()
    owner.wait_for_url(ISSUE)
    issue = owner.url
    expect(owner.locator("main")).to_contain_text("水龙头坏了。")
    expect(owner.locator("main")).to_contain_text("阵地建设对照表")

    owner.get_by_role("link", name="认领", exact=True).click()
    owner.get_by_label("怎么改").fill("换一个水龙头")
    press(owner, "认领")
    owner.get_by_role("link", name="改好了，请验收").click()
    owner.get_by_label("改成什么样了").fill("换好了，不漏了。")
    press(owner, "改好了，请验收")
    expect(owner.locator("main")).to_contain_text("真没有，就写明为什么没有")
    expect(owner.get_by_label("改成什么样了")).to_have_value("换好了，不漏了。")
    owner.goto(f"{issue}?evidence=#evidence")
    owner.locator("#evidence").get_by_role("button", name=re.compile("^用上")).first.click()
    expect(owner.locator("main")).to_contain_text("关联上了")
    owner.get_by_role("link", name="改好了，请验收").click()
    owner.get_by_label("改成什么样了").fill("换好了，不漏了。")
    press(owner, "改好了，请验收")
    expect(owner.locator("main")).to_contain_text("待验收")
    expect(owner.get_by_role("link", name="验收", exact=True)).to_have_count(0)
    Look(owner, trouble).here("an issue to be looked at")

    looker = window(PHONE, "supervisor").new_page()
    looker.goto(issue)
    Look(looker, trouble).here("the same on a telephone")
    looker.get_by_role("link", name="验收", exact=True).click()
    looker.get_by_label("改好了，可以销号").check()
    press(looker, "验收")
    expect(looker.locator("main")).to_contain_text("已销号")
    assert not trouble, "\n".join(trouble)
