"""What is done once in the village before it is copied: sign-ins kept, pages reached by doing."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.timezone import localdate
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import meetings
from tests.browser.site import Site
from tests.browser.things import (
    ask_at_the_counter,
    ask_for_cell,
    call_for_meal,
    come_to_the_window,
    entrust,
    follow_fault,
    give_cell,
    go_to_work,
    keep_parcel,
    offer_work,
    order_meal,
    report_fault,
    ring_up,
)
from tests.browser.visitors import (
    DESK,
    HOME,
    STAFF,
    give_password,
    press,
    sign_in_resident,
    sign_in_staff,
    visit,
)
from tests.browser.walk import Found, page_of, walk

NEIGHBOUR, ELSEWHERE = "19900000101", "19900000600"
STARTS = ["/", HOME, DESK, "/account/security"]
UNLINKED = {
    "anonymous": [
        *("/docs/pieces/", "/docs/pieces/desk/", "/docs/pieces/paper/", "/offline/"),
        f"{HOME}say/?about=app",
    ],
    "resident": [
        "/sign-out",
        "/account/sign-out-everywhere",
        f"{HOME}messages/",
        f"{HOME}agreed/",
        f"{HOME}brands/month/",
    ],
    "handler": [
        *(f"{DESK}phone-list/print/", f"{DESK}voices/?state_type=resolved"),
        f"{DESK}canteen/scan/",
        f"{DESK}services/queue/end/",
    ],
    "operator": [f"{DESK}calendar/"],
}
"""Addresses that no link leads to, or one that the walk does not take."""
WATER = "二组水井旁边的水管一直漏水,路面都湿了,晚上走过去怕滑倒。"


def rehearse(browser: Browser, site: Site) -> list[Found]:
    """Sign everybody in, keep their cookies beside the database, and return all pages found."""
    stage = Stage(browser, site)
    stage.as_residents()
    stage.as_staff()
    stage.as_guests()
    stage.half_way()
    return stage.found


def cookies_of(site: Site, role: str) -> Path:
    """Return where the cookies of a role are kept."""
    return site.folder / f"cookies-{role}.json"


class Stage:
    """The running village, and what was found in it so far."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site, self.found = browser, site, list[Found]()

    @contextmanager
    def _as(self, role: str, enter: Callable[[Page], None] | None = None) -> Iterator[Page]:
        """Open a window, let the role in, and keep the cookies it has at the end."""
        context: BrowserContext = visit(self.browser, self.site)
        try:
            page = context.new_page()
            if enter is not None:
                enter(page)
            yield page
            context.storage_state(path=cookies_of(self.site, role))
        finally:
            context.close()

    def _note(self, role: str, *addresses: str) -> None:
        for address in addresses:
            page = page_of(address)
            assert page is not None, address
            parts = urlsplit(address)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            self.found.append(Found(path, page, role))

    def _walk(self, page: Page, role: str, *more: str) -> None:
        starts = [*UNLINKED.get(role, []), *more, *STARTS]
        self.found += walk(page.context.request, role, starts)

    def as_residents(self) -> None:
        """A stranger says something and looks it up; a resident does so signed in."""
        with self._as("anonymous") as page:
            number, code = say(page, WATER)
            self._note("anonymous", page.url)
            page.goto(f"{HOME}progress/")
            page.get_by_label("编号").fill(number)
            page.get_by_label("查询码").fill(code)
            press(page, "查一下")
            page.wait_for_url(re.compile("/progress/.+"))
            self._note("anonymous", page.url)
            receipt, fault, fault_code = report_fault(page)
            self._note("anonymous", receipt, follow_fault(page, fault, fault_code))
            self._walk(page, "anonymous", f"{HOME}say/follow/{number}/")
        with self._as("resident", lambda page: sign_in_resident(page, self.site)) as page:
            page.goto(f"{HOME}me/delegates")
            delegate(page)
            say(page, "村小学门口的减速带坏了,放学时车开得快,能不能修一修?", signed_in=True)
            book_room(page)
            self._note("resident", page.url)
            report_fault(page)
            self._note("resident", ask_for_cell(page), *entrust(page), *come_to_the_window(page))
            self._note("resident", offer_work(page), go_to_work(page), order_meal(page))
            self._walk(page, "resident")
        with self._as("neighbour", lambda page: sign_in_resident(page, self.site, NEIGHBOUR)):
            pass

    def as_staff(self) -> None:
        """Each role walks its pages; on the way one asks for an exclusion and one acts for."""
        for role, username in STAFF.items():
            with self._as(
                role, lambda page, name=username: sign_in_staff(page, self.site, name)
            ) as page:
                if role == "handler":
                    self._handle(page)
                if role == "secretary":
                    self._send_up(page)
                if role == "colleague":
                    self._act_for(page)
                    continue
                self._walk(page, role, *self._slips(role))

    def _slips(self, role: str) -> list[str]:
        return [one.path for one in self.found if role == "handler" and "act_for_slip" in one.page]

    def _handle(self, page: Page) -> None:
        """Do what gives pages of their own: ask for an exclusion, cover words, print forms."""
        page.goto(f"{DESK}voices/?state_type=resolved")
        page.locator("a.row-link").first.click()
        case = page.url
        page.get_by_role("link", name="不计入三率").click()
        for select in page.locator("main form select").all():
            select.select_option(index=1)
        page.get_by_label("理由").fill("同一件事重复登记了两次。")
        page.locator("main form .actions button").first.click()
        page.goto(f"{case}step/redact/")
        page.get_by_label("理由").fill("去掉名字。")
        page.locator("main form .actions button").first.click()
        page.wait_for_url(case)
        self._note("handler", f"{case}original/")
        page.goto(f"{DESK}voices/paper/")
        page.locator("main form[method=post] button").first.click()
        page.wait_for_url(re.compile("/voices/paper/.+"))
        number = page.locator("text=/[A-Z0-9]+-[0-9]+/").first.inner_text().split()[-1]
        self._note("handler", f"{DESK}voices/paper/enter/?number={number}")

        hang_picture(page)
        self._note("resident", give_cell(page), keep_parcel(page))
        self._note("handler", ask_at_the_counter(page), *call_for_meal(page), *ring_up(page))
        self._note("handler", *meetings.arrange(page), *meetings.lay_sittings(page))
        self._note("handler", *meetings.afterwards(page), meetings.offer_idle_hours(page))
        self._note("resident", meetings.at_the_door(page))

    def _send_up(self, page: Page) -> None:
        """Let the township see one voice for a time, which gives three pages."""
        page.goto(f"{DESK}voices/?state_type=open&hand=")
        cases = [one.get_attribute("href") for one in page.locator("a.row-link").all()]
        for case in filter(None, cases):
            page.goto(case)
            up = page.get_by_role("link", name="上报", exact=True)
            if up.count():
                break
        up.first.click()
        page.get_by_label("给谁看").select_option(index=1)
        page.get_by_label("报给哪个部门").fill("溪桥镇便民服务中心")
        page.get_by_label("看到哪天为止").fill((localdate() + timedelta(days=20)).isoformat())
        page.get_by_label("理由").fill("线路归镇里管，请镇上一起来看看，定个修的日子。")
        press(page, "上报")
        page.wait_for_url(f"**{case}")
        page.get_by_role("link", name="提前收回").click()
        self._note("secretary", case, page.url)
        above = case.replace("/voices/", "/voices/sent-up/")
        self._note("township", f"{DESK}voices/sent-up/", above)

    def _act_for(self, page: Page) -> None:
        """Act for a resident and end it, which gives the slip; then begin again and stay."""
        for is_last in (False, True):
            page.goto(f"{DESK}people")
            page.locator("main a[href*='/desk/people/0']").first.click()
            page.get_by_role("link", name="替本人办事").click()
            page.get_by_label("到窗口").check()
            page.get_by_label("看不清或不会操作").check()
            press(page, "开始代办")
            page.wait_for_url(f"**{HOME}")
            if not is_last:
                page.goto(f"{HOME}act-for/end")
                page.locator("main form button").first.click()
                page.wait_for_url(re.compile("/desk/act-for/.+"))
                self._note("colleague", page.url)
        self._note(
            "colleague",
            *(HOME, f"{HOME}act-for/end", f"{HOME}mine/", f"{HOME}me/delegates"),
        )

    def as_guests(self) -> None:
        """The resident comes to what the staff have planned."""
        cookies = cookies_of(self.site, "resident")
        context = visit(self.browser, self.site, storage_state=cookies)
        page = context.new_page()
        self._note("resident", *meetings.for_everyone(page), *meetings.book_slot(page))
        context.close()

    def half_way(self) -> None:
        """Some pages stand in the middle of signing in."""
        with self._as("asked") as page:
            page.goto(f"{HOME}sign-in")
            page.get_by_label("手机号").fill(ELSEWHERE)
            press(page, "获取验证码")
            page.wait_for_url("**/sign-in/code")
            self._note("asked", page.url)
        with self._as("half", lambda page: give_password(page, self.site, "shuji")) as page:
            self._note("half", page.url)
        username, password = self._newcomer()
        with self._as("newcomer") as page:
            page.goto(f"{HOME}staff/sign-in")
            page.get_by_label("用户名").fill(username)
            page.get_by_label("密码").fill(password)
            press(page, "登录")
            page.wait_for_url("**/staff/password")
            self._note("newcomer", page.url)

    def _newcomer(self) -> tuple[str, str]:
        """Let the secretary add a colleague; return user name and first password."""
        context = visit(self.browser, self.site, storage_state=cookies_of(self.site, "secretary"))
        page = context.new_page()
        page.goto(f"{DESK}roles/add")
        page.get_by_label("用户名").fill("xinren")
        page.get_by_label("姓名").fill("新同事")
        page.get_by_label("角色").select_option(label="值班员")
        page.get_by_label("任期起").fill(localdate().isoformat())
        page.get_by_label("任期止").fill((localdate() + timedelta(days=300)).isoformat())
        press(page, "保存")
        username, password = page.locator("dd code").all_inner_texts()
        context.close()
        return username, password


def book_room(page: Page) -> None:
    """Book the reading room for an hour each week, so that there is a date to give up."""
    page.goto(f"{HOME}rooms/")
    page.get_by_role("link", name="书吧").first.click()
    page.get_by_role("link", name="约这里").click()
    page.get_by_label("哪天", exact=True).fill((localdate() + timedelta(days=9)).isoformat())
    page.get_by_label("几点开始").select_option("12:30")
    page.get_by_label("用多久").select_option("60")
    page.get_by_label("大约几个人").fill("4")
    page.get_by_label("做什么用").fill("一起看书")
    page.get_by_text("替队伍约、每周都用、要设备").click()
    page.get_by_label("队伍或单位").fill("读书会")
    page.get_by_label("每周这个时间都用").check()
    page.get_by_label("用到哪天").fill((localdate() + timedelta(days=25)).isoformat())
    press(page, "约好")
    page.wait_for_url(re.compile("/rooms/bookings/.+"))


def hang_picture(page: Page) -> None:
    """Hang a picture on a room, which gives the page that takes it off again."""
    page.goto(f"{DESK}rooms/places/")
    page.locator("a.row-link").first.click()
    page.get_by_role("link", name="加照片").click()
    page.locator("input[type=file]").set_input_files(meetings.picture())  # type: ignore[arg-type]
    page.get_by_label("说明").fill("空着的时候")
    press(page, "改好")
    page.get_by_role("link", name="拿掉").first.wait_for()


def say(page: Page, text: str, signed_in: bool = False) -> tuple[str, str]:
    """Say something in three steps; return number and code of the receipt."""
    page.goto(f"{HOME}say/")
    page.locator("input[name=kind]").first.check()
    page.get_by_label("您想说什么").fill(text)
    press(page, "下一步")
    page.get_by_label("在什么地方").fill("二组水井旁")
    press(page, "下一步")
    if not signed_in:
        page.get_by_label("怎么称呼您").fill("路人甲")
        page.get_by_label("电话", exact=False).first.fill("19900000555")
    press(page, "提交")
    page.wait_for_url(re.compile("/say/receipt/.+"))
    number, code = page.locator("dd strong").all_inner_texts()
    return number, code


def delegate(page: Page) -> None:
    """Let a neighbour act in one's name for a month."""
    page.get_by_label("代办人的手机号").fill(NEIGHBOUR)
    page.get_by_label("反映问题").check()
    page.get_by_label("有效期至").fill((localdate() + timedelta(days=30)).isoformat())
    press(page, "同意委托并保存")
    page.wait_for_load_state()
