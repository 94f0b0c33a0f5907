"""The kinds a village starts with, and what a new centre finds in its cupboard."""

from datetime import timedelta

import pytest

from changlai.engines.cases.public import (
    Category,
    KindVersion,
    ReplyTemplate,
    ServiceLevel,
    StateType,
    Urgency,
    open_case,
    put_category,
    steps_for,
)
from changlai.halls.voices import pack
from changlai.halls.voices.demo.stories import REFUSALS, ROUTED_OUT, STORIES
from changlai.halls.voices.kinds import KINDS, SAYABLE, VOICE_KINDS
from changlai.halls.voices.models import SuggestionBox
from changlai.halls.voices.states import NEXT, CallState
from tests.cast import NOW, Village
from tests.halls.voices.desk import Desk, make_desk


@pytest.fixture
def desk(village: Village) -> Desk:
    return make_desk(village)


def test_all_kinds_go_one_way_with_promises_of_their_own() -> None:
    assert {kind.code for kind in KINDS} == VOICE_KINDS
    assert set(SAYABLE) < VOICE_KINDS
    days = {
        kind.code: next(x for x in kind.levels if x.urgency == Urgency.NORMAL).resolution
        for kind in KINDS
    }
    assert {code: span.working_days for code, span in days.items()} == {
        "consult": 1,
        "help": 3,
        "complaint": 7,
        "suggestion": 7,
        "app_feedback": 7,
        "objection": None,
    }
    assert days["objection"].minutes == 10 * 24 * 60, "ten days by the calendar, not working days"
    assert len({kind.workflow for kind in KINDS}) == 1


def test_what_is_not_ours_is_never_counted_as_solved() -> None:
    workflow = KINDS[0].workflow
    closed = {one.label for one in workflow.states if one.type == StateType.CLOSED}
    assert closed == {"不予受理", "已转告", "已合并", "已撤回"}


def test_labels_are_words_a_villager_uses() -> None:
    labels = "".join(state.label for state in KINDS[0].workflow.states)
    for office in ("审批", "责令", "报送", "工单"):
        assert office not in labels


def test_a_new_centre_starts_with_kinds_tree_replies_and_a_box(desk: Desk) -> None:
    assert KindVersion.objects.of(desk.centre).count() == len(KINDS)
    assert ServiceLevel.objects.of(desk.centre).count() == sum(len(kind.levels) for kind in KINDS)
    assert Category.objects.of(desk.centre).filter(parent__isnull=True).count() == 14
    assert ReplyTemplate.objects.of(desk.centre).count() == len(pack.TEMPLATES)
    assert SuggestionBox.objects.of(desk.centre).count() == 1


def test_unpacking_twice_changes_nothing_and_keeps_what_the_centre_changed(desk: Desk) -> None:
    put_category(
        centre=desk.centre,
        name="路和桥",
        at=NOW,
        actor=desk.secretary,
        family="voices",
        code="road",
    )
    before = Category.objects.of(desk.centre).count()
    pack.unpack(desk.centre, NOW + timedelta(days=30))
    assert Category.objects.of(desk.centre).count() == before
    assert Category.objects.of(desk.centre).get(code="road").name == "路和桥"
    assert KindVersion.objects.of(desk.centre).count() == len(KINDS)
    assert ReplyTemplate.objects.of(desk.centre).count() == len(pack.TEMPLATES)


def test_an_urgent_voice_is_contacted_within_two_hours_by_the_wall(desk: Desk) -> None:
    night = NOW.replace(hour=21)
    case = open_case(
        centre=desk.centre,
        kind="help",
        text="水管爆了",
        channel="online",
        at=night,
        actor=desk.resident,
        person=desk.village.resident_person,
        urgency="urgent",
    ).case
    assert case.first_contact_due == night + timedelta(hours=2)
    assert case.resolution_due == night.replace(hour=0) + timedelta(days=1)


def test_roles_hold_what_their_work_needs(desk: Desk) -> None:
    case = open_case(
        centre=desk.centre,
        kind="help",
        text="路灯不亮",
        channel="online",
        at=NOW,
        actor=desk.resident,
        person=desk.village.resident_person,
    ).case
    assert "accept" in steps_for(desk.handler, case)
    assert "assign" in steps_for(desk.secretary, case)
    assert "accept" not in steps_for(desk.duty, case)
    assert steps_for(desk.of(desk.village.township), case) == []
    assert desk.duty.can("voices.intake")


def test_every_call_state_has_its_row() -> None:
    assert set(NEXT) == set(CallState)


def test_stories_are_many_and_fit_the_tree() -> None:
    leaves = {leaf for _, _, rows in pack.CATEGORIES for leaf, _ in rows}
    assert len({story.text for story in STORIES}) == len(STORIES) >= 60
    assert {story.category for story in STORIES} <= leaves
    assert {category for _, category, _ in (*REFUSALS, *ROUTED_OUT)} <= leaves
    for story in STORIES:
        assert story.kind in VOICE_KINDS
        assert len(story.title) <= 80
        assert story.months
