"""F37: the games of a sports day stand on its page, before and after, and nobody is ranked."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from changlai.engines.activities.public import Document, cancel_activity, put_preset
from changlai.halls.gatherings.models import Fixture
from tests.cast import NOW, Village
from tests.engines.activities.conftest import make_stage
from tests.halls.gatherings.door import SEVEN, Door, words
from tests.halls.voices.staff.statements import statements


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with time_machine.travel(SEVEN, tick=False):
        yield


@pytest.fixture
def door(village: Village) -> Door:
    stage = make_stage(village)
    stage.preset = put_preset(
        centre=stage.centre,
        actor=stage.staff,
        at=NOW,
        title="体育比赛",
        documents=[Document.FIXTURES],
    )
    return Door(stage)


@pytest.fixture
def secretary(door: Door) -> Client:
    return door.client(door.stage.village.secretary)


GAME = {"home": "一组", "away": "二组", "at": "2026-03-28T19:30", "place": "文化广场"}


def public(door: Door, name: str = "activity") -> str:
    return words(Client().get(door.url(name, pk=door.activity.pk)))


def test_f37_a_game_is_set_down_gets_its_result_and_is_read_by_everyone(
    door: Door, secretary: Client
) -> None:
    url = door.url("fixtures", pk=door.activity.pk)
    assert url in words(secretary.get(door.url("desk_activity", pk=door.activity.pk)))
    assert "赛程和结果" not in public(door)
    secretary.post(url, {"title": "决赛", "at": ""})
    secretary.post(url, GAME)
    seen = public(door)
    assert seen.index("一组 对 二组") < seen.index("决赛")
    assert "晚上7:30，文化广场" in seen
    assert "时间另行通知" in seen
    row = Fixture.objects.get(home="一组")
    secretary.post(door.url("fixture", pk=row.pk), {**GAME, "result": "3比2"})
    assert "3比2" in public(door)
    assert "3比2" in public(door, "afterwards")


def test_f37_a_game_is_taken_off_after_a_question(door: Door, secretary: Client) -> None:
    secretary.post(door.url("fixtures", pk=door.activity.pk), GAME)
    row = Fixture.objects.get()
    url = door.url("remove_fixture", pk=row.pk)
    assert "拿掉“一组 对 二组”？" in words(secretary.get(url))
    assert door.client(door.stage.village.duty).post(url).status_code == 404
    assert Fixture.objects.exists()
    secretary.post(url)
    assert not Fixture.objects.exists()
    assert "一组 对 二组" not in public(door)


def test_what_no_game_can_be_is_said_and_nothing_is_lost(door: Door, secretary: Client) -> None:
    url = door.url("fixtures", pk=door.activity.pk)
    page = words(secretary.post(url, {**GAME, "away": ""}))
    assert "请写两个队" in page
    assert 'value="文化广场"' in page
    cancel_activity(
        centre=door.centre,
        activity_id=door.activity.pk,
        actor=door.stage.staff,
        at=SEVEN,
        reason="下雨",
    )
    assert "取消了，不能再排赛程" in words(secretary.post(url, GAME))
    assert not Fixture.objects.exists()


def test_a_kind_without_games_has_none(village: Village) -> None:
    door = Door(make_stage(village))
    secretary = door.client(village.secretary)
    page = words(secretary.post(door.url("fixtures", pk=door.activity.pk), GAME))
    assert "这类活动没有赛程" in page


def test_the_pages_cost_the_same_for_one_game_and_for_nine(door: Door, secretary: Client) -> None:
    url = door.url("fixtures", pk=door.activity.pk)
    pages = (url, door.url("activity", pk=door.activity.pk))
    secretary.post(url, GAME)
    few = [statements(secretary, page) for page in pages]
    for _ in range(8):
        secretary.post(url, GAME)
    assert [statements(secretary, page) for page in pages] == few
