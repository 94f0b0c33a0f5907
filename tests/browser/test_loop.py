"""The whole loop as people make it: said, handled, answered, read, rated, asked after, counted."""

import io
import re
import time
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.visitors import (
    DESK,
    DESKTOP,
    HOME,
    PHONE,
    STAFF,
    press,
    sign_in_staff,
    words_of,
)

ANSWER = "已经请电工换了灯头，今晚就会亮。再不亮，请打中心电话。"
TOLD_WITHIN = 60


@pytest.mark.parametrize(
    ("outside", "inside", "hand", "scripts"),
    [
        (PHONE, DESKTOP, "handler", True),
        (DESKTOP, PHONE, "secretary", True),
        (PHONE, DESKTOP, "handler", False),
    ],
    ids=["said-on-a-phone", "said-on-a-desktop", "without-scripts"],
)
def test_a_voice_goes_its_whole_way(
    window: Visit, site: Site, outside: Any, inside: Any, hand: str, scripts: bool
) -> None:
    def page_of(size: Any, role: str = "") -> Page:
        return window(size, role, java_script_enabled=scripts).new_page()

    words = f"村口第{uuid4().hex[:6]}号路灯不亮，已经三天了，老人晚上不敢出门。"
    resident, stranger = page_of(outside, "resident"), page_of(outside)
    staff, colleague = page_of(inside, hand), page_of(inside)
    before = _rates(staff)

    number, code = _say_in_three_steps(resident, words)
    _handle(staff, number, words)
    _read_and_rate(stranger, number, code, words)
    sign_in_staff(colleague, site, STAFF["colleague"])
    _call_back(colleague, number)

    colleague.goto(f"{DESK}registers/voices/")
    row = colleague.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text(ANSWER)
    expect(row).to_contain_text("已回访、已解决、很满意")
    after = _rates(colleague)
    for title in ("响应率", "解决率", "满意率"):
        assert [a - b for a, b in zip(after[title], before[title], strict=True)] == [1, 1], title
    _read_the_message(resident, number)


def _say_in_three_steps(page: Page, words: str) -> tuple[str, str]:
    """Say it with a photograph; return what the receipt shows."""
    page.goto(HOME)
    page.get_by_role("link", name="我要说").first.click()
    page.get_by_label(re.compile("^求助")).check()
    page.get_by_label("您想说什么").fill(words)
    press(page, "下一步")
    page.get_by_label("在什么地方").fill("村口")
    page.get_by_label("照片").set_input_files(
        {"name": "deng.png", "mimeType": "image/png", "buffer": _photo()}
    )
    page.get_by_label("很急").check()
    press(page, "下一步")
    assert words in words_of(page)
    assert "附了 1 个文件" in words_of(page)
    press(page, "提交")
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    number, code = page.locator("dd strong").all_inner_texts()
    assert re.fullmatch(r"\d{6}-\d{4}", number)
    assert len(code) >= 6
    expect(page.locator("svg.qr")).to_be_visible()
    return number, code


def _photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (640, 480), (40, 40, 60)).save(kept, "PNG")
    return kept.getvalue()


def _handle(page: Page, number: str, words: str) -> None:
    """See it on 今日, find it in the list, accept, ring, answer."""
    page.goto(DESK)
    expect(page.locator("main")).to_contain_text(number)
    page.goto(f"{DESK}voices/")
    page.get_by_label(re.compile("^找")).first.fill(words[:14])
    press(page, "筛选")
    page.get_by_role("link", name=number).click()
    expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("img.photo")).to_be_visible()
    for verb, label, text in (
        ("受理", "", ""),
        ("联系", "备注", "打过电话，约好今天去看。"),
        ("答复", "答复", ANSWER),
    ):
        page.locator("main").get_by_role("link", name=verb, exact=True).click()
        if label:
            page.locator("main form[method=post]").get_by_label(label).first.fill(text)
        press(page, verb)
        expect(page.get_by_role("link", name="打印")).to_be_visible()
    expect(page.locator("main")).to_contain_text(ANSWER)


def _read_and_rate(page: Page, number: str, code: str, words: str) -> None:
    """Read the answer without signing in; nothing personal is told; rate it with a face."""
    page.goto(HOME)
    page.get_by_role("link", name="查进度").first.click()
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    press(page, "查一下")
    expect(page.locator("main")).to_contain_text(ANSWER)
    assert words not in words_of(page)
    assert "曾木林" not in words_of(page)
    page.get_by_label("很满意", exact=True).check()
    page.get_by_role("group", name=re.compile("^问题解决了吗")).get_by_label("是").check()
    press(page, "评好了")
    expect(page.locator("main")).to_contain_text("谢谢您的评价")
    expect(page.locator("main")).to_contain_text("很满意")


def _call_back(page: Page, number: str) -> None:
    """Another colleague asks whether it is solved."""
    page.goto(f"{DESK}voices/?words={number}")
    page.get_by_role("link", name=number).click()
    page.locator("main").get_by_role("link", name="回访", exact=True).click()
    page.get_by_label("已回访").check()
    page.get_by_label("解决了", exact=True).check()
    page.get_by_label("有", exact=True).check()
    press(page, "回访")
    expect(page.locator("main")).to_contain_text("回访已记下")


def _rates(page: Page) -> dict[str, list[int]]:
    """Return numerator and denominator of each rate, over the days up to the last deadline."""
    page.goto(f"{DESK}voices/rates/?since=2026-01-01&until=2027-01-31")
    found = {}
    for figure in page.locator(".figure").all():
        title = figure.locator(".figure-title").inner_text()
        found[title] = [int(link) for link in figure.locator("a").all_inner_texts()]
    return found


def _read_the_message(page: Page, number: str) -> None:
    """Wait for the worker to tell the one who spoke, then follow the message to the answer."""
    until = time.monotonic() + TOLD_WITHIN
    while True:
        page.goto(f"{HOME}messages/")
        told = page.get_by_role("link").filter(has_text="有答复了").filter(has_text=ANSWER[:10])
        if told.count() or time.monotonic() > until:
            break
        page.wait_for_timeout(500)
    told.first.click()
    expect(page.locator("main")).to_contain_text(number)
    expect(page.locator("main")).to_contain_text(ANSWER)
