"""The desk's pages about the centre: saved, refused with a sentence, never half."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from changlai.foundation.areas.models import Centre, Hamlet, OpeningException
from changlai.foundation.areas.public import open_week
from tests.cast import NOW, Village

pytestmark = pytest.mark.django_db

DESK = "/c/yunxi/desk/centre/"


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(village: Village, client: Client) -> Client:
    client.force_login(village.secretary)
    return client


@pytest.mark.parametrize("page", ["", "hours/", "exceptions/", "hamlets/"])
def test_each_page_opens(desk: Client, page: str) -> None:
    answer = desk.get(DESK + page)
    assert answer.status_code == 200
    assert "中心设置" in answer.content.decode()


def test_a_handler_does_not_find_them(village: Village, client: Client) -> None:
    client.force_login(village.handler)
    assert client.get(DESK).status_code == 404


def test_the_first_page_says_whether_the_centre_is_open(desk: Client) -> None:
    assert "现在开放，12:00 休息，14:00 再开门" in desk.get(DESK).content.decode()


def test_what_the_centre_says_is_saved(desk: Client, village: Village) -> None:
    facts = {"name": "云溪村党群服务中心", "short_name": "云溪", "filing_number": "备0001"}
    assert desk.post(DESK, facts).status_code == 302
    centre = Centre.objects.get(pk=village.centre.pk)
    assert (centre.short_name, centre.filing_number) == ("云溪", "备0001")


def test_a_missing_name_is_a_sentence_and_the_rest_is_kept(desk: Client) -> None:
    answer = desk.post(DESK, {"name": "", "short_name": "云溪", "address": "桥头1号"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "请填写中心全称" in page
    assert "桥头1号" in page


def test_the_week_is_saved(desk: Client, village: Village) -> None:
    facts = {"opens_1_1": "9:00", "closes_1_1": "11:30", "opens_6_1": "9:00", "closes_6_1": "17:00"}
    assert desk.post(f"{DESK}hours/", facts).status_code == 302
    assert open_week(village.centre).hours == {
        1: ((time(9), time(11, 30)),),
        6: ((time(9), time(17)),),
    }


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"csrf": "empty"}, "至少要有一段"),
        ({"opens_1_1": "9:00"}, "一起填"),
        ({"opens_1_1": "9:00", "closes_1_1": "8:00"}, "结束要晚于开始"),
        (
            {
                "opens_1_1": "9:00",
                "closes_1_1": "12:00",
                "opens_1_2": "11:00",
                "closes_1_2": "17:00",
            },
            "不能重叠",
        ),
        ({"opens_1_1": "早上", "closes_1_1": "8:00"}, "像 8:30 这样写"),
    ],
)
def test_a_wrong_week_is_a_sentence(
    desk: Client, village: Village, facts: dict[str, str], sentence: str
) -> None:
    before = open_week(village.centre).hours
    answer = desk.post(f"{DESK}hours/", facts)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert open_week(village.centre).hours == before


def test_a_special_day_is_announced_and_taken_back(desk: Client, village: Village) -> None:
    day = (NOW + timedelta(days=3)).date().isoformat()
    desk.post(f"{DESK}exceptions/", {"day": day, "note": "村民代表大会"})
    row = OpeningException.objects.of(village.centre).get()
    assert "村民代表大会" in desk.get(f"{DESK}exceptions/").content.decode()
    desk.post(f"{DESK}exceptions/{row.pk}/drop/")
    assert not OpeningException.objects.of(village.centre).exists()


def test_a_past_day_is_a_sentence(desk: Client) -> None:
    answer = desk.post(f"{DESK}exceptions/", {"day": date(2026, 1, 1).isoformat()})
    assert answer.status_code == 200
    assert "已经过去" in answer.content.decode()


def test_a_hamlet_is_added_and_retired(desk: Client, village: Village) -> None:
    desk.post(f"{DESK}hamlets/", {"name": "新屋"})
    row = Hamlet.objects.of(village.centre).get(name="新屋")
    assert row.is_active
    desk.post(f"{DESK}hamlets/{row.pk}/", {"name": "新屋"})
    row.refresh_from_db()
    assert not row.is_active
    answer = desk.post(f"{DESK}hamlets/", {"name": "新屋"})
    assert answer.status_code == 200
    assert "已经有叫“新屋”的" in answer.content.decode()


def test_a_hamlet_of_next_door_is_not_found(desk: Client, village: Village) -> None:
    row = Hamlet.objects.create(centre=village.other_centre, name="湾头")
    assert desk.get(f"{DESK}hamlets/{row.pk}/").status_code == 404
