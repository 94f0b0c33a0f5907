"""Figures per day agree with a count from the rows, and a rebuild gives them again exactly."""

import datetime as dt

import pytest

from changlai.engines.cases.metrics import ALL, METRICS
from changlai.engines.cases.public import (
    Urgency,
    answer_case,
    bring_answer,
    call_back,
    escalate_due,
    put_category,
    rate_case,
    reopen_case,
)
from changlai.kernel.events.public import deliver_all, rebuild
from changlai.kernel.metrics.models import Rollup
from changlai.kernel.metrics.public import by, forget, recount, total
from tests.engines.cases.conftest import Desk, make_desk, when

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def _live(desk: Desk) -> None:
    """Let the desk live through some weeks."""
    system = desk.actor("system")
    category, _ = put_category(
        centre=desk.centre,
        name="路灯",
        at=when("2026-03-01 09:00"),
        actor=system,
        family="voices",
        code="lamp7",
    )
    first = desk.answered(category=category)
    rate_case(**desk.on(first, "resident"), face="not_satisfied", solved=False)
    reopen_case(**desk.on(first, "resident", when("2026-03-19 09:00")), reason="没好")
    answer_case(**desk.on(first, "handler", when("2026-03-30 23:30")), text="好了")
    rate_case(**desk.on(first, "resident", when("2026-03-31 00:10")), face="satisfied", solved=True)
    second = desk.answered(channel="phone", urgency=Urgency.URGENT, at=when("2026-03-20 15:00"))
    call_back(**desk.on(second, "duty", when("2026-03-23 10:00")), outcome="unreachable")
    call_back(**desk.on(second, "duty", when("2026-03-24 10:00")), outcome="reached", solved=True)
    brought = desk.case(channel="import", actor=system, person=None, at=when("2026-02-02 23:59"))
    bring_answer(**desk.on(brought, "system", when("2026-02-10 00:01")), text="已答")
    desk.case(kind="inside")
    escalate_due(when("2026-04-20 10:00"))


@pytest.mark.django_db(transaction=True)
def test_figures_agree_with_the_rows_and_come_back_after_they_were_lost() -> None:
    desk = make_desk()
    _live(desk)
    deliver_all(when("2026-04-21 10:00"))
    assert recount(desk.centre, FIRST, LAST, METRICS) == []
    assert total(desk.centre, "cases.received", FIRST, LAST) == 4
    assert by(desk.centre, "cases.rated", "face", FIRST, LAST) == {
        "not_satisfied": 1,
        "satisfied": 1,
    }
    assert total(desk.centre, "cases.answered", FIRST, LAST, in_time="no") == 2
    kept = _rollups()
    assert kept
    forget(None, *ALL)
    assert not _rollups()
    rebuild("cases.figures")
    assert _rollups() == kept
    assert recount(desk.centre, FIRST, LAST, METRICS) == []


def _rollups() -> set[tuple[object, ...]]:
    rows = Rollup.objects.filter(metric__in=ALL)
    return set(rows.values_list("centre_id", "metric", "day", "dims", "value"))
