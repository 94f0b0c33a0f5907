"""The three rates: open numbers, reasons for what is left out, the cases behind each number."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from changlai.engines.cases.models import ExcludedFromRate
from changlai.engines.cases.public import (
    RateCode,
    accept_case,
    answer_case,
    call_back,
    cases_behind,
    decide_exclusion,
    exclude_from_rate,
    formula_of,
    open_by_code,
    open_exclusions,
    rate_case,
    rates,
    record_contact,
    refuse_case,
    reopen_case,
)
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from tests.engines.cases.conftest import MORNING, Desk, when

SINCE, UNTIL = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
LATE = when("2026-03-24 09:00")


@pytest.fixture
def month(desk: Desk) -> Desk:
    """A month worked out by hand.

    Response: 11 due in the month; 3 excluded (2 anonymous, refused); 8 below, 6 above.
    Resolution: 8 answered; 3 excluded (unreachable, 2 anonymous); 5 below, 4 above.
    Satisfaction: 8 answered; 2 anonymous, 1 not rated; 5 rated, 4 of them content.
    """
    for face, solved in (
        ("very_satisfied", True),
        ("satisfied", True),
        ("basically", True),
        ("not_satisfied", False),
    ):
        rate_case(**desk.on(desk.answered(), "resident"), face=face, solved=solved)
    called = desk.answered()
    call_back(**desk.on(called, "duty"), outcome="reached", solved=True)
    rate_case(**desk.on(called, "resident"), face="satisfied")
    late = desk.accepted()
    answer_case(**desk.on(late, "handler", LATE), text="对不起，晚了")
    call_back(**desk.on(late, "duty", LATE), outcome="unreachable")
    anonymous = desk.accepted(is_anonymous=True)
    answer_case(**desk.on(anonymous, "handler"), text="好了")
    praised = desk.open(is_anonymous=True)
    accept_case(**desk.on(praised.case, "handler"))
    answer_case(**desk.on(praised.case, "handler"), text="好了")
    # Whoever holds the slip of a nameless voice may rate it, yet nobody can be asked.
    shown = open_by_code(
        centre=desk.centre,
        number=praised.case.number,
        code=praised.code,
        address="192.0.2.7",
        at=MORNING,
    )
    stranger = {"actor": desk.actor("stranger"), "proof": shown.proof}
    rate_case(**desk.on(praised.case, "handler") | stranger, face="very_satisfied", solved=True)
    desk.case()
    record_contact(**desk.on(desk.accepted(), "handler"))
    refuse_case(**desk.on(desk.case(), "handler"), reason="不归村里管")
    desk.case(kind="inside")
    desk.case(at=when("2026-04-02 10:00"))
    return desk


def test_f34_the_figures_equal_the_hand_count_and_say_what_is_left_out(month: Desk) -> None:
    response, resolution, satisfaction = rates(month.centre, SINCE, UNTIL)
    assert (response.numerator, response.denominator, response.of) == (6, 8, 11)
    assert response.percent == Decimal("75.0")
    assert {out.title: out.count for out in response.excluded} == {
        "不予受理、转出或撤回": 1,
        "匿名，没有联系方式": 2,
    }
    assert (resolution.numerator, resolution.denominator, resolution.of) == (4, 5, 8)
    assert {out.title: out.count for out in resolution.excluded} == {
        "联系不上": 1,
        "匿名，没有联系方式": 2,
    }
    assert (satisfaction.numerator, satisfaction.denominator, satisfaction.of) == (4, 5, 8)
    assert {out.title: out.count for out in satisfaction.excluded} == {
        "匿名，没有联系方式": 2,
        "诉求人没有评价": 1,
    }
    assert satisfaction.coverage.percent == Decimal("62.5")


def test_each_number_gives_exactly_its_cases(month: Desk) -> None:
    secretary = month.actor("secretary")
    for figure in rates(month.centre, SINCE, UNTIL):
        counts = {
            figure.numerator_code: figure.numerator,
            figure.denominator_code: figure.denominator,
        } | {out.filter_code: out.count for out in figure.excluded}
        for code, count in counts.items():
            assert (
                cases_behind(month.centre, code, SINCE, UNTIL, actor=secretary).count() == count
            ), code
        below = set(
            cases_behind(month.centre, figure.denominator_code, SINCE, UNTIL, actor=secretary)
        )
        assert (
            set(cases_behind(month.centre, figure.numerator_code, SINCE, UNTIL, actor=secretary))
            <= below
        )
    assert not cases_behind(
        month.centre, "response.denominator", SINCE, UNTIL, actor=month.actor("township")
    )
    for wrong in ("response", "response.out.mood", "speed.numerator"):
        with pytest.raises(KeyError):
            cases_behind(month.centre, wrong, SINCE, UNTIL, actor=secretary)


def test_a_percentage_of_fewer_than_five_is_hidden(desk: Desk) -> None:
    for _ in range(4):
        rate_case(**desk.on(desk.answered(), "resident"), face="satisfied", solved=True)
    assert [figure.percent for figure in rates(desk.centre, SINCE, UNTIL)] == [None, None, None]
    assert [figure.denominator for figure in rates(desk.centre, SINCE, UNTIL)] == [4, 4, 4]


def test_leaving_a_case_out_takes_a_reason_and_two_people(month: Desk) -> None:
    case = (
        cases_behind(
            month.centre, "response.denominator", SINCE, UNTIL, actor=month.actor("secretary")
        )
        .filter(state="new")
        .get()
    )
    on = month.on(case, "handler") | {"rate": "response"}
    with pytest.raises(BadInput, match="理由"):
        exclude_from_rate(**on, reason="")
    with pytest.raises(NotAllowed):
        exclude_from_rate(**on | {"actor": month.actor("duty")}, reason="停电")
    row = exclude_from_rate(**on, reason="当天全镇停电，电话不通")
    with pytest.raises(WrongStep):
        exclude_from_rate(**on, reason="再报一次")
    assert rates(month.centre, SINCE, UNTIL)[0].denominator == 8, "asked is not agreed"
    decide = {"centre": month.centre, "exclusion_id": row.pk, "at": MORNING, "is_agreed": True}
    with pytest.raises(NotAllowed, match="另一位"):
        decide_exclusion(**decide, actor=month.actor("handler"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ExcludedFromRate.objects.filter(pk=row.pk).update(decided_by=month.village.handler)
    assert list(open_exclusions(month.actor("secretary"), "voices")) == [row]
    decide_exclusion(**decide, actor=month.actor("secretary"))
    with pytest.raises(WrongStep):
        decide_exclusion(**decide, actor=month.actor("secretary"))
    response = rates(month.centre, SINCE, UNTIL)[0]
    assert (response.numerator, response.denominator) == (6, 7)
    assert response.excluded[-1].title == "经两人同意不计入"
    assert (
        cases_behind(
            month.centre,
            response.excluded[-1].filter_code,
            SINCE,
            UNTIL,
            actor=month.actor("secretary"),
        ).get()
        == case
    )


def test_a_case_said_again_leaves_the_figures_until_it_is_answered_anew(desk: Desk) -> None:
    case = desk.answered()
    rate_case(**desk.on(case, "resident"), face="satisfied", solved=True)
    reopen_case(**desk.on(case, "resident"), reason="又坏了")
    assert rates(desk.centre, SINCE, UNTIL)[1].of == 0


def test_each_rate_costs_one_statement_however_many_cases(month: Desk) -> None:
    with CaptureQueriesContext(connection) as queries:
        rates(month.centre, SINCE, UNTIL)
    assert len(queries) == 3


def test_the_formula_of_a_day_is_dated(desk: Desk) -> None:
    assert formula_of(RateCode.RESPONSE, dt.date(2026, 1, 1)).version == 1
