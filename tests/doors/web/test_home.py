"""Where everyone arrives."""

import gzip
import re
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from changlai.foundation.areas.public import Centre
from changlai.foundation.people.public import set_duty
from tests.cast import NOW, SHANGHAI, Village

SESSION_AND_CENTRE = 2

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_a_centre_the_entrance_says_what_will_be_here(client: Client) -> None:
    shown = page(client, "/")
    assert 'lang="zh-Hans"' in shown
    assert "已经开通的党群服务中心" in shown


def test_the_only_centre_is_the_entrance(client: Client, village: Village) -> None:
    Centre.objects.filter(pk=village.other_centre.pk).update(is_active=False)
    shown = page(client, "/")
    assert 'lang="zh-Hans"' in shown
    assert "我要说" in shown
    assert 'href="/c/yunxi/say/"' in shown


def test_several_centres_are_a_choice_with_search(client: Client, village: Village) -> None:
    assert "晚禾村党群服务中心" in page(client, "/")
    found = page(client, "/?q=石溪+云溪")
    assert "云溪村党群服务中心" in found
    assert "晚禾村党群服务中心" not in found
    assert "没有找到这个村" in page(client, "/?q=不存在的村")


@time_machine.travel(NOW)
def test_home_says_whether_it_is_open_and_whom_to_call(client: Client, village: Village) -> None:
    shown = page(client, "/c/yunxi/")
    assert "现在开放" in shown
    assert 'href="tel:0898-66000001"' in shown
    assert "不会用手机，打这个电话" in shown
    assert 'href="/c/yunxi/progress/"' in shown


@time_machine.travel(NOW)
def test_home_says_who_is_there(client: Client, village: Village) -> None:
    assert "现在谁在" not in page(client, "/c/yunxi/")
    for kind, who in (("here", village.handler), ("phone", village.duty)):
        set_duty(
            centre=village.centre,
            day=NOW.date(),
            part="morning",
            kind=kind,
            account_ids=[who.pk],
            actor=village.actor(village.secretary),
            at=NOW,
        )
    words = re.sub(r"<[^>]+>", "", page(client, "/c/yunxi/"))
    assert "现在谁在：立夏(接电话)、小满(在岗)" in words
    assert "现在谁在" not in page(client, "/c/wanhe/")


@time_machine.travel(datetime(2026, 3, 18, 21, 0, tzinfo=SHANGHAI))
def test_home_says_when_it_opens_again(client: Client, village: Village) -> None:
    assert "8:30 开门" in page(client, "/c/yunxi/")


@pytest.mark.parametrize("path", ["/", "/c/yunxi/"])
def test_home_is_cheap_for_a_stranger(
    client: Client,
    village: Village,
    path: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    Centre.objects.filter(pk=village.other_centre.pk).update(is_active=False)
    page(client, path)
    with django_assert_max_num_queries(8):
        page(client, path)


def test_home_is_cheap_for_a_resident(
    village: Village, as_resident, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_resident(village.resident)
    page(client, "/c/yunxi/")
    with django_assert_max_num_queries(8 + SESSION_AND_CENTRE):
        page(client, "/c/yunxi/")


def test_a_closed_centre_is_not_there(client: Client, village: Village) -> None:
    Centre.objects.filter(pk=village.centre.pk).update(is_active=False)
    assert client.get("/c/yunxi/").status_code == 404


def test_an_unknown_page_says_so_in_words(client: Client, village: Village) -> None:
    answer = client.get("/c/yunxi/nowhere/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_about_names_who_answers_for_it(client: Client, village: Village) -> None:
    shown = page(client, "/c/yunxi/about/")
    assert "云溪村村民委员会" in shown
    assert "备案编号" in shown
    assert 'href="/c/yunxi/say/?about=app"' in shown


def test_a_page_left_too_long_explains_itself(village: Village) -> None:
    answer = Client(enforce_csrf_checks=True).post("/c/yunxi/desk/phone-list/made/")
    assert answer.status_code == 403
    assert "页面放得太久了" in answer.content.decode()


def test_a_first_visit_weighs_less_than_50_kb(client: Client, village: Village) -> None:
    shown = page(client, "/c/yunxi/")
    files = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', shown)
    weight = len(gzip.compress(shown.encode()))
    weight += sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in files)
    assert len(files) >= 5
    assert weight <= 50 * 1024
