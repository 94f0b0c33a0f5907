"""One promise followed by hand through 国庆, a question and a reply at the very end of its time.

Promise: an answer within 3 working days, open 8:30–12:00 and 14:00–17:30 (7 hours).

| day              | what happens                                | open time still promised      |
|------------------|---------------------------------------------|-------------------------------|
| 周二 2025-09-30  | 15:00 said and accepted; the day not counted | days 1 2 3: 9, 10, 11 October |
| 周三 10-01–10-08 | 国庆、中秋, nobody counts                    | 3 days                        |
| 周四 10-09       | day 1                                       | 2 days                        |
| 周五 10-10       | day 2                                       | 1 day                         |
| 周六 10-11       | make-up Saturday, day 3: due 17:30          |                               |
|                  | 16:30 the requester is asked: clock stands  | 1 hour                        |
|                  | 17:30 the old deadline passes in the pause  | 1 hour, nothing rings         |
| 周一 10-13       | 8:30 the reply, counting goes on            | due 9:30                      |
|                  | 9:00 asked again                            | half an hour                  |
|                  | 9:30 replied, as the second deadline passes | due 10:00                     |
"""

from typing import Any

import pytest

from changlai.engines.cases.public import (
    Case,
    accept_case,
    ask_requester,
    escalate_due,
    recompute_deadlines,
    requester_replied,
)
from tests.engines.cases.conftest import Desk, make_desk, when

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Desk:
    return make_desk()


def due(case: Case) -> Any:
    case.refresh_from_db()
    return case.resolution_due


def test_the_promise_is_where_the_hand_has_it_after_every_line(table: Desk) -> None:
    said = when("2025-09-30 15:00")
    case = table.case(at=said)
    accept_case(**table.on(case, "handler", said))
    assert due(case) == when("2025-10-11 17:30")

    ask_requester(**table.on(case, "handler", when("2025-10-11 16:30")), question="哪一盏?")
    assert due(case) is None
    assert escalate_due(when("2025-10-11 18:00")) == 0

    requester_replied(**table.on(case, "resident", when("2025-10-13 08:30")), text="村口的。")
    assert due(case) == when("2025-10-13 09:30")

    ask_requester(**table.on(case, "handler", when("2025-10-13 09:00")), question="几点不亮?")
    requester_replied(**table.on(case, "resident", when("2025-10-13 09:30")), text="七点以后。")
    assert due(case) == when("2025-10-13 10:00")


def test_deadlines_that_were_lost_are_worked_out_again_from_the_history_alone(table: Desk) -> None:
    said = when("2025-09-30 15:00")
    case = table.case(at=said)
    accept_case(**table.on(case, "handler", said))
    ask_requester(**table.on(case, "handler", when("2025-10-11 16:30")), question="哪一盏?")
    requester_replied(**table.on(case, "resident", when("2025-10-13 08:30")), text="村口的。")
    Case.objects.of(table.centre).update(
        resolution_due=None, next_deadline_at=None, next_deadline_kind="", deadline_provisional=True
    )
    recompute_deadlines(table.centre, when("2025-10-13 08:45"))
    case.refresh_from_db()
    assert case.resolution_due == case.next_deadline_at == when("2025-10-13 09:30")
    assert not case.deadline_provisional
