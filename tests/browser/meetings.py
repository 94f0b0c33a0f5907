"""What is done once with activities and sittings before the village is copied, by clicks."""

import re
from datetime import timedelta
from io import BytesIO

from django.utils.timezone import localdate
from PIL import Image
from playwright.sync_api import Page

from tests.browser.visitors import DESK, HOME, press

COURSE = "扎灯笼"
REVIEW = "上个月的总结会"
LATE = "昨天临时办的小聚"
CLINIC = "看看眼睛"
GAMES = "院坝里比一比"
WEEKLY = "周周择菜"
IN_AN_ACTIVITY = re.compile(r"/desk/activities/[-0-9a-f]{36}/$")


def picture(name: str = "picture.jpg") -> dict[str, object]:
    """Return a picture as a file chooser takes it."""
    data = BytesIO()
    Image.new("RGB", (640, 420), "white").save(data, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": data.getvalue()}


def plan(page: Page, kind: str, title: str, day: int, weeks: int = 0) -> None:
    """Fill the plan of an activity so many days from now, each week for some weeks if wanted."""
    page.goto(f"{DESK}activities/")
    page.locator("main").get_by_role("link", name="排活动").click()
    page.locator("main").get_by_role("link", name=kind).click()
    page.get_by_label("活动名称").fill(title)
    first = localdate() + timedelta(days=day)
    if weeks:
        page.get_by_label("每周办", exact=True).check()
        page.get_by_text("每周办：哪几天、办到什么时候").click()
        page.get_by_label(f"周{'一二三四五六日'[first.weekday()]}", exact=True).check()
        until = first + timedelta(days=7 * (weeks - 1))
        page.get_by_label("办到哪天为止").fill(until.isoformat())
        page.get_by_label("放假的日子不办").uncheck()
    page.get_by_label("日期", exact=True).fill(first.isoformat())
    page.get_by_label("几点开始").first.fill("10:00")
    page.get_by_label("几点结束").first.fill("11:30")
    page.get_by_label("别的地点").fill("桥头院坝")


def send_plan(page: Page, button: str = "排好并发布") -> str:
    """Send a plan; return the address of the activity on the workbench."""
    press(page, button)
    page.wait_for_url(IN_AN_ACTIVITY)
    return page.url


def arrange(page: Page) -> list[str]:
    """Plan a course with a draw, a meeting and a late entry; return the pages they lead to."""
    plan(page, "技能培训", COURSE, 6, weeks=3)
    page.get_by_label("报名方式").select_option(label="抽签")
    closes = localdate() + timedelta(days=4)
    page.get_by_label("报名截止").fill(f"{closes.isoformat()}T18:00")
    page.get_by_label("多少个").first.fill("8")
    course = send_plan(page)
    found = [_opened(page, "取消这场")]
    page.goto(course)
    found.append(_opened(page, "通知报名的人"))
    page.goto(course)
    page.get_by_role("link", name="报名名单").click()
    found.append(_opened(page, "抽签"))
    plan(page, "工作总结会", REVIEW, -1)
    meeting = send_plan(page, "先存成草稿")
    found.append(_opened(page, "发布"))
    page.goto(meeting)
    found += [_opened(page, "定下的事"), _decide(page)]
    plan(page, "主题活动", LATE, -1)
    late = send_plan(page)
    found.append(_opened(page, "办完了，登记"))
    page.goto(late)
    found += [*_hold(page), *_compete(page), *_every_week(page)]
    return found


def _decide(page: Page) -> str:
    """Write down what a meeting decided; return where it is put right."""
    page.get_by_label("定了什么").fill("桥头加一盏灯")
    press(page, "记下")
    return _opened(page, "桥头加一盏灯")


def _hold(page: Page) -> list[str]:
    """Say that a session was held; return where a wrong number of guests is put right."""
    page.get_by_role("link", name="点名").first.click()
    press(page, "登记已举行")
    page.get_by_role("link", name="改人数").first.wait_for()
    return [_opened(page, "改人数")]


def _compete(page: Page) -> list[str]:
    """Plan a contest with one game; return its games, the game, and where it is taken off."""
    plan(page, "体育比赛", GAMES, 8)
    page.get_by_label("比什么").fill("腰鼓接力")
    send_plan(page)
    found = [_opened(page, "赛程和结果")]
    page.get_by_label("比什么").fill("腰鼓接力")
    press(page, "排上")
    return [*found, _opened(page, "腰鼓接力"), _opened(page, "拿掉这一场")]


def _every_week(page: Page) -> list[str]:
    """Plan what is signed up for each week anew; return the series, and where it is called off."""
    plan(page, "主题活动", WEEKLY, 9, weeks=2)
    page.get_by_label("每次单独报名").check()
    press(page, "排好并发布")
    page.wait_for_url(re.compile("/desk/activities/"))
    page.goto(f"{DESK}activities/?words={WEEKLY}")
    page.locator("a.row-link", has_text=WEEKLY).first.click()
    return [_opened(page, WEEKLY), _opened(page, "以后的都取消")]


def for_everyone(page: Page) -> list[str]:
    """Find the course as a resident does; return its draw, its sign-up, and a later word."""
    page.goto(f"{HOME}activities/")
    page.get_by_role("link", name=COURSE).first.click()
    there = page.url
    found = [_opened(page, "抽签怎么保证公平")]
    page.goto(there)
    found.append(_opened(page, "我要报名"))
    _first_with(page, f"{HOME}activities/past/", "main a.row", "看看办得怎么样")
    after = _opened(page, "看看办得怎么样")
    # Whoever was signed out before the word was sent comes back to a page of its own.
    return [*found, after, after.replace("/after/", "/feedback/")]


def afterwards(page: Page) -> list[str]:
    """Note an opinion, register a work, open a picture and the later questions."""
    _after(page, "路灯和停车怎么弄")
    page.get_by_label("说了什么").fill("桥头那盏灯太暗，看不清台阶。")
    press(page, "记下这条")
    found = [_opened(page, "桥头那盏灯太暗")]
    _after(page, "村里人的字和画")
    found.append(_opened(page, "展出作品"))
    page.get_by_label("作品名").fill("牛耕田")
    page.locator("input[name=author_name]").fill("老樟组的何爷爷")
    page.get_by_label("作品照片").set_input_files(picture())  # type: ignore[arg-type]
    press(page, "登记")
    found += [_opened(page, "牛耕田"), _opened(page, "删掉这件作品")]
    _with_pictures(page)
    page.locator(".after-photos a").first.click()
    page.wait_for_url(re.compile("/desk/photos/"))
    found += [page.url, _opened(page, "删掉这张照片")]
    _after(page, "手机拍货卖货小课堂")
    found.append(_opened(page, "今天要问的人"))
    return found


def _after(page: Page, title: str) -> None:
    """Find an activity in the list, and go to what is left of it."""
    page.goto(f"{DESK}activities/")
    page.get_by_label(re.compile("^找")).first.fill(title)
    press(page, "筛选")
    page.locator("a.row-link", has_text=title).first.click()
    page.get_by_role("link", name="活动以后").click()


def _first_with(page: Page, listed: str, rows: str, link: str) -> None:
    """Open the first thing of a list that has a link: which were played hangs on the season."""
    page.goto(listed)
    for there in page.locator(rows).evaluate_all("links => links.map(link => link.href)"):
        page.goto(there)
        if page.locator("main").get_by_role("link", name=link).count():
            return
    raise AssertionError(f"nothing of {listed} has “{link}”")


def _with_pictures(page: Page) -> None:
    """Go to what is left of any activity of which there are pictures."""
    page.goto(f"{DESK}activities/")
    found = page.locator("a.row-link").evaluate_all("links => links.map(link => link.href)")
    for there in found:
        page.goto(there)
        left = page.get_by_role("link", name="活动以后")
        if left.count():
            left.click()
            if page.locator(".after-photos a").count():
                return
    raise AssertionError("no activity of the demo has a picture")


def at_the_door(page: Page) -> str:
    """Print the code for a course's door; return the address that stands under it."""
    page.goto(f"{DESK}activities/?words={COURSE}")
    page.locator("a.row-link", has_text=COURSE).first.click()
    page.get_by_role("link", name="点名").first.click()
    page.get_by_role("link", name="打印签到码").click()
    return page.locator(".door-address").inner_text()


def lay_sittings(page: Page) -> list[str]:
    """Lay two clinics; return what one leads to on the workbench."""
    for day in (5, 12):
        page.goto(f"{DESK}sittings/")
        page.get_by_role("link", name="排时段", exact=True).first.click()
        page.get_by_label("谁来坐诊").select_option(index=1)
        page.get_by_label("名称").fill(CLINIC)
        page.get_by_label("哪一天").fill((localdate() + timedelta(days=day)).isoformat())
        page.get_by_label("几点开始").fill("09:00")
        page.get_by_label("几点结束").fill("11:00")
        page.get_by_label("在哪里").fill("健康小屋")
        page.locator("main form .actions button").first.click()
        page.wait_for_url(re.compile(r"/desk/sittings/[-0-9a-f]{36}/$"))
    sitting, found = page.url, []
    for link in ("登记一个人", "开关时段", "结束", "改时间地点", "取消这一场"):
        page.goto(sitting)
        found.append(_opened(page, link))
    return found


def book_slot(page: Page) -> list[str]:
    """Book a time with the doctor; return the receipt, and where another time is chosen."""
    page.goto(f"{HOME}sittings/")
    page.get_by_role("link", name=CLINIC).first.click()
    page.locator("main form input[type=radio]").first.check()
    press(page, "约这个时间")
    page.wait_for_url(re.compile("/appointments/.+"))
    receipt = page.url
    page.goto(f"{HOME}sittings/")
    page.get_by_role("link", name=CLINIC).last.click()
    page.wait_for_url(re.compile("/sittings/[-0-9a-f]{36}/$"))
    return [receipt, page.url, f"{page.url}book/"]


def offer_idle_hours(page: Page) -> str:
    """Find hours without use in the last weeks; return where a group is told of them."""
    page.goto(f"{DESK}idle/")
    page.get_by_role("link", name="近四个星期").click()
    page.locator("main a[href*='/desk/idle/']").first.click()
    page.wait_for_url(re.compile(r"/desk/idle/[-0-9a-f]{36}/"))
    return page.url


def _opened(page: Page, name: str) -> str:
    """Follow a link of the page; return where it leads."""
    before = page.url
    page.locator("main").get_by_role("link", name=name).first.click()
    page.wait_for_url(lambda url: url != before)
    return page.url
