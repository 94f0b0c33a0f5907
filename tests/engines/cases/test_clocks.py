"""Deadlines against tables worked out by hand, on the real calendar of 2025–2026."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changlai.engines.cases import clocks
from changlai.engines.cases.clocks import pauses_from
from changlai.engines.cases.models import Case, CaseStep
from changlai.engines.cases.public import (
    Level,
    Span,
    Urgency,
    accept_case,
    adopt_kind,
    answer_case,
    ask_requester,
    call_back,
    escalate_due,
    extend_case,
    put_category,
    recompute_deadlines,
    record_contact,
    requester_replied,
    set_service_level,
    sort_case,
    timeline,
)
from changlai.engines.cases.states import StateType
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.workcalendar import days
from changlai.kernel.workcalendar.models import WorkCalendarDay, WorkCalendarYear
from tests.engines.cases.conftest import Desk, kind, when

THREE_DAYS = [
    # said and accepted, answer due; three working days, the day of acceptance not counted
    ("2026-03-18 10:00", "2026-03-23 17:30"),  # Wednesday: Thu Fri Mon
    ("2026-03-20 16:00", "2026-03-25 17:30"),  # Friday: Mon Tue Wed
    ("2026-03-21 09:00", "2026-03-25 17:30"),  # said on a Saturday
    (
        "2025-09-26 16:50",
        "2025-09-30 17:30",
    ),  # Friday before 国庆: 28 Sep is a make-up Sunday: 28 29 30
    ("2025-09-29 09:00", "2025-10-10 17:30"),  # 30 Sep, then holidays 1–8 Oct, then 9 and 10
    ("2025-09-30 15:00", "2025-10-11 17:30"),  # 9, 10 and the make-up Saturday 11 Oct
    (
        "2026-09-30 15:00",
        "2026-10-10 17:30",
    ),  # holidays 1–7 Oct 2026, then 8, 9 and Saturday the 10th
    (
        "2026-12-29 10:00",
        "2027-01-01 17:30",
    ),  # 30, 31 Dec, then 2027, whose holidays are not announced
]


@pytest.mark.parametrize(("said", "due"), THREE_DAYS)
def test_f34_an_answer_is_due_on_the_day_the_hand_table_says(
    desk: Desk, said: str, due: str
) -> None:
    case = desk.accepted(when(said))
    assert case.resolution_due == when(due)


def test_f34_a_friday_afternoon_over_the_national_holiday_ends_where_the_hand_says(
    desk: Desk,
) -> None:
    slow = kind("complaint", title="投诉", levels=(Level(resolution=Span(working_days=7)),))
    said = when("2025-09-26 16:50")
    adopt_kind(centre=desk.centre, definition=slow, at=said, actor=desk.actor("system"))
    # Sunday 28 September is made up for, 29, 30, then 9, 10 and Saturday 11 October, Monday 13.
    case = desk.accepted(said, kind="complaint")
    assert case.resolution_due == when("2025-10-13 17:30")


def test_sorting_takes_over_the_times_of_the_category_but_moves_no_told_day_later(
    desk: Desk,
) -> None:
    secretary, system = desk.actor("secretary"), desk.actor("system")
    said = when("2026-03-18 10:00")
    made = {"centre": desk.centre, "at": said, "actor": system, "family": "voices"}
    quick, _ = put_category(**made, name="路灯", code="lamp")
    slow, _ = put_category(**made, name="建房", code="house")
    for category, days_ in ((quick, 1), (slow, 15)):
        set_service_level(
            centre=desk.centre,
            kind="help",
            level=Level(resolution=Span(working_days=days_)),
            at=said,
            actor=secretary,
            category=category,
            valid_from=dt.date(2026, 1, 1),
        )
    # Nobody was told a day yet: the times of the category hold, longer ones too (清明: 4–6 April).
    new = sort_case(**desk.on(desk.case(at=said), "handler", said), category=slow)
    assert accept_case(**desk.on(new, "handler", said)).resolution_due == when("2026-04-09 17:30")
    # Told Monday 23 March: sorted sooner it is sooner, sorted later it stays.
    told = desk.accepted(said)
    assert told.resolution_due == when("2026-03-23 17:30")
    later = sort_case(**desk.on(told, "handler", said), category=slow)
    assert (later.category, later.resolution_due) == (slow, when("2026-03-23 17:30"))
    sooner = sort_case(**desk.on(told, "handler", said), category=quick, note="就是那盏灯")
    assert sooner.resolution_due == when("2026-03-19 17:30")
    assert CaseStep.objects.filter(case=told, verb="sort").last().note == "路灯；就是那盏灯"
    assert not [line for line in timeline(told, for_requester=True) if line.verb == "sort"]
    # While the requester is asked no day can be worked out, so none may be lost.
    ask_requester(**desk.on(told, "handler", said), question="哪一盏？")
    waiting = sort_case(**desk.on(told, "handler", said), category=slow)
    back = requester_replied(**desk.on(waiting, "handler", said), text="村口那盏")
    assert back.resolution_due == when("2026-03-19 17:30")


def test_sorting_wants_a_category_in_use_here_and_a_change(desk: Desk) -> None:
    at = when("2026-03-18 10:00")
    made = {"centre": desk.centre, "at": at, "actor": desk.actor("system"), "family": "voices"}
    row, _ = put_category(**made, name="路灯", code="lamp")
    retired, _ = put_category(**made, name="旧类", code="old", is_active=False)
    case = desk.case(category=row)
    for wrong in (row, retired):
        with pytest.raises(BadInput):
            sort_case(**desk.on(case, "handler"), category=wrong)
    with pytest.raises(NotAllowed):
        sort_case(**desk.on(case, "duty"), category=None)
    assert sort_case(**desk.on(case, "handler"), category=None).category is None


def test_a_promise_into_a_year_without_notice_is_provisional_until_the_notice_comes(
    desk: Desk,
) -> None:
    said = when("2026-12-29 10:00")
    case = desk.accepted(said)
    record_contact(**desk.on(case, "handler", said))
    case.refresh_from_db()
    assert case.deadline_provisional
    assert case.resolution_due == when("2027-01-01 17:30")

    WorkCalendarYear.objects.create(year=2027, imported_at=when("2026-12-30 09:00"), source="通知")
    for day in (1, 2, 3):
        WorkCalendarDay.objects.create(date=dt.date(2027, 1, day), is_working=False, name="元旦")
    days.forget()
    assert recompute_deadlines(desk.centre, when("2026-12-30 09:05")) == 1
    case.refresh_from_db()
    assert case.resolution_due == when("2027-01-04 17:30")
    assert case.next_deadline_at == case.resolution_due
    assert not case.deadline_provisional
    days.forget()


def test_the_job_renews_what_is_older_than_the_notice_once(desk: Desk) -> None:
    from changlai.engines.cases.jobs import renew_deadlines

    WorkCalendarYear.objects.update(imported_at=when("2025-01-01 00:00"))
    case = desk.accepted(when("2026-12-29 10:00"))
    WorkCalendarYear.objects.create(year=2027, imported_at=when("2026-12-30 09:00"), source="通知")
    WorkCalendarDay.objects.create(date=dt.date(2027, 1, 1), is_working=False, name="元旦")
    days.forget()
    assert renew_deadlines(when("2026-12-30 09:01")) == 0, (
        "other processes may not have read it yet"
    )
    assert renew_deadlines(when("2026-12-30 09:03")) == 1
    assert renew_deadlines(when("2026-12-30 09:10")) == 0
    case.refresh_from_db()
    assert case.resolution_due == when("2027-01-04 17:30")
    days.forget()


def test_the_earliest_open_promise_is_stored_and_moves_on_as_promises_are_kept(desk: Desk) -> None:
    case = desk.case()
    assert (case.next_deadline_kind, case.next_deadline_at) == ("accept", when("2026-03-19 17:30"))
    accept_case(**desk.on(case, "handler"))
    case.refresh_from_db()
    assert case.next_deadline_kind == "first_contact"
    record_contact(**desk.on(case, "handler"))
    case.refresh_from_db()
    assert (case.next_deadline_kind, case.next_deadline_at) == (
        "resolution",
        when("2026-03-23 17:30"),
    )
    answer_case(**desk.on(case, "handler"), text="修好了。")
    case.refresh_from_db()
    assert (case.next_deadline_kind, case.next_deadline_at) == (
        "call_back",
        when("2026-03-23 17:30"),
    )
    call_back(**desk.on(case, "handler_b"), outcome="reached", solved=True)
    case.refresh_from_db()
    assert (case.next_deadline_kind, case.next_deadline_at, case.alarm_at) == ("", None, None)
    assert case.first_contact_due == when("2026-03-19 17:30"), "a kept promise keeps its date"


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("2026-03-20 21:00", "2026-03-20 23:00"),  # Friday night: wall time, no working hours
        ("2026-03-20 23:00", "2026-03-21 00:00"),  # the same day ends at midnight
        ("2025-10-01 08:00", "2025-10-01 10:00"),  # a holiday
    ],
)
def test_urgent_contact_runs_in_wall_time_and_ends_with_the_day(
    desk: Desk, said: str, due: str
) -> None:
    case = desk.case(at=when(said), urgency=Urgency.URGENT)
    assert (case.next_deadline_kind, case.next_deadline_at) == ("first_contact", when(due))


def test_time_stands_still_while_the_requester_is_asked(desk: Desk) -> None:
    case = desk.accepted(when("2026-03-18 10:00"))  # due Mon 23rd 17:30
    ask_requester(**desk.on(case, "handler", when("2026-03-19 10:00")), question="是哪一盏灯？")
    case.refresh_from_db()
    assert case.state_type == StateType.WAITING
    assert case.resolution_due is None
    assert case.next_deadline_at is None, "asking was also contact"
    # Back after exactly two open days; so the deadline moves by two open days.
    requester_replied(
        **desk.on(case, "resident", when("2026-03-23 10:00")), text="小卖部门口那盏。"
    )
    case.refresh_from_db()
    assert case.resolution_due == when("2026-03-25 17:30")


def test_a_deadline_that_passes_in_a_pause_does_not_escalate_when_work_goes_on(desk: Desk) -> None:
    case = desk.accepted(when("2026-03-18 10:00"))  # due Mon 23rd 17:30
    ask_requester(**desk.on(case, "handler", when("2026-03-23 16:30")), question="钥匙在谁那里？")
    assert escalate_due(when("2026-03-26 09:00")) == 0, "nothing is owed while we wait"
    resumed = when("2026-03-26 09:00")
    requester_replied(**desk.on(case, "resident", resumed), text="在会计那里。")
    case.refresh_from_db()
    # One hour was left when the pause began, and one hour is left when it ends.
    assert case.resolution_due == when("2026-03-26 10:00")
    assert escalate_due(resumed) in {0, 1}
    case.refresh_from_db()
    assert case.alarm_level in {"", "near"}
    escalate_due(when("2026-03-26 10:00"))
    case.refresh_from_db()
    assert case.alarm_level == "overdue"


def test_two_pauses_are_rebuilt_from_the_history(desk: Desk) -> None:
    case = desk.accepted(when("2026-03-18 08:30"))
    for asked, replied in (
        ("2026-03-18 14:00", "2026-03-18 16:00"),
        ("2026-03-19 09:00", "2026-03-19 10:00"),
    ):
        ask_requester(**desk.on(case, "handler", when(asked)), question="再问一下。")
        requester_replied(**desk.on(case, "resident", when(replied)), text="好的。")
    case.refresh_from_db()
    assert clocks.pauses_of(case) == [
        (when("2026-03-18 14:00"), when("2026-03-18 16:00")),
        (when("2026-03-19 09:00"), when("2026-03-19 10:00")),
    ]
    # Three open hours after Mon 23rd 17:30: Tuesday 8:30–11:30.
    assert case.resolution_due == when("2026-03-24 11:30")
    answer_case(**desk.on(case, "handler", when("2026-03-19 11:00")), text="好了。")
    step = CaseStep.objects.get(case=case, verb="answer")
    # Wednesday 3.5 + 3.5 h, Thursday 2.5 h, less three hours of waiting.
    assert (step.minutes, step.in_time) == (390, True)


def test_an_extension_comes_once_before_the_time_with_a_reason(desk: Desk) -> None:
    case = desk.accepted(when("2026-03-18 10:00"))
    late = desk.accepted(when("2026-03-18 10:00"))
    on = desk.on(case, "handler", when("2026-03-20 10:00"))
    with pytest.raises(BadInput, match="1 到 10"):
        extend_case(**on, working_days=11, reason="等配件")
    with pytest.raises(BadInput, match="理由"):
        extend_case(**on, working_days=2, reason="  ")
    extend_case(**on, working_days=2, reason="灯头要从县里送来")
    case.refresh_from_db()
    assert case.resolution_due == when("2026-03-25 17:30")
    assert CaseStep.objects.get(case=case, verb="extend").is_told
    with pytest.raises(WrongStep, match="延期过一次"):
        extend_case(**on, working_days=1, reason="再等等")
    with pytest.raises(WrongStep, match="过了期限"):
        extend_case(
            **desk.on(late, "handler", when("2026-03-24 10:00")), working_days=1, reason="忘了"
        )


def test_alarms_climb_from_near_to_secretary_to_township(desk: Desk) -> None:
    case = desk.accepted(when("2026-03-18 10:00"))
    record_contact(**desk.on(case, "handler", when("2026-03-18 10:00")))
    # 26 open hours from Wed 10:00 to Mon 17:30; four fifths of them are used on Monday at 12:18.
    case.refresh_from_db()
    assert when("2026-03-20 16:00") < case.alarm_at < when("2026-03-23 15:00")
    seen = []
    for moment in (
        "2026-03-20 15:00",
        "2026-03-23 15:00",
        "2026-03-23 17:30",
        "2026-03-25 09:00",
        "2026-03-26 17:30",
        "2026-04-10 09:00",
    ):
        escalate_due(when(moment))
        case.refresh_from_db()
        seen.append(case.alarm_level)
    assert seen == ["", "near", "overdue", "overdue", "township", "township"]
    assert CaseStep.objects.filter(case=case, verb="escalate").count() == 3
    assert case.state == "in_hand", "an alarm is an ordinary step that moves nothing else"


def test_alarms_that_nobody_could_ring_in_time_are_skipped(desk: Desk) -> None:
    case = desk.accepted(when("2026-03-18 10:00"))
    assert escalate_due(when("2026-04-20 09:00")) == 1
    case.refresh_from_db()
    assert case.alarm_level == "township"
    assert escalate_due(when("2026-04-21 09:00")) == 0


def test_times_of_a_category_and_of_a_later_day_win(desk: Desk) -> None:
    system = desk.actor("system")
    road, _ = put_category(
        centre=desk.centre,
        name="道路",
        at=when("2026-03-01 09:00"),
        actor=system,
        family="voices",
        code="roadx",
    )
    lamp, _ = put_category(
        centre=desk.centre,
        name="路灯",
        at=when("2026-03-01 09:00"),
        actor=system,
        family="voices",
        parent=road,
        code="lampx",
    )
    set_service_level(
        centre=desk.centre,
        kind="help",
        category=road,
        level=Level(resolution=Span(working_days=5)),
        at=when("2026-03-01 09:00"),
        actor=system,
    )
    assert desk.accepted(when("2026-03-18 10:00"), category=lamp).resolution_due == when(
        "2026-03-25 17:30"
    )
    assert desk.accepted(when("2026-03-18 10:00")).resolution_due == when("2026-03-23 17:30")
    set_service_level(
        centre=desk.centre,
        kind="help",
        level=Level(resolution=Span(working_days=1)),
        at=when("2026-03-19 09:00"),
        actor=system,
    )
    before, after = desk.accepted(when("2026-03-18 10:00")), desk.accepted(when("2026-03-19 10:00"))
    assert before.resolution_due == when("2026-03-23 17:30")
    assert after.resolution_due == when("2026-03-20 17:30")


def test_a_case_keeps_the_kind_it_was_opened_under(desk: Desk) -> None:
    case = desk.case()
    changed = kind(title="帮忙", reopen_days=3)
    again = adopt_kind(
        centre=desk.centre,
        definition=changed,
        at=when("2026-03-19 09:00"),
        actor=desk.actor("system"),
    )
    assert again.version == 2
    assert (
        adopt_kind(
            centre=desk.centre,
            definition=changed,
            at=when("2026-03-20 09:00"),
            actor=desk.actor("system"),
        ).version
        == 2
    ), "the same definition makes no version"
    assert Case.objects.get(pk=case.pk).kind_title == "求助"
    assert desk.case().kind_title == "帮忙"


MOMENTS = st.lists(
    st.tuples(st.integers(min_value=0, max_value=600), st.sampled_from(StateType.values)),
    max_size=12,
)


@given(MOMENTS)
def test_pauses_of_any_history_are_in_order_apart_and_cover_exactly_the_waiting(
    lines: list[tuple[int, str]],
) -> None:
    start = when("2026-03-18 08:00")
    history = [
        (start + dt.timedelta(minutes=m), to) for m, to in sorted(lines, key=lambda one: one[0])
    ]
    pauses = pauses_from(history)
    for (_, ends), (begins, _) in pairwise(pauses):
        assert ends is not None
        assert ends <= begins
    assert all(ends is not None for _, ends in pauses[:-1])
    for place, (at, to) in enumerate(history):
        following = history[place + 1][0] if place + 1 < len(history) else at + dt.timedelta(days=1)
        if at == following:
            continue
        middle = at + (following - at) / 2
        inside = any(
            begins <= middle and (ends is None or middle < ends) for begins, ends in pauses
        )
        assert inside == (to == StateType.WAITING)
    assert bool(pauses and pauses[-1][1] is None) == bool(
        history and history[-1][1] == StateType.WAITING
    )
