"""Who may see and do what: roles of the cast × states of a case, and the two twins of seeing."""

from typing import Any

import pytest

from changlai.engines.cases.models import CoHandler
from changlai.engines.cases.policies import may_see, may_take, steps_for, visible_cases
from changlai.engines.cases.public import (
    Case,
    accept_case,
    add_co_handler,
    answer_case,
    assign_case,
    end_grant,
    look_through_grant,
    record_contact,
    standard_workflow,
    take_back_case,
    timeline,
    transfer_upward,
)
from changlai.kernel.errors import NotAllowed
from changlai.kernel.events.models import Entry
from tests.cast import make_staff
from tests.engines.cases.conftest import MORNING, Desk, when

STAFF = ("secretary", "handler", "handler_b", "duty")
STRANGERS = (
    "second",
    "neighbour",
    "other_secretary",
    "township",
    "county",
    "operator",
    "security",
    "auditor",
    "stranger",
)
EVERYONE = (*STAFF, "resident", *STRANGERS)

# What each may do in each state; "handler" has the case in hand once it is accepted.
HANDLES = {"redact", "note", "sort"}
OVERSEES = {"redact", "note", "sort"}
MATRIX: dict[str, dict[str, set[str]]] = {
    "new": {
        "handler": {"accept", "contact", "refuse", "route_out", "merge", "bring_answer", "follow"}
        | HANDLES,
        "secretary": {
            "accept",
            "assign",
            "contact",
            "refuse",
            "route_out",
            "merge",
            "bring_answer",
            "follow",
        }
        | OVERSEES,
        "duty": {"contact", "bring_answer", "follow"},
        "resident": {"withdraw", "follow"},
    },
    "in_hand": {
        "handler": {
            "contact",
            "answer",
            "ask",
            "transfer",
            "co_handle",
            "extend",
            "route_out",
            "merge",
            "follow",
        }
        | HANDLES,
        "handler_b": {"route_out", "merge", "follow"} | HANDLES,
        "secretary": {
            "assign",
            "contact",
            "transfer",
            "co_handle",
            "extend",
            "send_up",
            "route_out",
            "merge",
            "follow",
        }
        | OVERSEES,
        "duty": {"follow"},
        "resident": {"withdraw", "follow"},
    },
    "answered": {
        "handler": {"close", "unpublish"} | HANDLES,
        "handler_b": {"call_back", "redo", "close", "unpublish"} | HANDLES,
        "secretary": {"call_back", "redo", "close", "publish", "unpublish"} | OVERSEES,
        "duty": {"call_back", "redo"},
        "resident": {"rate", "reopen"},
    },
    "duplicate": {"handler": HANDLES, "secretary": OVERSEES, "duty": set(), "resident": set()},
}


@pytest.mark.parametrize("state", MATRIX)
def test_each_may_take_what_the_matrix_says_in_each_state(desk: Desk, state: str) -> None:
    case = desk.accepted()
    case.state, case.state_type = state, standard_workflow().state(state).type
    for name, expected in MATRIX[state].items():
        assert set(steps_for(desk.actor(name), case)) == expected, name
    for name in STRANGERS:
        assert steps_for(desk.actor(name), case) == [], name


def test_an_ordinary_case_is_seen_by_staff_and_its_requester(desk: Desk) -> None:
    _assert_seen_by(desk, desk.case(), {*STAFF, "resident", "system"})


def test_a_case_for_handlers_only_is_seen_by_those_alone(desk: Desk) -> None:
    case = desk.case(kind="inside")
    _assert_seen_by(desk, case, {"secretary", "resident", "system"})
    with pytest.raises(NotAllowed):
        accept_case(**desk.on(case, "handler"))
    assign_case(**desk.on(case, "secretary"), handler=desk.village.handler)
    case.refresh_from_db()
    _assert_seen_by(desk, case, {"secretary", "handler", "resident", "system"})
    add_co_handler(**desk.on(case, "handler"), account=desk.village.handler_b)
    _assert_seen_by(desk, case, {"secretary", "handler", "handler_b", "resident", "system"})


def test_the_level_above_sees_one_case_for_a_time_and_each_look_is_logged(desk: Desk) -> None:
    case, other = desk.accepted(), desk.accepted()
    until = when("2026-03-25 10:00")
    with pytest.raises(NotAllowed):
        look_through_grant(**desk.on(case, "township"))
    grant = transfer_upward(
        **desk.on(case, "secretary"),
        account=desk.village.township,
        to_name="石溪镇便民办",
        reason="要镇里派人",
        until=until,
    )
    above = desk.actor("township")
    assert set(visible_cases(above, MORNING)) == {case}
    assert may_see(above, case, MORNING)
    assert not may_see(above, other, MORNING)
    assert not visible_cases(above, until).exists()
    assert not visible_cases(desk.actor("county"), MORNING).exists()
    case.refresh_from_db()
    assert steps_for(above, case) == []
    look_through_grant(**desk.on(case, "township"))
    assert [(look.by_name, look.what) for look in case.looks.all()] == [("镇上小梁", "grant")]

    on = {"centre": desk.centre, "grant_id": grant.pk, "at": MORNING}
    for name in EVERYONE:
        if name != "secretary":
            with pytest.raises(NotAllowed):
                end_grant(**on, actor=desk.actor(name))
    end_grant(**on, actor=desk.actor("secretary"), reason="镇里已经回复")
    assert not visible_cases(above, MORNING).exists()
    with pytest.raises(NotAllowed):
        look_through_grant(**desk.on(case, "township"))
    assert take_back_case(**desk.on(case, "secretary"), result="镇里已派人").state == "in_hand"


def test_a_grant_ended_twice_is_ended_once_and_said_once_in_any_state(desk: Desk) -> None:
    case = desk.accepted()
    grant = transfer_upward(
        **desk.on(case, "secretary"),
        account=desk.village.township,
        to_name="石溪镇便民办",
        reason="要镇里派人",
        until=when("2026-03-25 10:00"),
    )
    answer_case(**desk.on(case, "handler"), text="镇里派人修好了。")
    later = when("2026-03-19 09:00")
    on = {"centre": desk.centre, "grant_id": grant.pk, "actor": desk.actor("secretary")}
    for at in (later, when("2026-03-20 09:00"), when("2026-03-30 09:00")):
        assert end_grant(**on, at=at).withdrawn_at == later
    lines = [line for line in timeline(case) if line.verb == "grant_ended"]
    assert [(line.title, line.note, line.who) for line in lines] == [
        ("收回上级查看", "石溪镇便民办", "林向荣")
    ]
    assert not [line for line in timeline(case, for_requester=True) if line.verb == "grant_ended"]
    facts = Entry.objects.filter(name="cases.case.grant_ended")
    assert [fact.payload["to_account_id"] for fact in facts] == [str(desk.village.township.pk)]
    assert (grant.holds(MORNING), grant.holds(when("2026-03-26 10:00"))) == (True, False)


def test_a_grant_that_ran_out_is_not_ended_again(desk: Desk) -> None:
    case = desk.accepted()
    until = when("2026-03-25 10:00")
    grant = transfer_upward(
        **desk.on(case, "secretary"),
        account=desk.village.township,
        to_name="石溪镇便民办",
        reason="要镇里派人",
        until=until,
    )
    secretary = desk.actor("secretary")
    ended = end_grant(centre=desk.centre, grant_id=grant.pk, actor=secretary, at=until)
    assert (ended.withdrawn_at, ended.ended_at, ended.ended_early) == (None, until, False)


def test_the_neighbouring_village_cannot_reach_a_case_by_its_id(desk: Desk) -> None:
    case = desk.case()
    there = desk.village.actor(desk.village.other_secretary, centre=desk.village.other_centre)
    assert not visible_cases(there).exists()
    with pytest.raises(Case.DoesNotExist):
        record_contact(centre=desk.village.other_centre, case_id=case.pk, actor=there, at=MORNING)
    with pytest.raises(NotAllowed):
        record_contact(centre=desk.centre, case_id=case.pk, actor=there, at=MORNING)


def test_a_handler_whose_term_ended_may_do_nothing_more(desk: Desk) -> None:
    import datetime as dt

    gone = make_staff("gone", "handler", centre=desk.centre, ends_on=dt.date(2026, 3, 18))
    case = desk.case()
    accept_case(centre=desk.centre, case_id=case.pk, actor=desk.village.actor(gone), at=MORNING)
    later = when("2026-03-20 10:00")
    with pytest.raises(NotAllowed):
        answer_case(
            centre=desk.centre,
            case_id=case.pk,
            actor=desk.village.actor(gone, at=later),
            at=later,
            text="好了",
        )


def _assert_seen_by(desk: Desk, case: Any, expected: set[str]) -> None:
    for name in (*EVERYONE, "system"):
        actor = desk.actor(name)
        assert may_see(actor, case) == (name in expected), name
        assert visible_cases(actor).filter(pk=case.pk).exists() == (name in expected), name


def test_the_two_twins_agree_after_a_co_handler_left(desk: Desk) -> None:
    case = desk.case(kind="inside")
    assign_case(**desk.on(case, "secretary"), handler=desk.village.handler)
    add_co_handler(**desk.on(case, "handler"), account=desk.village.handler_b)
    CoHandler.objects.all().delete()
    case.refresh_from_db()
    assert not may_take(desk.actor("handler_b"), case, "note")
    assert not visible_cases(desk.actor("handler_b")).exists()
