"""The telephone: few fields to save, a missed call is a task, only a case is counted as one."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from changlai.halls.voices import actions, queries
from changlai.halls.voices.models import CallLog
from changlai.halls.voices.states import NEXT, CallState
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from tests.cast import NOW, Village, phone
from tests.halls.voices.desk import Desk, make_desk


@pytest.fixture
def desk(village: Village) -> Desk:
    return make_desk(village)


def log(desk: Desk, **more: Any) -> Any:
    values = {"actor": desk.duty, "at": NOW, "summary": "问班车几点开"} | more
    return actions.log_call(centre=desk.centre, **values)


def missed(desk: Desk, **more: Any) -> CallLog:
    values = {"actor": desk.duty, "at": NOW, "phone": phone(88)} | more
    return actions.log_missed_call(centre=desk.centre, **values)


def test_words_alone_are_enough_to_save_a_call(desk: Desk) -> None:
    taken = log(desk)
    assert taken.call.state == CallState.MADE_CASE
    assert taken.opened.code
    case = desk.cases().get()
    assert (case.channel, case.kind, case.text) == ("phone", "consult", "问班车几点开")
    assert case.first_contact_at == NOW


def test_what_was_settled_on_the_line_is_no_case(desk: Desk) -> None:
    taken = log(desk, is_answered=True, phone=phone(9))
    assert taken.call.state == CallState.ANSWERED
    assert taken.opened is None
    assert not desk.cases().exists()


def test_the_callers_number_is_not_readable_in_the_database(desk: Desk) -> None:
    log(desk, is_answered=True, phone="199 0000 0009")
    with connection.cursor() as cursor:
        cursor.execute("SELECT caller_phone FROM voices_calllog")
        assert phone(9) not in str(cursor.fetchall())
    assert CallLog.objects.of(desk.centre).get().caller_phone == phone(9)


@pytest.mark.parametrize(
    ("field", "value"),
    [("summary", "  \u200b "), ("phone", "12345"), ("kind", "mediation")],
)
def test_a_call_that_says_nothing_or_cannot_be_rung_is_refused(
    desk: Desk, field: str, value: str
) -> None:
    with pytest.raises(BadInput):
        log(desk, **{field: value})
    assert not CallLog.objects.of(desk.centre).exists()
    assert not desk.cases().exists()


@pytest.mark.parametrize("is_answered", [True, False])
def test_a_double_tap_saves_one_call(desk: Desk, is_answered: bool) -> None:
    form_id = uuid4()
    first = log(desk, form_id=form_id, is_answered=is_answered)
    second = log(desk, form_id=form_id, is_answered=is_answered)
    assert first.call.pk == second.call.pk
    assert CallLog.objects.of(desk.centre).count() == 1
    assert desk.cases().count() == (0 if is_answered else 1)
    if first.opened:
        assert first.opened.code == second.opened.code


def test_f32_a_missed_call_waits_to_be_returned(desk: Desk) -> None:
    call = missed(desk)
    assert list(queries.calls_to_return(desk.duty)) == [call]
    assert list(queries.calls_to_return(desk.resident)) == []


def test_the_same_number_missed_twice_is_one_task(desk: Desk) -> None:
    first, second = missed(desk), missed(desk, at=NOW + timedelta(minutes=1))
    assert first.pk == second.pk
    assert missed(desk, phone=phone(89)).pk != first.pk


def test_a_missed_call_without_a_number_cannot_be_a_task(desk: Desk) -> None:
    with pytest.raises(BadInput):
        missed(desk, phone="")


@pytest.mark.parametrize(
    ("is_answered", "state", "cases"),
    [(True, CallState.CALLED_BACK, 0), (False, CallState.MADE_CASE, 1)],
)
def test_ringing_back_settles_it_or_makes_a_voice(
    desk: Desk, is_answered: bool, state: str, cases: int
) -> None:
    call = missed(desk, caller="刘叔")
    later = NOW + timedelta(hours=1)
    taken = actions.settle_missed_call(
        centre=desk.centre,
        call_id=call.pk,
        actor=desk.handler,
        at=later,
        summary="水表不走了",
        kind="help",
        is_answered=is_answered,
    )
    assert taken.call.state == state
    assert taken.call.settled_at == later
    assert desk.cases().count() == cases
    assert not queries.calls_to_return(desk.duty).exists()
    if cases:
        case = desk.cases().get()
        assert (case.contact_phone, case.reporter_alias) == (phone(88), "刘叔")
        assert case.opened_at == later


def test_two_colleagues_cannot_both_return_one_call(desk: Desk) -> None:
    call = missed(desk)
    values: dict[str, Any] = {"centre": desk.centre, "call_id": call.pk, "at": NOW}
    actions.settle_missed_call(actor=desk.duty, summary="说清了", is_answered=True, **values)
    with pytest.raises(WrongStep):
        actions.settle_missed_call(actor=desk.handler, summary="再说", is_answered=True, **values)
    with pytest.raises(WrongStep):
        actions.note_no_answer(actor=desk.handler, **values)


def test_nobody_is_given_up_before_three_tries(desk: Desk) -> None:
    call = missed(desk)
    values: dict[str, Any] = {"centre": desk.centre, "call_id": call.pk, "actor": desk.duty}
    with pytest.raises(BadInput, match="至少回拨 3 次"):
        actions.note_no_answer(at=NOW, give_up=True, **values)
    for hours in range(3):
        actions.note_no_answer(at=NOW + timedelta(hours=hours), **values)
    assert queries.calls_to_return(desk.duty).exists()
    done = actions.note_no_answer(at=NOW + timedelta(hours=4), give_up=True, **values)
    assert done.state == CallState.NOT_REACHED
    assert not queries.calls_to_return(desk.duty).exists()


@pytest.mark.parametrize("now", list(CallState))
@pytest.mark.parametrize("then", list(CallState))
def test_the_whole_table_of_steps(now: CallState, then: CallState) -> None:
    call = CallLog(state=now)
    if then in NEXT[now]:
        call.move_to(then)
        assert call.state == then
    else:
        with pytest.raises(WrongStep):
            call.move_to(then)


def test_the_database_refuses_a_call_that_became_a_case_without_one(desk: Desk) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CallLog(centre=desk.centre, at=NOW, summary="x", state=CallState.MADE_CASE).save()


def test_only_who_may_take_in_logs_a_call(desk: Desk) -> None:
    for actor in (desk.resident, desk.village.stranger, desk.of(desk.village.township)):
        with pytest.raises(NotAllowed):
            log(desk, actor=actor)
        with pytest.raises(NotAllowed):
            missed(desk, actor=actor)
    neighbour = desk.village.actor(desk.village.other_secretary, centre=desk.village.other_centre)
    with pytest.raises(NotAllowed):
        log(desk, actor=neighbour)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("后山着火了", ["119"]),
        ("家里的煤气味很大", ["119"]),
        ("我爸晕倒了，门口还有人打架", ["120", "110"]),
        ("路灯不亮", []),
    ],
)
def test_words_of_danger_bring_up_the_right_number(text: str, numbers: list[str]) -> None:
    assert queries.emergency_numbers(text) == numbers


def test_the_figures_of_a_day_agree_with_the_calls(desk: Desk, settings: Any) -> None:
    from changlai.kernel.events.public import deliver
    from changlai.kernel.metrics.public import recount, total

    log(desk, is_answered=True)
    log(desk)
    call = missed(desk)
    actions.settle_missed_call(
        centre=desk.centre,
        call_id=call.pk,
        actor=desk.duty,
        at=NOW,
        summary="说清了",
        is_answered=True,
    )
    deliver(desk.centre.pk)
    day = NOW.date()
    assert total(desk.centre, "voices.calls", day, day) == 3
    assert total(desk.centre, "voices.calls", day, day, state="missed") == 1
    assert total(desk.centre, "voices.calls_returned", day, day) == 1
    assert [one for one in recount(desk.centre, day, day) if one.metric.startswith("voices")] == []
