"""Handling: acceptance, transfer with a cap, contact, refusal, and what the requester reads."""

from uuid import UUID

import pytest

from changlai.engines.cases.models import CaseStep
from changlai.engines.cases.public import (
    Case,
    accept_case,
    add_co_handler,
    answer_case,
    ask_requester,
    assign_case,
    note_case,
    record_contact,
    refuse_case,
    requester_replied,
    route_out_case,
    timeline,
    transfer_case,
    transfers_chain,
    withdraw_case,
)
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from tests.engines.cases.conftest import MORNING, Desk, when


def test_who_accepts_answers_for_it(desk: Desk) -> None:
    case = desk.accepted()
    assert case.handler_id == desk.village.handler.pk
    with pytest.raises(WrongStep):
        accept_case(**desk.on(case, "secretary"))


def test_a_case_is_given_only_to_those_who_handle_here(desk: Desk) -> None:
    case = desk.case()
    with pytest.raises(BadInput, match="不在本中心"):
        assign_case(**desk.on(case, "secretary"), handler=desk.village.other_secretary)
    with pytest.raises(BadInput, match="不在本中心"):
        assign_case(**desk.on(case, "secretary"), handler=desk.village.duty)
    with pytest.raises(NotAllowed):
        assign_case(**desk.on(case, "handler"), handler=desk.village.handler)
    assert (
        assign_case(**desk.on(case, "secretary"), handler=desk.village.handler_b).accepted_at
        == MORNING
    )


def test_a_case_goes_round_three_times_and_then_only_the_secretary_moves_it(desk: Desk) -> None:
    case = desk.accepted()
    hands = ["handler", "handler_b"]
    for bounce in range(3):
        giver, taker = hands[bounce % 2], hands[(bounce + 1) % 2]
        transfer_case(**desk.on(case, giver), to=getattr(desk.village, taker), reason="归他管")
    with pytest.raises(WrongStep, match="已经转办 3 次"):
        transfer_case(**desk.on(case, "handler_b"), to=desk.village.handler, reason="还是归他")
    with pytest.raises(WrongStep, match="请书记指派"):
        transfer_case(**desk.on(case, "secretary"), to=desk.village.handler, reason="还是归他")
    assigned = assign_case(**desk.on(case, "secretary"), handler=desk.village.handler)
    assert (assigned.handler_id, assigned.bounces) == (desk.village.handler.pk, 3)
    assert [item.verb for item in transfers_chain(assigned)] == [
        "accept",
        *["transfer"] * 3,
        "assign",
    ]


def test_a_transfer_wants_a_reason_and_another_person(desk: Desk) -> None:
    case = desk.accepted()
    with pytest.raises(BadInput, match="理由"):
        transfer_case(**desk.on(case, "handler"), to=desk.village.handler_b, reason="")
    with pytest.raises(BadInput, match="本来就由"):
        transfer_case(**desk.on(case, "handler"), to=desk.village.handler, reason="再想想")
    back = transfer_case(**desk.on(case, "handler"), reason="不归我们组，请书记定")
    assert back.handler_id is None
    assert back.bounces == 1


def test_only_the_first_contact_counts(desk: Desk) -> None:
    case = desk.accepted()
    record_contact(**desk.on(case, "handler", when("2026-03-20 09:00")), note="打了电话")
    later = record_contact(**desk.on(case, "handler", when("2026-03-20 15:00")))
    assert later.first_contact_at == when("2026-03-20 09:00")
    assert later.contact_in_time is False
    assert Entry.objects.filter(name="cases.case.contacted").count() == 1


def test_nobody_can_be_asked_who_left_no_way_to_reach_them(desk: Desk) -> None:
    case = desk.accepted(is_anonymous=True)
    with pytest.raises(BadInput, match="联系方式"):
        ask_requester(**desk.on(case, "handler"), question="是哪里？")


def test_refusing_and_routing_out_say_why_and_end_the_case(desk: Desk) -> None:
    refused, routed = desk.case(), desk.case()
    with pytest.raises(BadInput, match="理由"):
        refuse_case(**desk.on(refused, "handler"), reason=" ")
    refused = refuse_case(**desk.on(refused, "handler"), reason="与昨天的答复相同")
    routed = route_out_case(**desk.on(routed, "handler"), guidance="请拨打 110")
    for case in (refused, routed):
        assert (case.state_type, case.closed_at, case.next_deadline_at) == ("closed", MORNING, None)
        told = [item.note for item in timeline(case, for_requester=True)]
        assert told[-1]


def test_the_requester_takes_it_back_and_nobody_else(desk: Desk) -> None:
    case = desk.case()
    with pytest.raises(NotAllowed):
        withdraw_case(**desk.on(case, "second"))
    assert withdraw_case(**desk.on(case, "resident")).state == "withdrawn"
    with pytest.raises(WrongStep):
        withdraw_case(**desk.on(case, "resident"))


def test_the_requester_reads_what_was_told_without_names(desk: Desk) -> None:
    case = desk.accepted()
    note_case(**desk.on(case, "handler"), note="此人上月也来过")
    transfer_case(**desk.on(case, "handler"), to=desk.village.handler_b, reason="他熟")
    ask_requester(**desk.on(case, "handler_b"), question="是哪一盏？")
    requester_replied(**desk.on(case, "resident"), text="门口那盏。")
    lines = timeline(case, for_requester=True)
    assert [line.verb for line in lines] == ["open", "accept", "ask", "resume"]
    assert {line.who for line in lines} == {"您", "中心"}
    assert "此人上月也来过" not in [line.note for line in lines]
    assert "许知秋" in [line.who for line in timeline(case)]
    assert "周春生" not in str(CaseStep.objects.values_list("actor_name", flat=True))


def test_a_co_handler_helps_but_does_not_answer(desk: Desk) -> None:
    case = desk.accepted()
    add_co_handler(**desk.on(case, "handler"), account=desk.village.handler_b)
    add_co_handler(**desk.on(case, "handler"), account=desk.village.handler_b)
    assert case.co_handlers.count() == 1
    record_contact(**desk.on(case, "handler_b"))
    with pytest.raises(NotAllowed):
        answer_case(**desk.on(case, "handler_b"), text="我来答")
    with pytest.raises(BadInput, match="已经是承办人"):
        add_co_handler(**desk.on(case, "handler"), account=desk.village.handler)


def test_a_case_that_is_not_there_is_told_as_such(desk: Desk) -> None:
    with pytest.raises(Case.DoesNotExist):
        accept_case(
            centre=desk.centre, case_id=UUID(int=1), actor=desk.actor("handler"), at=MORNING
        )


def test_facts_hold_no_words(desk: Desk) -> None:
    case = desk.accepted(text="求助内容甲", title="标题乙", place_text="地点丙")
    ask_requester(**desk.on(case, "handler"), question="问题丁")
    for payload in Entry.objects.values_list("payload", flat=True):
        assert not any(word in str(payload) for word in ("甲", "乙", "丙", "丁"))
