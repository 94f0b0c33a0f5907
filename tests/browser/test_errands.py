"""Errands from the first word to the last, on the telephone and at the desk beside it."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.look import Look
from tests.browser.site import Site
from tests.browser.things import ask_for, offer_today, open_request, scan_in, take_step
from tests.browser.visitors import DESK, DESKTOP, HOME, PHONE, RESIDENT, press, words_of

OWNER = "曾木林"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
"""What the clerk works with: the computer of the hall, or the telephone on the way."""


@SIZES
def test_what_is_missing_is_told_once_and_the_rest_follows_in_mine(
    window: Visit, site: Site, size: dict[str, int]
) -> None:
    trouble: list[str] = []
    resident, clerk = window(PHONE, "resident").new_page(), window(size, "handler").new_page()
    look = Look(resident, trouble)
    number = ask_for(resident, "临时救助", {"遇到了什么难处": "房子漏雨，修不起。"})
    expect(resident.locator("svg.qr")).to_be_visible()
    open_request(clerk, number)
    take_step(clerk, "受理")
    take_step(clerk, "开始办")
    clerk.get_by_role("link", name="缺材料，一次告知").click()
    missing = clerk.get_by_label("还缺什么")
    expect(missing).to_have_value(re.compile("身份证.*户口簿", re.DOTALL))
    press(clerk, "告诉对方")

    resident.goto(f"{HOME}mine/")
    mine = resident.locator("a.row", has_text=number)
    expect(resident.locator("section", has=mine)).to_contain_text("等您做的")
    expect(mine).to_contain_text("还缺材料，请补上")
    look.both("mine", site.url)
    mine.click()
    expect(resident.locator("main")).to_contain_text("户口簿")
    resident.get_by_label("补好了说一声").fill("都带到窗口了。")
    press(resident, "材料补上了")
    resident.goto(f"{HOME}mine/")
    expect(mine).to_contain_text("中心在办")

    open_request(clerk, number)
    clerk.get_by_role("link", name="核对材料").click()
    for select in clerk.locator("main select").all():
        select.select_option(label="看过了")
    press(clerk, "记好")
    clerk.get_by_role("link", name="办好了", exact=True).click()
    clerk.get_by_label("写一句").fill("批下来了，来取通知书。")
    press(clerk, "办好了")
    resident.goto(f"{HOME}mine/")
    expect(mine).to_contain_text("办好了，来取")
    clerk.get_by_role("link", name="送达", exact=True).click()
    clerk.get_by_label("自己来取").check()
    press(clerk, "送达")
    expect(clerk.locator("main")).to_contain_text("自己来取")
    asked = resident.locator("a.row", has_text="临时救助").filter(has_text="办得怎么样")
    for _ in range(40):
        resident.goto(f"{HOME}mine/")
        if asked.count():
            break
        resident.wait_for_timeout(500)  # the worker asks after the fact of the delivery
    asked.first.click()
    look.both("how it went", site.url)
    press(resident, "满意")
    resident.goto(f"{HOME}mine/")
    over = resident.locator("details", has_text="已经了结的")
    over.locator("summary").click()
    expect(over.locator("a.row", has_text=number)).to_be_visible()
    assert not trouble, "\n".join(trouble)


def test_a_parcel_is_fetched_by_whom_its_owner_named_and_by_nobody_else(
    window: Visit, site: Site
) -> None:
    trouble: list[str] = []
    resident, clerk = window(PHONE, "resident").new_page(), window(PHONE, "handler").new_page()
    desk = scan_in(clerk, f"YT{uuid4().int % 10**10:010d}", RESIDENT)
    key = desk.rstrip("/").rsplit("/", 1)[1]

    resident.goto(f"{HOME}mine/")
    line = resident.locator(f"a.row[href$='/parcels/{key}/']").last
    expect(line).to_contain_text("来取，报取件码")
    line.click()
    resident.get_by_label("请谁代取").fill("邻居罗婶")
    press(resident, "记下来")
    Look(resident, trouble).both("parcel", site.url)
    resident.goto(f"{HOME}mine/")
    expect(resident.locator("a.row", has_text="请邻居罗婶来取，报取件码")).to_be_visible()

    clerk.goto(desk)
    _hand(clerk, "过路的人", "0-0-0000")
    expect(clerk.locator("main")).to_contain_text("没有这个取件码")
    expect(clerk.get_by_label("取件人的名字")).to_have_value("过路的人")
    Look(clerk, trouble).here("a wrong code")
    _hand(clerk, "邻居罗婶", "")
    expect(clerk.locator("main")).to_contain_text("已取走")
    resident.goto(f"{HOME}parcels/{key}/")
    expect(resident.locator("main")).to_contain_text("邻居罗婶")
    assert not trouble, "\n".join(trouble)


def _hand(page: Page, name: str, code: str) -> None:
    page.get_by_label("别人代取").check()
    page.get_by_label("取件人的名字").fill(name)
    page.locator("form", has=page.get_by_role("button", name="取走了")).get_by_label("取件码").fill(
        code
    )
    press(page, "取走了")


@SIZES
def test_a_gig_goes_from_the_offer_to_both_closing_words(
    window: Visit, site: Site, size: dict[str, int]
) -> None:
    trouble: list[str] = []
    title = f"劈柴{uuid4().hex[:4]}"
    boss, worker = window(PHONE, "resident").new_page(), window(PHONE, "neighbour").new_page()
    clerk = window(size, "handler").new_page()
    offered = offer_today(boss, title)

    clerk.goto(f"{DESK}jobs/?state=draft")
    clerk.locator("a", has_text=title).first.click()
    post = clerk.url
    clerk.get_by_role("link", name=f"{title}的人家").first.click()
    clerk.get_by_label("本村人，认识").check()
    press(clerk, "核实过了")
    clerk.goto(post)
    press(clerk, "核对过了，发布")
    expect(clerk.locator("main")).to_contain_text("招人")

    worker.goto(f"{HOME}jobs/")
    worker.get_by_role("link", name=title).first.click()
    worker.get_by_role("link", name="我想去").click()
    born = worker.get_by_label("哪一年出生")
    if born.count():
        born.fill("1980")
    press(worker, "我想去")
    worker.wait_for_url(re.compile("/jobs/matches/.+"))
    match = worker.url
    assert RESIDENT not in words_of(worker), "no number before it is agreed"

    clerk.goto(post)
    clerk.locator("section", has_text="推荐过的").locator("a.row").first.click()
    contact = clerk.get_by_role("button", name="联系上了")
    if contact.count():
        contact.click()
    press(clerk, "两边都说好了")
    worker.goto(match)
    expect(worker.locator("a[href='tel:19900000100']").first).to_be_visible()
    Look(worker, trouble).both("match agreed", site.url)
    press(worker, "活干完了")
    _say(worker, "说好的都给了")
    worker.goto(f"{HOME}mine/")
    running = worker.locator("[aria-labelledby=mine-centre] a.row", has_text=title)
    expect(running).to_contain_text("您说过了，等主家说一声")
    boss.goto(f"{HOME}mine/")
    mine = boss.locator("[aria-labelledby=mine-me] a.row", has_text=f"我请人：{title}")
    expect(mine).to_contain_text("工钱付清没有，说一声")
    boss.goto(offered)
    _say(boss, "手脚快")

    clerk.reload()
    expect(clerk.locator("main")).to_contain_text("手脚快")
    expect(clerk.locator("main")).to_contain_text("说好的都给了")
    Look(clerk, trouble).here("both words")
    press(clerk, "工钱清了，了结")
    worker.goto(match)
    expect(worker.locator("main")).to_contain_text("已了结")
    assert not trouble, "\n".join(trouble)


def _say(page: Page, words: str) -> None:
    """Say that the work was done and paid for."""
    form = page.locator("form", has=page.get_by_role("button", name="告诉中心")).first
    for question in ("活干了没有", "工钱付清没有"):
        form.get_by_role("group", name=question).get_by_role("radio").first.check()
    form.get_by_label("想说一句").fill(words)
    form.get_by_role("button", name="告诉中心").click()


def test_an_item_made_by_staff_without_code_is_used_to_the_printed_sheet(
    window: Visit, site: Site
) -> None:
    trouble: list[str] = []
    title = f"借{uuid4().hex[:4]}梯子"
    clerk = window(DESKTOP, "secretary").new_page()
    clerk.goto(f"{DESK}services/items/")
    clerk.get_by_role("link", name="加一个事项").click()
    clerk.get_by_label("事项名称").fill(title)
    clerk.get_by_label("谁来办").select_option(label="村里办")
    clerk.get_by_label("能不能办").fill("村里人都能借，用完还回来。")
    clerk.get_by_label("几个工作日办好").fill("1")
    clerk.get_by_label("平常怎么说").fill("爬高 修屋顶")
    _question(clerk, 0, "借去做什么", "一行字", required=True)
    _question(clerk, 1, "要几架", "整数", required=True)
    _question(clerk, 2, "要多高的", "选一个", options="三米\n五米")
    clerk.get_by_label("材料").first.fill("身份证")
    Look(clerk, trouble).here("an item half made")
    press(clerk, "存好")
    expect(clerk.locator("main")).to_contain_text(title)

    resident = window(PHONE, "resident").new_page()
    resident.goto(f"{HOME}services/?q=修屋顶")
    resident.get_by_role("link", name=title).click()
    resident.get_by_role("link", name="托中心办").click()
    resident.get_by_label("借去做什么").fill("修屋顶")
    press(resident, "托中心办")
    expect(resident.get_by_label("借去做什么")).to_have_value("修屋顶")
    Look(resident, trouble).both("a wrong answer", site.url)
    resident.get_by_label("借去做什么").fill("修屋顶")
    resident.get_by_label("要几架").fill("2")
    resident.get_by_label("要多高的").select_option(label="五米")
    press(resident, "托中心办")
    resident.wait_for_url(re.compile("/services/receipt/.+"))
    number = resident.locator("dd strong").first.inner_text()

    open_request(clerk, number)
    clerk.get_by_role("link", name="打印委托单").click()
    sheet = clerk.locator("main, .sheet").first
    for words in (title, OWNER, "修屋顶", "2", "五米", "身份证", "承办人"):
        expect(sheet).to_contain_text(words)
    Look(clerk, trouble).here("the sheet")
    assert not trouble, "\n".join(trouble)


def _question(
    page: Page, place: int, label: str, kind: str, *, required: bool = False, options: str = ""
) -> None:
    row = page.locator("fieldset", has=page.locator(f"[name=field-{place}-label]"))
    row.get_by_label("栏目名称").fill(label)
    row.get_by_label("怎么填").select_option(label=kind)
    if options:
        row.get_by_label("选项").fill(options)
    if required:
        row.get_by_label("必填").check()
