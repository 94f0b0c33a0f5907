"""The queue before the windows: laid by itself, numbers in order, an end that forgets nobody."""

from collections import Counter as Count
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from changlai.engines.appointments.public import (
    Appointment,
    AppointmentState,
    Purpose,
    cancel_appointment,
    pass_over,
)
from changlai.engines.faces.public import Asked
from changlai.foundation.areas.public import set_exception
from changlai.foundation.people.public import Actor, Scope
from changlai.halls.counter.actions.queue.days import (
    end_past_days,
    ensure_day,
    fit_days,
    lay_ahead,
    lay_days,
)
from changlai.halls.counter.actions.queue.numbers import (
    MOST_OF_ADDRESS,
    forget_tries,
    link_request,
    move_time,
    say_here,
)
from changlai.halls.counter.metrics import METRICS, WAITED
from changlai.halls.counter.models import CounterDay, DoorTry, Ticket
from changlai.halls.counter.policies import own_numbers
from changlai.halls.counter.queries.days import bookable_days
from changlai.halls.counter.queries.queue import board_of, desk_of, waits
from changlai.halls.counter.registers import REGISTERS
from changlai.insights.figures.models import Encounter
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.metrics.public import total
from changlai.kernel.outbox.public import Message, Sending
from tests.cast import NOW, SHANGHAI, make_person, make_village
from tests.flows.at_once import at_once, shared_rows
from tests.halls.counter.conftest import Counter
from tests.halls.counter.windows import MINUTE, Morning

EVENING = datetime(2026, 3, 18, 17, 40, tzinfo=SHANGHAI)
TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)


@pytest.fixture
def morning(counter: Counter) -> Morning:
    return Morning(counter.village)


def close(morning: Morning, day: date, **more: Any) -> None:
    secretary = morning.village.actor(morning.village.secretary)
    set_exception(centre=morning.centre, actor=secretary, at=NOW, day=day, **more)


def told(morning: Morning, person: Any, words: str) -> int:
    rows = Message.objects.of(morning.centre).to(person.pk)
    return sum(words in row.text for row in rows)


# ── days ──────────────────────────────────────────────────────────────────────────────────────


def test_a_day_follows_the_opening_hours_and_is_laid_once(morning: Morning) -> None:
    day = morning.day()
    assert day.sitting.purpose == Purpose.COUNTER
    assert day.sitting.provider_id is None
    starts = [f"{slot.starts.astimezone(SHANGHAI):%H:%M}" for slot in morning.slots()]
    assert (starts[0], starts[-1], len(starts)) == ("08:30", "17:15", 28)
    assert "12:00" not in starts
    assert morning.day().pk == day.pk
    assert CounterDay.objects.of(morning.centre).count() == 1


def test_a_week_is_laid_ahead_without_the_days_of_rest(morning: Morning) -> None:
    assert lay_days(NOW) >= 5
    days = CounterDay.objects.of(morning.centre)
    assert not [one.day for one in days if one.day.isoweekday() > 5]
    assert lay_ahead(centre=morning.centre, at=NOW) == 0
    assert [one.day for one in bookable_days(morning.centre, NOW)][:2] == [TODAY, TOMORROW]


def test_a_day_that_is_closed_after_all_tells_whoever_booked_it(morning: Morning) -> None:
    lay_ahead(centre=morning.centre, at=NOW)
    tomorrow = CounterDay.objects.of(morning.centre).get(day=TOMORROW)
    person = morning.village.resident_person
    morning.book(tomorrow.sitting.slots.order_by("starts")[3], person)
    close(morning, TOMORROW, note="清明")
    morning.deliver()
    tomorrow.sitting.refresh_from_db()
    assert tomorrow.sitting.state == "cancelled"
    assert told(morning, person, "取消了：那天中心不开放") == 1
    close(morning, TOMORROW, opens=time(9), closes=time(11))
    again = ensure_day(centre=morning.centre, day=TOMORROW, at=NOW)
    assert again is not None
    assert (again.pk, again.sitting.slots.count()) == (tomorrow.pk, 8)


def test_other_hours_move_the_day_and_nobody_is_sent_away_who_is_here(morning: Morning) -> None:
    lay_ahead(centre=morning.centre, at=NOW)
    row = morning.number()
    close(morning, TODAY, opens=time(8), closes=time(20))
    close(morning, TOMORROW, opens=time(9), closes=time(11))
    morning.deliver()
    assert fit_days(centre=morning.centre, at=NOW) == 0
    tomorrow = CounterDay.objects.of(morning.centre).get(day=TOMORROW)
    assert tomorrow.sitting.slots.filter(is_closed=False).count() == 8
    assert morning.number(EVENING).queue_number == 2
    close(morning, TODAY, note="停电")
    morning.deliver()
    row.refresh_from_db()
    assert (row.state, morning.day().sitting.state) == ("here", "planned")


# ── numbers ───────────────────────────────────────────────────────────────────────────────────


def test_f10_numbers_are_given_in_order_with_or_without_a_name(morning: Morning) -> None:
    item = morning.village
    rows = [
        morning.number(),
        morning.number(alias="骑三轮的大叔"),
        morning.number(person=item.phoneless_person),
        morning.door(),
    ]
    assert [row.queue_number for row in rows] == [1, 2, 3, 4]
    assert [row.channel for row in rows] == ["counter", "counter", "counter", "door"]
    form = uuid4()
    assert morning.number(form_id=form).pk == morning.number(form_id=form).pk
    assert Ticket.objects.of(morning.centre).count() == 5


def test_only_staff_give_numbers_at_the_counter(morning: Morning) -> None:
    with pytest.raises(NotAllowed):
        morning.number(actor=morning.village.actor(morning.village.resident))


def test_who_booked_and_is_found_by_name_has_come_for_it(morning: Morning) -> None:
    person = morning.village.resident_person
    booked = morning.book(morning.slots()[10], person)
    row = morning.number(person=person)
    assert (row.pk, row.state, row.queue_number) == (booked.pk, "here", 1)


def test_f10_a_booked_time_goes_before_whoever_walked_in(morning: Morning) -> None:
    morning.sit()
    walked = morning.number()
    booked = morning.number(
        person=morning.book(morning.slots()[7], morning.village.resident_person).person
    )
    at = morning.slots()[7].starts
    first, second = morning.call(0, at), morning.call(1, at)
    assert first is not None
    assert second is not None
    assert (first.pk, second.pk) == (booked.pk, walked.pk)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (EVENING, "今天的号已经停了。下次3月19日(周四)上午8:30开门"),
        (NOW.replace(hour=6), "还没开门。今天上午8:30开门"),
        (datetime(2026, 3, 21, 10, tzinfo=SHANGHAI), "今天不开放。下次3月23日(周一)上午8:30开门"),
    ],
)
def test_f10_out_of_hours_nobody_gets_a_number_and_hears_when_it_opens(
    morning: Morning, at: datetime, said: str
) -> None:
    for give in (morning.number, morning.door):
        with pytest.raises(BadInput) as refused:
            give(at)
        assert said in refused.value.sentence
    assert not Appointment.objects.of(morning.centre).exists()


def test_the_door_gives_one_telephone_two_numbers_and_one_address_twenty(morning: Morning) -> None:
    form = uuid4()
    first = morning.door(form_id=form)
    assert morning.door(form_id=form, held=[first.pk]).pk == first.pk
    second = morning.door(held=[first.pk])
    with pytest.raises(BadInput, match="这部手机已经取了2个号"):
        morning.door(held=[first.pk, second.pk])
    for _ in range(MOST_OF_ADDRESS - 2):
        morning.door()
    with pytest.raises(BadInput, match="到窗口说一声"):
        morning.door()
    assert morning.door(asker="10.0.0.8").queue_number == MOST_OF_ADDRESS + 1
    assert morning.door(NOW + 11 * MINUTE).queue_number == MOST_OF_ADDRESS + 2
    assert not {"10.0.0.7", "10.0.0.8"} & set(DoorTry.objects.values_list("key", flat=True))
    assert forget_tries(NOW + timedelta(hours=1)) == 2


def test_the_tablet_gives_many_and_sixty_nameless_are_enough(morning: Morning) -> None:
    for _ in range(60):
        morning.door(asker="tablet", is_tablet=True)
    with pytest.raises(BadInput, match="到窗口说一声"):
        morning.door(NOW + 20 * MINUTE, asker="tablet", is_tablet=True)


def test_one_says_on_the_own_phone_that_one_is_here(morning: Morning) -> None:
    village = morning.village
    row = morning.book(morning.slots()[7], village.resident_person)
    who: dict[str, Any] = {"centre": morning.centre, "appointment_id": row.pk}
    with pytest.raises(BadInput, match="还早"):
        say_here(actor=village.actor(village.resident), at=NOW.replace(hour=8), **who)
    with pytest.raises(NotAllowed):
        say_here(actor=village.actor(village.second), at=NOW, **who)
    here = say_here(actor=village.actor(village.resident), at=NOW, **who)
    assert (here.state, here.queue_number) == ("here", 1)
    with pytest.raises(WrongStep):
        say_here(actor=village.actor(village.resident), at=NOW, **who)


def test_a_delegate_needs_the_leave_for_services(morning: Morning) -> None:
    row = morning.book(morning.slots()[9], morning.village.resident_person)
    own = morning.village.actor(morning.village.resident)
    assert [one.pk for one in own_numbers(own, morning.centre)] == [row.pk]
    assert not own_numbers(morning.village.stranger, morning.centre).exists()
    assert Scope.SERVICES == "services"


def test_a_moved_time_is_told_when_staff_moved_it(morning: Morning) -> None:
    person, slots = morning.village.resident_person, morning.slots()
    row = morning.book(slots[9], person)
    move_time(
        centre=morning.centre,
        appointment_id=row.pk,
        actor=morning.clerks[0],
        at=NOW,
        slot_id=slots[12].pk,
    )
    morning.deliver()
    assert told(morning, person, "给您约好了") == 1
    assert told(morning, person, "改到") == 1


# ── the end of a day ──────────────────────────────────────────────────────────────────────────


def test_f10_a_queue_at_closing_time_forgets_nobody(morning: Morning) -> None:
    village = morning.village
    lonely = make_person(morning.centre, "没电话的婆婆")
    morning.sit()
    seen = morning.number()
    waited = [
        morning.number(person=village.resident_person),
        morning.number(person=village.phoneless_person),
        morning.number(person=lonely),
        morning.number(),
    ]
    absent = morning.book(morning.slots()[20], village.second_person)
    morning.call(0, EVENING)
    ended = morning.end(EVENING)
    assert (ended.waited, ended.known, ended.kept) == (4, 3, 3)
    for row in [seen, *waited, absent]:
        row.refresh_from_db()
    assert [row.state for row in waited] == ["cancelled"] * 4
    assert {row.end_reason for row in waited} == {"人来了，没有轮到"}
    assert (seen.state, absent.state) == ("done", "no_show")
    # The first free times of the next open day, in the order of the queue.
    again = (
        Appointment.objects.of(morning.centre).filter(channel="carried").order_by("slot__starts")
    )
    assert [row.person_id for row in again] == [row.person_id for row in waited[:3]]
    assert {row.slot.starts.astimezone(SHANGHAI).date() for row in again} == {TOMORROW}
    morning.deliver()
    assert told(morning, village.resident_person, "给您留了3月19日(周四)上午8:30") == 1
    assert told(morning, village.resident_person, "取消了") == 0
    by_hand = Sending.objects.of(morning.centre).select_related("message")
    names = {row.name for row in by_hand if "没轮到" in row.message.text}
    assert names == {village.phoneless_person.name, "没电话的婆婆"}


def test_nothing_is_ended_over_the_head_of_whoever_just_came(morning: Morning) -> None:
    morning.number()
    with pytest.raises(BadInput, match="刚刚又有人取了号"):
        morning.end(seen=0)
    assert morning.end(seen=1).waited == 1
    with pytest.raises(WrongStep):
        morning.end()
    with pytest.raises(BadInput, match="今天的号已经停了"):
        morning.number()


def test_those_who_wait_after_closing_are_still_served(morning: Morning) -> None:
    morning.sit()
    row = morning.number(EVENING - 15 * MINUTE)
    with pytest.raises(BadInput):
        morning.number(EVENING)
    called = morning.call(0, EVENING)
    assert called is not None
    assert called.pk == row.pk


def test_who_has_a_time_tomorrow_keeps_it_and_a_full_day_is_said(morning: Morning) -> None:
    lay_ahead(centre=morning.centre, at=NOW)
    tomorrow = CounterDay.objects.of(morning.centre).get(day=TOMORROW)
    first, *rest = tomorrow.sitting.slots.order_by("starts")
    person = morning.village.resident_person
    own = morning.book(first, person)
    for number, slot in enumerate(rest):
        morning.book(slot, make_person(morning.centre, f"乡亲{number}"))
    morning.number(person=person)
    morning.number(person=morning.village.second_person)
    ended = morning.end(EVENING)
    assert (ended.known, ended.kept) == (2, 1)
    own.refresh_from_db()
    assert own.state == "booked"
    morning.deliver()
    assert told(morning, morning.village.second_person, "直接到窗口说一声") == 1


def test_a_day_left_open_is_ended_in_the_same_way_and_not_silently(morning: Morning) -> None:
    person = morning.village.resident_person
    morning.number(person=person)
    assert end_past_days(NOW) == 0
    night = datetime(2026, 3, 19, 0, 10, tzinfo=SHANGHAI)
    assert end_past_days(night) == 1
    assert end_past_days(night) == 0
    morning.deliver()
    # The one who waited yesterday is told of yesterday.
    assert told(morning, person, "3月18日(周三)您来了没轮到") == 1
    assert told(morning, person, "给您留了3月19日(周四)上午8:30") == 1


def test_whom_a_clerk_left_called_was_served_that_day_and_by_that_clerk(morning: Morning) -> None:
    morning.sit()
    morning.number(person=morning.village.resident_person)
    row = morning.call(0, EVENING - 30 * MINUTE)
    assert row is not None
    assert end_past_days(datetime(2026, 3, 19, 0, 10, tzinfo=SHANGHAI)) == 1
    row.refresh_from_db()
    assert row.state == AppointmentState.DONE
    assert row.ended_at == max(morning.day().sitting.ends, EVENING - 30 * MINUTE)
    morning.deliver()
    asked = Asked.objects.of(morning.centre).get()
    assert asked.served_by_id == morning.clerks[0].account_id


def test_whoever_leaves_the_line_is_not_told_of_a_time_they_never_booked(morning: Morning) -> None:
    person = morning.village.resident_person
    row = morning.number(person=person)
    cancel_appointment(
        centre=morning.centre, appointment_id=row.pk, actor=morning.clerks[0], at=NOW
    )
    morning.deliver()
    assert told(morning, person, "取消") == 0


def test_a_number_asked_for_twice_by_name_is_the_one_that_is_there(morning: Morning) -> None:
    morning.sit()
    person = morning.village.resident_person
    row = morning.number(person=person)
    assert morning.number(NOW + MINUTE, person=person).pk == row.pk
    called = morning.call(0, NOW + MINUTE)
    assert called is not None
    pass_over(centre=morning.centre, appointment_id=row.pk, actor=morning.clerks[0], at=NOW)
    back = morning.number(NOW + 2 * MINUTE, person=person)
    assert (back.pk, back.state) == (row.pk, AppointmentState.HERE)


def test_a_number_that_led_to_a_request_is_not_asked_about_besides(
    morning: Morning, counter: Counter
) -> None:
    morning.sit()
    morning.number(person=morning.village.resident_person)
    row = morning.call(0)
    assert row is not None
    morning.finish(row, NOW + MINUTE)
    morning.deliver()
    assert Asked.objects.of(morning.centre).count() == 1
    link_request(
        centre=morning.centre,
        appointment_id=row.pk,
        case_id=counter.ask().case_id,
        actor=morning.clerks[0],
        at=NOW + 2 * MINUTE,
    )
    morning.deliver()
    assert not Asked.objects.of(morning.centre).exists()


# ── what is read from it ──────────────────────────────────────────────────────────────────────


def test_the_board_says_numbers_and_windows_and_never_a_name(morning: Morning) -> None:
    morning.sit()
    name = morning.village.resident_person.name
    for person in (morning.village.resident_person, None, None, None):
        morning.number(person=person)
    morning.call(0)
    morning.call(1, NOW + MINUTE)
    board = board_of(morning.day().sitting, NOW + MINUTE)
    assert board.last is not None
    assert (board.last.number, board.last.window) == (2, "2号窗口")
    assert board.windows == [("综合窗口", 1), ("2号窗口", 2)]
    assert (board.next, board.waiting) == ([3, 4], 2)
    assert name not in repr(board)
    other = board_of(morning.day().sitting, NOW + 2 * MINUTE)
    assert other.version == board.version
    morning.number()
    assert board_of(morning.day().sitting, NOW).version != board.version


def test_the_desk_says_how_long_the_longest_wait_is(morning: Morning) -> None:
    for minutes in (0, 5):
        morning.number(NOW + minutes * MINUTE)
    desk = desk_of(morning.day().sitting, NOW + 12 * MINUTE)
    assert ([one.number for one in desk.waiting], desk.longest) == (["1号", "2号"], 12)


def test_the_median_wait_by_day_and_hour_names_no_clerk(morning: Morning) -> None:
    morning.sit()
    for _ in range(3):
        morning.number()
    for minutes in (4, 8, 30):
        row = morning.call(0, NOW + minutes * MINUTE)
        assert row is not None
    morning.finish(row, NOW + 40 * MINUTE)
    rows = Appointment.objects.of(morning.centre)
    by_day, by_hour = waits(rows, NOW + timedelta(hours=1), 28)
    assert [(one.label, one.served, one.minutes) for one in by_day] == [(TODAY, 3, 8)]
    assert [(one.label, one.minutes) for one in by_hour] == [(10, 8)]
    assert {field for one in by_day for field in vars(one)} == {"label", "served", "minutes"}


def test_the_register_has_numbers_and_minutes_and_no_name(
    morning: Morning, counter: Counter
) -> None:
    morning.sit()
    morning.number(person=morning.village.resident_person, item_id=counter.item("elder_card").pk)
    row = morning.call(0, NOW + 6 * MINUTE)
    assert row is not None
    morning.finish(row, NOW + 10 * MINUTE)
    register = next(one for one in REGISTERS if one.code == "counter_numbers")
    found = list(register.rows(morning.clerks[0], {}))
    shown = [column.of(found[0]) for column in register.columns]
    assert "综合窗口" in shown
    assert "办完了" in shown
    assert (found[0].queue_number, found[0].waited_minutes, found[0].served_minutes) == (1, 6, 4)
    assert not [one.title for one in register.columns if "名" in one.title]


def test_figures_count_the_served_by_projection_and_from_the_rows(morning: Morning) -> None:
    morning.sit()
    for _ in range(2):
        morning.number()
    for minutes in (6, 9):
        row = morning.call(0, NOW + minutes * MINUTE)
        assert row is not None
        morning.finish(row, NOW + (minutes + 1) * MINUTE)
    morning.deliver()
    counted = METRICS[0].recount
    assert counted is not None
    assert counted(morning.centre, TODAY, TODAY) == {
        (TODAY, ("6",)): 1,
        (TODAY, ("9",)): 1,
    }
    assert total(morning.centre.pk, WAITED, TODAY, TODAY) == 2


@pytest.mark.parametrize("is_done_first", [True, False])
def test_a_number_that_led_to_a_request_is_met_once(
    morning: Morning, counter: Counter, is_done_first: bool
) -> None:
    morning.sit()
    number = morning.number(person=morning.village.resident_person)
    morning.number()
    morning.call(0)

    def entrust() -> None:
        counter.ask(
            actor=counter.clerk,
            by_staff=True,
            person=morning.village.resident_person,
            number_id=number.pk,
        )

    def done() -> None:
        morning.finish(number, NOW + 5 * MINUTE)

    for act in (done, entrust) if is_done_first else (entrust, done):
        act()
        morning.deliver()
    other = morning.call(0, NOW + 6 * MINUTE)
    assert other is not None
    morning.finish(other, NOW + 9 * MINUTE)
    morning.deliver()
    met = Count(Encounter.objects.of(morning.centre).values_list("source", flat=True))
    assert met == {"counter": 1, "counter_queue": 1}


def test_a_job_needs_the_system_and_a_resident_cannot_end_a_day(morning: Morning) -> None:
    morning.number()
    with pytest.raises(NotAllowed):
        morning.end(actor=morning.village.actor(morning.village.resident))
    assert morning.end(actor=Actor.system(morning.centre.pk)).waited == 1
    states = set(Appointment.objects.of(morning.centre).values_list("state", flat=True))
    assert states == {AppointmentState.CANCELLED}


# ── many hands ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_f10_sixteen_at_the_door_in_the_morning_lay_one_day(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    morning = Morning(make_village())
    with shared_rows(tmp_path):
        taken = at_once(16, lambda number: morning.door(asker=str(number)).queue_number)
        assert sorted(taken) == list(range(1, 17)), taken
        assert CounterDay.objects.of(morning.centre).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_f10_one_form_sent_sixteen_times_is_one_number(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    morning = Morning(make_village())
    morning.day()
    form = uuid4()
    with shared_rows(tmp_path):
        taken = at_once(16, lambda number: morning.number(form_id=form).queue_number)
        assert taken == [1] * 16, taken
