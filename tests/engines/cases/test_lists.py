"""Lists of cases: what narrows them, and that no list asks more as the village writes more."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changlai.engines.cases.public import (
    CaseFilter,
    call_back_queue,
    cases_list,
    desk_counts,
    escalate_due,
    public_answers,
    put_category,
    similar_open,
    timeline,
)
from tests.engines.cases.conftest import MORNING, Desk, when

TODAY = when("2026-03-18 12:00")


def numbers(desk: Desk, at: dt.datetime = TODAY, **by: object) -> set[str]:
    return {case.number for case in cases_list(desk.actor("secretary"), at, CaseFilter(**by))}


def test_a_list_is_narrowed_by_what_staff_ask_for(desk: Desk) -> None:
    roads, _ = put_category(
        centre=desk.centre,
        name="道路",
        at=MORNING,
        actor=desk.actor("system"),
        family="voices",
        code="r1",
    )
    bend, _ = put_category(
        centre=desk.centre,
        name="弯道",
        at=MORNING,
        actor=desk.actor("system"),
        family="voices",
        code="r2",
        parent=roads,
    )
    new = desk.case(category=bend, text="弯道要装镜子", at=when("2026-03-10 10:00"))
    mine = desk.accepted(channel="phone")
    done = desk.answered(kind="help", urgency="urgent")
    assert numbers(desk, words="弯道") == {new.number}
    assert numbers(desk, category_path="r1") == {new.number}
    assert numbers(desk, state_type="open") == {new.number, mine.number}
    assert numbers(desk, states=("answered",)) == {done.number} == numbers(desk, urgency="urgent")
    assert numbers(desk, handler_id=desk.village.handler.pk) == {mine.number, done.number}
    assert numbers(desk, without_handler=True) == {new.number} == numbers(desk, overdue=True)
    assert numbers(desk, channel="phone") == {mine.number}
    assert numbers(desk, until=dt.date(2026, 3, 17)) == {new.number}
    assert numbers(desk, since=dt.date(2026, 3, 18)) == {mine.number, done.number}
    assert numbers(desk, words=new.number) == {new.number}
    escalate_due(when("2026-03-23 15:00"))
    assert numbers(desk, at=when("2026-03-23 15:10"), near=True) == {mine.number, done.number}


def test_the_numbers_of_the_desk_are_one_statement(desk: Desk) -> None:
    desk.case()
    desk.case(at=when("2026-03-10 10:00"))
    desk.accepted()
    desk.answered()
    handler = desk.actor("handler")
    with CaptureQueriesContext(connection) as queries:
        counts = desk_counts(handler, "voices", TODAY)
    assert len(queries) == 1
    assert counts == {
        "new": 2,
        "running": 3,
        "mine": 1,
        "waiting": 0,
        "near": 0,
        "overdue": 1,
        "to_call_back": 0,
        "unassigned": 2,
    }
    assert desk_counts(desk.actor("duty"), "voices", TODAY)["to_call_back"] == 1


@pytest.mark.parametrize("which", ["list", "queue", "similar", "public", "timeline"])
def test_a_list_asks_as_much_for_thirty_as_for_three(desk: Desk, which: str) -> None:
    def read() -> int:
        actor = desk.actor("handler_b")
        with CaptureQueriesContext(connection) as queries:
            rows = {
                "list": lambda: cases_list(actor, TODAY, CaseFilter(words="路灯")),
                "queue": lambda: call_back_queue(actor, "voices"),
                "similar": lambda: similar_open(desk.centre, "村口的路灯坏了三天", at=TODAY),
                "public": lambda: public_answers(desk.centre, "路灯"),
                "timeline": lambda: timeline(case),
            }[which]()
            for row in rows:
                if which in {"list", "queue"}:
                    str((row.state_label, row.kind_title, row.category, row.handler, row.heading))
        return len(queries)

    for _ in range(3):
        desk.accepted()
        case = desk.answered()
    few = read()
    for _ in range(14):
        desk.accepted()
        desk.answered()
    assert read() == few <= 3
