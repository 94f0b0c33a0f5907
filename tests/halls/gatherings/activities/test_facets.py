"""Two halls' parts of one activity: one form, one entry, each seen by its own."""

import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from changlai.engines.activities.public import (
    Activity,
    ActivityFacet,
    FacetKind,
    MarkOutcome,
    RosterRule,
    Session,
    cancel_sign_up,
    mark,
    roll,
)
from changlai.foundation.people.public import Person
from changlai.kernel.registry.public import collect, modules
from changlai.kernel.schemas.public import Field, Kind, Schema
from tests.cast import NOW
from tests.halls.gatherings.activities.conftest import RESIDENT, Hall

VOLUNTEERS = FacetKind(
    code="test_volunteers",
    title="志愿服务",
    schema=Schema((Field("hands", "要几个帮手", Kind.WHOLE, required=True),)),
    order=1,
)
WANTED: list[Person] = []
NAME = "changlai.halls.cells.facets"


@pytest.fixture
def facets(hall: Hall) -> Iterator[None]:
    def expected(activity: object) -> list[object]:
        return WANTED or [hall.village.phoneless_person]

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
    staff = FacetKind(
        code="test_staff",
        title="值守",
        schema=Schema((Field("task", "做什么"),)),
        order=3,
        roster_rule=RosterRule.STAFF,
        may_see=lambda actor: actor.can("gatherings.manage"),
        suits=lambda code: code == "theme_activity",
    )
    WANTED.clear()
    planted.FACETS = [VOLUNTEERS, party, staff]  # type: ignore[attr-defined]
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
def test_whom_a_facet_expects_signs_in_at_the_door_without_a_sign_up(hall: Hall) -> None:
    activity = hall.make(seats=5, facets={"test_party": {"lesson": "学文件"}})
    session = activity.sessions.get()
    expected, neighbour = hall.village.resident_person, hall.village.second_person
    WANTED[:] = [expected]
    url = reverse(
        "gatherings:self_in", kwargs={"code": hall.centre.code, "session_code": session.code}
    )

    def scan(person: Person) -> str:
        client = Client()
        client.force_login(person.account, backend=RESIDENT)
        return client.post(url, {"in": "1"}, follow=True).content.decode()

    gone = hall.come(activity, expected)
    cancel_sign_up(centre=hall.centre, sign_up_id=gone.pk, actor=hall.staff, at=NOW)
    with time_machine.travel(session.starts, tick=False):
        assert "记上了" in scan(expected)
        assert "没有报名" in scan(neighbour)
        by_staff = {"centre": hall.centre, "session_id": session.pk, "at": session.starts}
        colleague = mark(actor=hall.staff, account_id=hall.village.duty.pk, **by_staff)
        assert colleague.mark.outcome == MarkOutcome.NOT_SIGNED_UP


@pytest.mark.usefixtures("facets")
def test_a_facet_of_the_staff_lists_them_and_lets_them_sign_in(hall: Hall) -> None:
    activity = hall.make(
        seats=5, facets={"test_staff": {"task": "维持秩序"}, "test_volunteers": {"hands": 8}}
    )
    session = activity.sessions.get()
    session = Session.objects.select_related("activity__version").get(pk=session.pk)
    assert "吴立夏" in {line.name for line in roll(session).lines}
    assert not any(line.is_walk_in for line in roll(session).lines)
    url = reverse(
        "gatherings:self_in", kwargs={"code": hall.centre.code, "session_code": session.code}
    )
    with time_machine.travel(session.starts, tick=False):
        page = hall.client(hall.village.duty).post(url, {"in": "1"}, follow=True)
        assert "记上了" in page.content.decode()
        resident = Client()
        resident.force_login(hall.village.resident, backend=RESIDENT)
        assert "没有报名" in resident.post(url, {"in": "1"}, follow=True).content.decode()
    line = next(one for one in roll(session).lines if one.name == "吴立夏")
    assert line.state == "here"


@pytest.mark.usefixtures("facets")
def test_a_facet_is_offered_where_it_suits(hall: Hall) -> None:
    page = hall.client().get(hall.url("plan", pk=hall.preset("show").pk)).content.decode()
    assert "要几个帮手" in page
    assert "党课题目" not in page
