"""A week of the canteen: written, ordered from, cooked, brought, ticked, kept and settled."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_axe import Look
from tests.browser.visitors import DESK, DESKTOP, HOME, PHONE, press

EATER, CALLER = "曾木林", "韩守田"


@pytest.mark.parametrize(
    ("size", "elder", "meal", "label", "weeks"),
    [(PHONE, False, "dinner", "晚饭", 2), (DESKTOP, True, "breakfast", "早饭", 3)],
    ids=["phone", "desktop-and-elders"],
)
def test_a_week_of_the_canteen(
    window: Visit, size: Any, elder: bool, meal: str, label: str, weeks: int
) -> None:
    trouble: list[str] = []
    dishes = (f"{label}豆豉排骨", "青菜")
    staff = window(size, "handler").new_page()
    eater = window(PHONE, "resident", elder=elder).new_page()
    looks = {page: Look(page, trouble) for page in (staff, eater)}

    def look(page: Page, where: str) -> None:
        looks[page].here(where)

    # The clerk copies a whole week with one press, publishes it, and writes one meal for today.
    today = localdate()
    for number in range(2, weeks + 1):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=number)
        staff.goto(f"{DESK}canteen/?week={monday.isoformat()}")
        press(staff, "照上周抄一份")
    expect(staff.locator("main")).to_contain_text("没公布")
    expect(staff.get_by_text("看一遍再公布")).to_be_visible()
    look(staff, "a week to publish")
    staff.get_by_role("button", name=re.compile("公布这一周")).click()
    expect(staff.get_by_text("大家可以订了")).to_be_visible()
    staff.goto(f"{DESK}canteen/meals/add/?day={today.isoformat()}&meal={meal}")
    for number, dish in enumerate(dishes, 1):
        staff.get_by_label(f"第{number}个菜").fill(dish)
    staff.get_by_label("一份多少钱").fill("6.50")
    staff.get_by_label("做几份").fill("3")
    staff.get_by_label("订餐截止").fill(f"{today.isoformat()}T23:59")
    look(staff, "a meal to write")
    press(staff, "保存")
    staff.get_by_role("link", name=dishes[0]).click()
    press(staff, "只公布这一顿")
    staff.get_by_role("link", name=dishes[0]).click()
    desk = staff.url

    # A villager orders with one tap, and somebody rings up.
    eater.goto(f"{HOME}canteen/")
    look(eater, "the week to order from")
    own = eater.locator("article", has_text=dishes[0])
    expect(own).to_contain_text("6.50元一份")
    own.get_by_role("button", name="堂食").click()
    expect(eater.get_by_text(re.compile("订好了.*餐号1"))).to_be_visible()
    eater.locator("article", has_text=dishes[0]).get_by_role("link").click()
    expect(eater.locator(".ticket-number")).to_have_text("1")
    expect(eater.locator("svg.qr")).to_be_visible()
    look(eater, "a ticket")
    staff.get_by_role("link", name="替人订").click()
    staff.get_by_label("村民姓名或手机号").fill(CALLER)
    press(staff, "找村民")
    staff.locator("a.row", has_text=CALLER).first.click()
    staff.get_by_label("电话", exact=True).check()
    staff.get_by_label("送餐", exact=True).check()
    staff.get_by_label("送到哪里").fill("晒谷场边")
    look(staff, "an order by telephone")
    press(staff, "订好")
    expect(staff.get_by_text("餐号2")).to_be_visible()

    # The deadline passes: nobody orders, and nobody cancels alone any more.
    staff.get_by_role("link", name="改菜单").click()
    staff.get_by_label("订餐截止").fill(f"{today.isoformat()}T00:00")
    press(staff, "保存")
    eater.reload()
    expect(eater.locator("main")).to_contain_text("不能自己取消")
    stranger = window(PHONE, "neighbour").new_page()
    stranger.goto(f"{HOME}canteen/")
    late = stranger.locator("article", has_text=dishes[0])
    expect(late).to_contain_text(re.compile("订餐截止了|餐号2"))
    expect(late.get_by_role("button")).to_have_count(0)

    # The kitchen counts, the meal is brought and handed over once.
    staff.goto(f"{desk}kitchen/")
    expect(staff.locator(".kitchen-total")).to_contain_text("一共2份")
    expect(staff.locator("main")).not_to_contain_text(CALLER)
    look(staff, "the kitchen's count")
    staff.goto(f"{desk}deliveries/")
    row = staff.get_by_role("row").filter(has_text=CALLER)
    expect(row).to_contain_text("晒谷场边")
    staff.goto(desk)
    look(staff, "a meal at the counter")
    staff.get_by_label("餐号，或者扫餐票").fill("1")
    staff.locator(".ticket-line button").click()
    expect(staff.get_by_text("1号，堂食1份，给了。")).to_be_visible()
    staff.get_by_label("餐号，或者扫餐票").fill("1")
    staff.locator(".ticket-line button").click()
    expect(staff.get_by_role("alert")).to_contain_text("已经打过勾了")
    staff.get_by_role("button", name="2号给了").click()
    expect(staff.locator("main")).to_contain_text("都给了。")

    # A sample of each dish goes into the fridge, never too little of it.
    staff.get_by_role("link", name="去留样").click()
    staff.get_by_label("重量(克)").fill("100")
    press(staff, "留样了")
    expect(staff.get_by_role("alert").first).to_contain_text("不能少于125克")
    staff.get_by_label("重量(克)").fill("130")
    press(staff, "留样了")
    fridge = staff.locator(".ticks li", has_text=dishes[0]).filter(has_text=label)
    expect(fridge).to_contain_text("130克")
    look(staff, "the fridge")

    # Whoever settles finds both in the month; nobody at the counter has that page.
    boss = window(size, "secretary").new_page()
    boss.goto(f"{DESK}canteen/money/")
    for name in (EATER, CALLER):
        expect(boss.get_by_role("row").filter(has_text=name)).to_be_visible()
    looks[boss] = Look(boss, trouble)
    look(boss, "the month")
    assert staff.request.get(f"{DESK}canteen/money/").status == 404
    # The second tick is refused with 409, of which the browser's console tells.
    trouble = [one for one in trouble if "409 (Conflict)" not in one]
    assert not trouble, "\n".join(trouble)
