"""Money from its source to the public page, and one who asks about it."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.look import Look
from tests.browser.site import Site
from tests.browser.visitors import DESK, DESKTOP, HOME, PHONE, press


def _last_month() -> date:
    return localdate().replace(day=1) - timedelta(days=1)


def _enter(page: Page, source: str, direction: str, amount: str, words: str, party: str) -> None:
    page.goto(f"{DESK}funds/vouchers/add/")
    page.get_by_label(direction, exact=True).check()
    page.get_by_label("金额(元)").fill(amount)
    page.get_by_label("哪天").fill(_last_month().isoformat())
    page.get_by_label("哪一笔资金").select_option(label=source)
    page.get_by_label("用在哪方面").select_option(label="活动开展")
    page.get_by_label("做什么用").fill(words)
    page.get_by_label("付给谁、谁给的").fill(party)
    page.get_by_label("个人", exact=True).check()
    press(page, "记下，交另一位复核")
    expect(page.locator("main")).to_contain_text("等书记或者监督委员复核")


def test_money_goes_from_its_source_to_the_public_page_and_is_asked_about(
    window: Visit, site: Site
) -> None:
    trouble: list[str] = []
    clerk = window(DESKTOP, "clerk").new_page()
    supervisor = window(DESKTOP, "supervisor").new_page()
    secretary = window(DESKTOP, "secretary").new_page()
    resident = window(PHONE, "resident").new_page()
    mark = uuid4().hex[:6]
    source, words = f"秧歌队自筹{mark}", f"买秧歌扇子{mark}"

    clerk.goto(f"{DESK}funds/")
    clerk.get_by_role("link", name="登记一笔资金").first.click()
    clerk.get_by_label("名称").fill(source)
    clerk.get_by_label("从哪里来").select_option(label="自筹")
    clerk.get_by_label("用在哪方面").select_option(label="活动开展")
    press(clerk, "保存")
    expect(clerk.get_by_role("heading", name=source)).to_be_visible()

    # An amount finer than a cent is refused, and what was typed stays.
    clerk.goto(f"{DESK}funds/vouchers/add/")
    clerk.get_by_label("金额(元)").fill("1.234")
    clerk.get_by_label("做什么用").fill(words)
    press(clerk, "记下，交另一位复核")
    expect(clerk.locator(".errors")).to_contain_text("最多写到分")
    expect(clerk.get_by_label("做什么用")).to_have_value(words)
    _enter(clerk, source, "收入", "３００", f"队员凑钱{mark}", "村里秧歌队员")
    _enter(clerk, source, "支出", "128.50", words, "罗巧手")
    Look(clerk, trouble).here("a voucher of one's own")
    clerk.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    supervisor.goto(DESK)
    expect(supervisor.locator("main")).to_contain_text("待复核的收支")
    supervisor.goto(f"{DESK}funds/waiting/")
    for one in (f"队员凑钱{mark}", words):
        supervisor.get_by_label(f"复核{one}").check()
    press(supervisor, "勾上的都复核入账")
    expect(supervisor.locator("main")).not_to_contain_text(words)

    secretary.goto(f"{DESK}funds/months/")
    month = f"{_last_month().year}年{_last_month().month}月"
    expect(secretary.locator("main")).to_contain_text(f"{month}的收支，公开出去就是这样")
    expect(secretary.locator("main")).to_contain_text("罗某")
    press(secretary, f"公开{month}的收支")
    expect(secretary.locator("main")).to_contain_text("过完的月份都公开了")

    look = Look(resident, trouble)
    look.at(f"{HOME}funds/", "the month in public")
    look.wide()
    resident.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(resident.get_by_role("heading", name=f"{month}资金公开")).to_be_visible()
    row = resident.locator(".money-line", has_text=words)
    expect(row).to_contain_text("128.50")
    expect(row).to_contain_text("罗某")
    expect(resident.locator("main")).not_to_contain_text("罗巧手")
    row.get_by_role("link", name="问问这一笔").click()
    expect(resident.locator("blockquote")).to_contain_text(words)
    resident.get_by_label("您想问什么").fill("扇子放在哪里，谁都能用吗？")
    look.here("asking about a line")
    press(resident, "问出去")
    expect(resident.locator("main")).to_contain_text("扇子放在哪里")

    secretary.goto(f"{DESK}voices/")
    secretary.locator("main tr", has_text=words).locator("a").first.click()
    expect(secretary.locator("main")).to_contain_text(f"{words}，支出128.50元")
    assert not trouble, "\n".join(trouble)
