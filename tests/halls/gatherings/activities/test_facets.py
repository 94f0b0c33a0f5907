"""Two halls' parts of one activity: one form, one entry, each seen by its own."""

import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest
from django.test import Client

from changlai.engines.activities.public import (
    Activity,
    ActivityFacet,
    FacetKind,
    RosterRule,
    roll,
)
from changlai.kernel.registry.public import collect, modules
from changlai.kernel.schemas.public import Field, Kind, Schema
from tests.halls.gatherings.activities.conftest import Hall

VOLUNTEERS = FacetKind(
    code="test_volunteers",
    title="志愿服务",
    schema=Schema((Field("hands", "要几个帮手", Kind.WHOLE, required=True),)),
    order=1,
)
NAME = "changlai.halls.cells.facets"


@pytest.fixture
def facets(hall: Hall) -> Iterator[None]:
    def expected(activity: object) -> list[object]:
        return [hall.village.phoneless_person]

    party = FacetKind(
        code="test_party",
        title="主题党日",
        schema=Schema((Field("lesson", "党课题目"),)),
        order=2,
        roster_rule=RosterRule.SIGNED_UP,
        expected=expected,
        may_see=lambda actor: actor.can("gatherings.manage"),
        suits=lambda code: code == "theme_activity",
    )
    planted = ModuleType(NAME)
    planted.__spec__ = ModuleSpec(NAME, None)
    planted.FACETS = [VOLUNTEERS, party]  # type: ignore[attr-defined]
    sys.modules[NAME] = planted
    modules.cache_clear()
    collect.cache_clear()
    yield
    del sys.modules[NAME]
    modules.cache_clear()
    collect.cache_clear()


@pytest.mark.usefixtures("facets")
def test_two_facets_are_one_form_and_one_entry(hall: Hall) -> None:
    desk = hall.client()
    page = desk.get(hall.url("plan", pk=hall.preset("theme_activity").pk)).content.decode()
    assert "要几个帮手" in page
    assert "党课题目" in page
    sent = hall.form(announce="1")
    url = hall.url("plan", pk=hall.preset("theme_activity").pk)
    assert "要几个帮手" in desk.post(url, sent).content.decode()
    assert not Activity.objects.of(hall.centre).exists()
    answers = {"facet_test_volunteers-hands": "8", "facet_test_party-lesson": "学文件"}
    assert desk.post(url, {**sent, **answers}).status_code == 302
    activity = Activity.objects.of(hall.centre).get()
    found = dict(ActivityFacet.objects.of(hall.centre).values_list("code", "data"))
    assert found == {"test_volunteers": {"hands": 8}, "test_party": {"lesson": "学文件"}}

    seen = Client().get(hall.url("activity", pk=activity.pk)).content.decode()
    assert "要几个帮手" in seen
    assert "学文件" not in seen
    assert "学文件" in desk.get(hall.url("desk_activity", pk=activity.pk)).content.decode()

    names = [line.name for line in roll(activity.sessions.get()).lines]
    assert names == ["郑阿婆"]

    change = {"title": "纳凉晚会", "visibility": "public", "facet_test_volunteers-hands": "9"}
    assert desk.post(hall.url("change", pk=activity.pk), change).status_code == 302
    found = dict(ActivityFacet.objects.of(hall.centre).values_list("code", "data"))
    assert found == {"test_volunteers": {"hands": 9}}


@pytest.mark.usefixtures("facets")
def test_a_facet_is_offered_where_it_suits(hall: Hall) -> None:
    page = hall.client().get(hall.url("plan", pk=hall.preset("show").pk)).content.decode()
    assert "要几个帮手" in page
    assert "党课题目" not in page
