"""One matter, one case: merging, following, and what is offered while writing."""

import pytest

from changlai.engines.cases.models import CaseStep, Follower
from changlai.engines.cases.public import (
    answer_case,
    assign_case,
    follow_case,
    followers,
    merge_cases,
    merged_copies,
    put_category,
    rates,
    redact_case,
    similar_open,
)
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from tests.engines.cases.conftest import MORNING, Desk, when


def test_a_copy_is_closed_into_the_other_and_its_people_follow_that_one(desk: Desk) -> None:
    target = desk.accepted()
    copy = desk.case(actor=desk.actor("second"), person=desk.village.second_person)
    third = desk.newcomer("王大山")
    follow_case(
        centre=desk.centre, number=copy.number, actor=desk.actor("duty"), at=MORNING, person=third
    )
    merged = merge_cases(**desk.on(copy, "handler"), into_id=target.pk)
    assert (merged.state, merged.state_type, merged.merged_into_id) == (
        "duplicate",
        "closed",
        target.pk,
    )
    assert {row.person_id for row in followers(target)} == {third.pk, desk.village.second_person.pk}
    assert list(merged_copies(target)) == [copy]
    assert CaseStep.objects.filter(case=target, note__contains=copy.number).exists()
    with pytest.raises(WrongStep):
        answer_case(**desk.on(copy, "handler"), text="好了") if copy.handler_id else assign_case(
            **desk.on(copy, "secretary"), handler=desk.village.handler
        )
    shares = rates(desk.centre, MORNING.date(), when("2026-03-20 10:00").date())
    assert [out.title for out in shares[0].excluded] == ["重复诉求，已并案"]


def test_someone_who_follows_both_is_kept_once(desk: Desk) -> None:
    target, copy = desk.accepted(), desk.accepted()
    for case in (target, copy):
        follow_case(
            centre=desk.centre, number=case.number, actor=desk.actor("second"), at=MORNING,
            person=desk.village.second_person,
        )  # fmt: skip
    merge_cases(**desk.on(copy, "handler"), into_id=target.pk)
    assert Follower.objects.filter(case=target).count() == 1


def test_what_cannot_be_merged(desk: Desk) -> None:
    case, done, inner = desk.accepted(), desk.answered(), desk.case(kind="inside")
    with pytest.raises(BadInput, match="它自己"):
        merge_cases(**desk.on(case, "handler"), into_id=case.pk)
    with pytest.raises(WrongStep, match="已经办完"):
        merge_cases(**desk.on(case, "handler"), into_id=done.pk)
    with pytest.raises(BadInput, match="不是同一类"):
        merge_cases(**desk.on(case, "secretary"), into_id=inner.pk)
    with pytest.raises(NotAllowed):
        merge_cases(**desk.on(case, "handler"), into_id=inner.pk)
    with pytest.raises(NotAllowed):
        merge_cases(**desk.on(case, "duty"), into_id=done.pk)


def test_following_needs_somebody_to_tell_and_an_ordinary_running_case(desk: Desk) -> None:
    case, inner, done = desk.case(), desk.case(kind="inside"), desk.answered()
    second = {"actor": desk.actor("second"), "person": desk.village.second_person}
    on = {"centre": desk.centre, "at": MORNING}
    for number in (inner.number, done.number, "260318-99999", "胡写"):
        with pytest.raises(BadInput, match="没有找到"):
            follow_case(**on, **second, number=number)
    with pytest.raises(BadInput, match="留下电话"):
        follow_case(**on, number=case.number, actor=desk.actor("stranger"))
    with pytest.raises(BadInput, match="留下电话"):
        follow_case(**on, number=case.number, actor=desk.actor("second"))
    follow_case(**on, **second, number=case.number.replace("-", ""))
    follow_case(**on, **second, number=case.number)
    follow_case(**on, number=case.number, actor=desk.actor("duty"), phone="19900000042")
    follow_case(**on, number=case.number, actor=desk.actor("stranger"), phone="19900000043")
    assert [row.phone for row in followers(case)] == ["", "19900000042", "19900000043"]


def test_like_matters_are_offered_without_a_word_of_what_was_said(desk: Desk) -> None:
    category, _ = put_category(
        centre=desk.centre,
        name="路灯",
        at=MORNING,
        actor=desk.actor("system"),
        family="voices",
        code="lamp9",
    )
    alike = desk.case(category=category, text="周家门口的路灯坏了三天了，晚上看不见路")
    desk.case(category=category, text="想在晒谷场装一个篮球架")
    desk.case(kind="inside", category=category, text="周家门口的路灯坏了三天了，晚上看不见路")
    desk.answered(category=category, text="周家门口的路灯坏了三天了，晚上看不见路")
    found = similar_open(
        desk.centre, "路灯坏了好几天，晚上看不见路", category, at=when("2026-03-19 10:00")
    )
    assert [one.number for one in found] == [alike.number]
    assert found[0].summary == "3月18日有人提过：路灯"
    redact_case(**desk.on(alike, "handler"), reason="去掉姓氏", public_title="小卖部旁路灯不亮")
    found = similar_open(
        desk.centre, "路灯坏了好几天，晚上看不见路", category, at=when("2026-03-19 10:00")
    )
    assert found[0].summary == "小卖部旁路灯不亮"
    assert (
        similar_open(
            desk.centre, "路灯坏了好几天，晚上看不见路", category, at=when("2026-07-19 10:00")
        )
        == []
    )


def test_the_same_place_is_enough_where_there_is_no_category(desk: Desk) -> None:
    here = desk.case(text="水管一直漏水", place_text="榕树头晒谷场")
    desk.case(text="水管一直漏水", place_text="后山")
    found = similar_open(desk.centre, "水管漏水没人管", at=MORNING, place_text="晒谷场")
    assert [one.number for one in found] == [here.number]
    assert similar_open(desk.centre, "", at=MORNING) == []
