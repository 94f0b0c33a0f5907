"""Answered once, asked after by another, rated by the requester alone, said again once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from changlai.engines.cases.models import CallBack, Case, Rating
from changlai.engines.cases.public import (
    Face,
    answer_case,
    assign_case,
    call_back,
    call_back_queue,
    close_case,
    close_rested,
    open_by_code,
    rate_case,
    reopen_case,
    timeline,
)
from changlai.foundation.people.public import ActingFor
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from tests.engines.cases.conftest import MORNING, Desk, kind, when


def test_a_case_is_answered_once(desk: Desk) -> None:
    case = desk.answered()
    assert (case.answer, case.answered_in_time, case.rounds) == ("路灯已经修好。", True, 1)
    with pytest.raises(WrongStep):
        answer_case(**desk.on(case, "handler"), text="又修好了")
    with pytest.raises(BadInput, match="写下给群众的答复"):
        answer_case(**desk.on(desk.accepted(), "handler"), text="\u200b ")


def test_a_late_answer_is_late(desk: Desk) -> None:
    case = answer_case(
        **desk.on(desk.accepted(), "handler", when("2026-03-24 09:00")), text="修好了"
    )
    assert case.answered_in_time is False


def test_f34_the_handler_never_asks_after_their_own_case(desk: Desk) -> None:
    case = desk.answered()
    with pytest.raises(NotAllowed):
        call_back(**desk.on(case, "handler"), outcome="reached", solved=True)
    assert list(call_back_queue(desk.actor("handler"), "voices")) == []
    assert list(call_back_queue(desk.actor("handler_b"), "voices")) == [case]
    with pytest.raises(IntegrityError), transaction.atomic():
        CallBack.objects.create(
            centre=desk.centre,
            case=case,
            round=1,
            outcome="reached",
            solved=True,
            at=MORNING,
            by=desk.village.handler,
            handler=desk.village.handler,
        )


def test_reached_and_solved_finishes_the_case(desk: Desk) -> None:
    case = desk.answered()
    call_back(**desk.on(case, "handler_b"), outcome="reached", solved=True, was_contacted=True)
    case.refresh_from_db()
    assert (case.state, case.solved, case.closed_at) == ("finished", True, MORNING)
    with pytest.raises(WrongStep):
        call_back(**desk.on(case, "handler_b"), outcome="reached", solved=True)


def test_reached_and_not_solved_goes_back_to_work_with_a_new_clock(desk: Desk) -> None:
    case = desk.answered()
    at = when("2026-03-20 10:00")
    call_back(
        **desk.on(case, "duty", at), outcome="reached", solved=False, note="晚上还是不亮", redo=True
    )
    case.refresh_from_db()
    assert (case.state, case.answered_at) == ("in_hand", None)
    assert case.resolution_due == when("2026-03-25 17:30")
    again = answer_case(**desk.on(case, "handler", when("2026-03-23 10:00")), text="换了新灯。")
    assert (again.rounds, again.solved, again.call_back_outcome) == (2, None, "")
    assert [line.note for line in timeline(case) if line.verb == "answer"] == [
        "路灯已经修好。",
        "换了新灯。",
    ]


def test_unreachable_stops_the_clock_and_may_be_tried_again(desk: Desk) -> None:
    case = desk.answered()
    call_back(**desk.on(case, "duty"), outcome="unreachable")
    case.refresh_from_db()
    assert (case.state, case.call_back_outcome, case.next_deadline_at) == (
        "answered",
        "unreachable",
        None,
    )
    call_back(**desk.on(case, "duty", when("2026-03-19 10:00")), outcome="reached", solved=True)
    assert case.call_backs.count() == 2


def test_what_a_call_back_needs_is_asked_for(desk: Desk) -> None:
    on = desk.on(desk.answered(), "duty")
    for values, words in (
        ({"outcome": "reached"}, "解决了没有"),
        ({"outcome": "left_out"}, "写明原因"),
        ({"outcome": "unreachable", "redo": True}, "没有解决"),
    ):
        with pytest.raises(BadInput, match=words):
            call_back(**on, **values)
    call_back(**on, outcome="left_out", note="全村只有一名工作人员")
    assert Case.objects.get().state == "finished"


def test_f34_only_the_requester_rates_and_only_once(desk: Desk) -> None:
    case = desk.answered()
    for name in ("second", "handler", "handler_b", "secretary", "stranger", "neighbour"):
        with pytest.raises(NotAllowed):
            rate_case(**desk.on(case, name), face=Face.SATISFIED)
    rate_case(
        **desk.on(case, "resident"),
        face=Face.BASICALLY,
        words="还行",
        solved=True,
        was_contacted=True,
    )
    case.refresh_from_db()
    assert (case.face, case.solved) == ("basically", True)
    with pytest.raises(WrongStep, match="评价过"):
        rate_case(**desk.on(case, "resident"), face=Face.SATISFIED)


def test_a_paper_slip_is_entered_by_staff_who_did_not_handle_it(desk: Desk) -> None:
    case = desk.answered()
    with pytest.raises(NotAllowed):
        rate_case(**desk.on(case, "handler"), face=Face.SATISFIED, channel="paper")
    with pytest.raises(NotAllowed):
        rate_case(**desk.on(case, "second"), face=Face.SATISFIED, channel="paper")
    row = rate_case(**desk.on(case, "duty"), face=Face.NOT_SATISFIED, channel="paper")
    assert row.entered_by_id == desk.village.duty.pk


def test_a_handler_acting_for_the_requester_cannot_rate_their_own_work(desk: Desk) -> None:
    from dataclasses import replace
    from uuid import uuid4

    case = desk.answered()
    person = desk.village.resident_person
    acting = ActingFor(person.pk, person.name, "asked", when("2026-03-18 11:00"), uuid4())
    with pytest.raises(NotAllowed):
        rate_case(
            centre=desk.centre,
            case_id=case.pk,
            actor=replace(desk.actor("handler"), acting_for=acting),
            face=Face.SATISFIED,
            at=MORNING,
        )
    row = rate_case(
        centre=desk.centre,
        case_id=case.pk,
        actor=replace(desk.actor("duty"), acting_for=acting),
        face=Face.SATISFIED,
        at=MORNING,
    )
    assert row.entered_by_id == desk.village.duty.pk


def test_the_code_on_the_receipt_lets_its_holder_rate_without_signing_in(desk: Desk) -> None:
    opened = desk.open(is_anonymous=True)
    proof = open_by_code(
        centre=desk.centre,
        number=opened.case.number,
        code=opened.code,
        address="192.0.2.1",
        at=MORNING,
    ).proof
    assign_case(**desk.on(opened.case, "secretary"), handler=desk.village.handler)
    with pytest.raises(WrongStep):
        rate_case(**desk.on(opened.case, "stranger"), face=Face.SATISFIED, proof=proof)
    answer_case(**desk.on(opened.case, "handler"), text="办好了")
    rate_case(**desk.on(opened.case, "stranger"), face=Face.VERY_SATISFIED, proof=proof)
    other = desk.answered()
    with pytest.raises(NotAllowed):
        rate_case(**desk.on(other, "stranger"), face=Face.SATISFIED, proof=proof)


def test_not_solved_may_be_said_once_within_ten_days(desk: Desk) -> None:
    late, case = desk.answered(), desk.answered()
    rate_case(**desk.on(case, "resident"), face=Face.NOT_SATISFIED)
    with pytest.raises(NotAllowed):
        reopen_case(**desk.on(case, "handler"), reason="没好")
    with pytest.raises(WrongStep, match="超过 10 天"):
        reopen_case(**desk.on(late, "resident", MORNING + dt.timedelta(days=11)), reason="没好")
    at = when("2026-03-27 10:00")
    again = reopen_case(**desk.on(case, "resident", at), reason="又灭了")
    assert (again.state, again.solved, again.reopened) == ("in_hand", False, 1)
    assert again.resolution_due == when("2026-04-01 17:30")
    answer_case(**desk.on(case, "handler", at), text="线也换了。")
    rate_case(**desk.on(case, "resident", at), face=Face.SATISFIED)
    assert Rating.objects.filter(case=case).count() == 2
    with pytest.raises(WrongStep, match="再次提出过一次"):
        reopen_case(**desk.on(case, "resident", at), reason="还是没好")


def test_a_case_is_not_finished_while_the_call_back_is_owed(desk: Desk) -> None:
    case = desk.answered()
    with pytest.raises(WrongStep, match="还没有回访"):
        close_case(**desk.on(case, "handler"))
    rate_case(**desk.on(case, "resident"), face=Face.SATISFIED)
    assert close_case(**desk.on(case, "handler")).state == "finished"


def test_what_rests_is_finished_by_the_clock_after_the_days_to_reopen(desk: Desk) -> None:
    case, owed = desk.answered(), desk.answered()
    call_back(**desk.on(case, "duty"), outcome="unreachable")
    assert close_rested(MORNING + dt.timedelta(days=9)) == 0
    assert close_rested(MORNING + dt.timedelta(days=11)) == 1
    case.refresh_from_db()
    owed.refresh_from_db()
    assert (case.state, owed.state) == ("finished", "answered")


def test_a_kind_without_rating_takes_none(desk: Desk) -> None:
    from changlai.engines.cases.public import adopt_kind

    adopt_kind(
        centre=desk.centre,
        definition=kind("quiet", may_rate=False),
        at=MORNING,
        actor=desk.actor("system"),
    )
    with pytest.raises(NotAllowed):
        rate_case(**desk.on(desk.answered(kind="quiet"), "resident"), face=Face.SATISFIED)
