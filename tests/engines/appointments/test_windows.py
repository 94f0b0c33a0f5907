"""Several windows call from one queue: never one person to two, and fair to whoever steps out."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from changlai.engines.appointments.public import (
    Appointment,
    AtWindow,
    Sitting,
    SlotTaken,
    Window,
    arrive,
    book_slot,
    call_again,
    call_next,
    change_slot,
    end_sitting,
    finish,
    fit_counter,
    lay_counter,
    leave_window,
    pass_over,
    put_window,
    send_to,
    take_window,
    visible_appointments,
    visible_sittings,
    walk_in,
)
from changlai.foundation.people.events import PersonErased, PersonsMerged
from changlai.foundation.people.public import Account, Actor, Role
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import deliver, publish
from tests.cast import Village, make_staff, make_village
from tests.engines.appointments.conftest import STARTS
from tests.flows.at_once import at_once, shared_rows

MINUTE, QUARTER = timedelta(minutes=1), timedelta(minutes=15)
NOON = STARTS + timedelta(hours=3)
SPANS = ((STARTS, NOON), (NOON + 2 * 4 * QUARTER, NOON + 5 * 4 * QUARTER))


@dataclass
class Day:
    """A day of the counter with as many windows as clerks, each clerk at one."""

    village: Village
    sitting: Sitting
    windows: list[Window]
    clerks: list[Actor]

    @property
    def centre(self) -> Any:
        return self.village.centre

    def number(self, at: Any = STARTS, **more: Any) -> Appointment:
        words = {"sitting_id": self.sitting.pk, "actor": self.clerks[0], "at": at, **more}
        return walk_in(centre=self.centre, **words)

    def call(self, at: Any = STARTS, window: int = 0, **more: Any) -> Appointment | None:
        return call_next(
            centre=self.centre,
            sitting_id=self.sitting.pk,
            actor=self.clerks[window],
            at=at,
            window_id=self.windows[window].pk,
            **more,
        )

    def called(self, at: Any = STARTS, window: int = 0) -> int | None:
        row = self.call(at, window)
        return row.queue_number if row else None

    def step(self, verb: Any, row: Appointment, at: Any = STARTS, **more: Any) -> Any:
        who = {"centre": self.centre, "actor": self.clerks[0], "at": at}
        return verb(appointment_id=row.pk, **who, **more)

    def end(self, at: Any) -> Counter[str]:
        end_sitting(centre=self.centre, sitting_id=self.sitting.pk, actor=self.clerks[0], at=at)
        return Counter(self.sitting.appointments.values_list("state", flat=True))


def make_day(village: Village, windows: int = 2) -> Day:
    secretary = village.actor(village.secretary)
    who: dict[str, Any] = {"centre": village.centre, "at": STARTS - timedelta(days=1)}
    sitting = lay_counter(actor=secretary, title="窗口办事", spans=SPANS, **who)
    rows = [
        put_window(actor=secretary, name=f"窗口{n + 1}", order=n, **who) for n in range(windows)
    ]
    accounts: list[Account] = [village.duty, village.handler]
    for n in range(windows - 2):
        accounts.append(make_staff(f"clerk{n}", Role.DUTY, centre=village.centre))
    clerks = [village.actor(account) for account in accounts[:windows]]
    for clerk, window in zip(clerks, rows, strict=True):
        take_window(
            centre=village.centre,
            sitting_id=sitting.pk,
            window_id=window.pk,
            actor=clerk,
            at=STARTS,
        )
    return Day(village, sitting, rows, clerks)


@pytest.fixture
def day(village: Village) -> Day:
    return make_day(village)


def test_a_day_of_the_counter_rests_at_noon_and_is_no_clinic(day: Day) -> None:
    starts = [slot.starts for slot in day.sitting.slots.order_by("starts")]
    assert len(starts) == 2 * 12
    assert not [at for at in starts if NOON <= at < NOON + 8 * QUARTER]
    assert (day.sitting.starts, day.sitting.ends) == (STARTS, NOON + 20 * QUARTER)
    assert not visible_sittings(day.clerks[0], day.centre).exists()
    day.number()
    assert not visible_appointments(day.clerks[0], day.centre).exists()


def test_f10_two_windows_call_two_people_and_each_has_one(day: Day) -> None:
    for _ in range(4):
        day.number()
    assert (day.called(window=0), day.called(window=1)) == (1, 2)
    assert day.called(STARTS + MINUTE, window=0) == 3
    states = dict(day.sitting.appointments.values_list("queue_number", "state"))
    assert states == {1: "done", 2: "called", 3: "called", 4: "here"}
    assert day.called(STARTS + 2 * MINUTE, window=1) == 4
    assert day.called(STARTS + 3 * MINUTE, window=1) is None


def test_the_database_itself_refuses_two_people_at_one_window(day: Day) -> None:
    rows = [day.number() for _ in range(2)]
    day.call()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.of(day.centre).filter(pk=rows[1].pk).update(
            state="called", window=day.windows[0]
        )


def test_a_double_tap_calls_nobody_twice(day: Day) -> None:
    for _ in range(3):
        day.number()
    first = day.call(once=True)
    assert first is not None
    again = day.call(once=True)
    assert again is not None
    assert again.pk == first.pk
    second = day.call(STARTS + MINUTE, once=True, instead_of=first.pk)
    assert second is not None
    assert second.queue_number == 2
    once_more = day.call(STARTS + MINUTE, once=True, instead_of=first.pk)
    assert once_more is not None
    assert once_more.pk == second.pk


def test_one_calls_only_to_the_window_one_is_at(day: Day) -> None:
    day.number()
    who: dict[str, Any] = {"centre": day.centre, "sitting_id": day.sitting.pk, "at": STARTS}
    with pytest.raises(WrongStep, match="现在是"):
        call_next(actor=day.clerks[0], window_id=day.windows[1].pk, **who)
    leave_window(actor=day.clerks[0], **who)
    with pytest.raises(WrongStep, match="先选窗口"):
        day.call()
    with pytest.raises(NotAllowed):
        take_window(
            actor=day.village.actor(day.village.resident), window_id=day.windows[0].pk, **who
        )


def test_whoever_sits_down_where_a_colleague_was_has_the_window(day: Day) -> None:
    who: dict[str, Any] = {"centre": day.centre, "sitting_id": day.sitting.pk, "at": STARTS}
    day.number()
    take_window(actor=day.clerks[1], window_id=day.windows[0].pk, **who)
    now = AtWindow.objects.of(day.centre).filter(until__isnull=True)
    assert [(one.window_id, one.account_id) for one in now] == [
        (day.windows[0].pk, day.clerks[1].account_id)
    ]
    found = call_next(actor=day.clerks[1], window_id=day.windows[0].pk, **who)
    assert found is not None
    with pytest.raises(WrongStep, match="1号还没办完"):
        take_window(actor=day.clerks[1], window_id=day.windows[1].pk, **who)
    secretary = day.village.actor(day.village.secretary)
    with pytest.raises(WrongStep, match="1号还没办完"):
        put_window(
            centre=day.centre,
            actor=secretary,
            at=STARTS,
            name="窗口1",
            is_open=False,
            window_id=day.windows[0].pk,
        )


def test_windows_have_names_of_their_own(day: Day) -> None:
    secretary = day.village.actor(day.village.secretary)
    words: dict[str, Any] = {"centre": day.centre, "at": STARTS}
    with pytest.raises(BadInput, match="名称"):
        put_window(actor=secretary, name=" ", **words)
    with pytest.raises(BadInput, match="已经有叫"):
        put_window(actor=secretary, name="窗口1", **words)
    with pytest.raises(NotAllowed):
        put_window(actor=day.clerks[0], name="综合窗口", **words)
    shut = put_window(
        actor=secretary, name="窗口2", is_open=False, window_id=day.windows[1].pk, **words
    )
    with pytest.raises(BadInput, match="没有开"):
        take_window(sitting_id=day.sitting.pk, window_id=shut.pk, actor=day.clerks[1], **words)


def test_f10_who_stepped_out_comes_back_behind_the_next_two(day: Day) -> None:
    rows = [day.number() for _ in range(6)]
    assert day.called() == 1
    day.step(pass_over, rows[0])
    assert day.called() == 2
    back = day.step(arrive, rows[0], STARTS + MINUTE)
    assert (back.state, back.queue_number, back.calls) == ("here", 1, 0)
    assert [day.called(STARTS + n * MINUTE) for n in range(2, 7)] == [3, 4, 1, 5, 6]


def test_who_comes_back_when_few_wait_is_last(day: Day) -> None:
    rows = [day.number() for _ in range(2)]
    day.call()
    day.step(pass_over, rows[0])
    day.step(arrive, rows[0])
    assert [day.called(), day.called(), day.called()] == [2, 1, None]


def test_three_calls_and_one_is_missed_but_may_still_come(day: Day) -> None:
    row = day.number()
    day.call()
    for n in (1, 2):
        assert day.step(call_again, row, STARTS + n * MINUTE).calls == n + 1
    # A second tap at the same moment is no further call.
    assert day.step(call_again, row, STARTS + 2 * MINUTE).calls == 3
    assert day.step(pass_over, row, STARTS + 3 * MINUTE).state == "no_show"
    assert day.step(arrive, row, STARTS + 9 * MINUTE).state == "here"
    assert day.called(STARTS + 9 * MINUTE) == 1


def test_fewer_than_three_calls_only_pass_over(day: Day) -> None:
    row = day.number()
    day.call()
    assert day.step(pass_over, row).state == "skipped"
    with pytest.raises(WrongStep):
        day.step(pass_over, row)
    with pytest.raises(WrongStep):
        day.step(call_again, row)


def test_a_booked_time_goes_first_once_and_not_after_it_was_missed(day: Day) -> None:
    slot = day.sitting.slots.order_by("starts").first()
    assert slot is not None
    booked = book_slot(
        centre=day.centre,
        slot_id=slot.pk,
        actor=day.clerks[0],
        at=STARTS - QUARTER,
        channel="phone",
        person=day.village.resident_person,
    )
    for _ in range(4):
        day.number()
    day.step(arrive, booked)
    assert day.called() == 5
    day.step(pass_over, booked)
    day.step(arrive, booked)
    assert [day.called(STARTS + n * MINUTE) for n in range(1, 6)] == [1, 2, 5, 3, 4]


def test_sent_on_to_another_window_one_is_next_there(day: Day) -> None:
    rows = [day.number() for _ in range(3)]
    day.call()
    with pytest.raises(WrongStep):
        day.step(send_to, rows[0], window_id=day.windows[0].pk)
    day.step(send_to, rows[0], window_id=day.windows[1].pk)
    assert day.called(window=0) == 2
    assert day.called(window=1) == 1
    who: dict[str, Any] = {"centre": day.centre, "sitting_id": day.sitting.pk, "at": STARTS}
    day.step(finish, rows[0])
    leave_window(actor=day.clerks[1], **who)
    with pytest.raises(BadInput, match="没有人"):
        day.step(send_to, rows[1], window_id=day.windows[1].pk)


def test_one_comes_back_to_the_counter_with_the_next_matter(day: Day) -> None:
    person = day.village.resident_person
    day.number(person=person)
    with pytest.raises(BadInput, match="约过了"):
        day.number(person=person)
    day.call()
    day.call(STARTS + MINUTE)
    assert day.number(STARTS + QUARTER, person=person).queue_number == 2


def test_the_end_of_a_day_leaves_nobody_and_no_clerk_at_a_window(day: Day) -> None:
    rows = [day.number() for _ in range(4)]
    day.call()
    day.step(pass_over, rows[0])
    day.call()
    assert day.end(NOON) == {"no_show": 1, "done": 1, "cancelled": 2}
    assert not AtWindow.objects.of(day.centre).filter(until__isnull=True).exists()
    assert {row.end_reason for row in day.sitting.appointments.filter(state="cancelled")} == {
        "人来了，没有轮到"
    }


def test_waiting_counts_from_being_here_and_for_the_booked_from_their_time(day: Day) -> None:
    day.number(STARTS)
    row = day.call(STARTS + 12 * MINUTE)
    assert row is not None
    assert row.waited_minutes == 12
    done = day.step(finish, row, STARTS + 20 * MINUTE)
    assert done.served_minutes == 8
    slot = day.sitting.slots.order_by("starts")[2]
    booked = book_slot(
        centre=day.centre,
        slot_id=slot.pk,
        actor=day.clerks[0],
        at=STARTS,
        channel="phone",
        person=day.village.resident_person,
    )
    day.step(arrive, booked, STARTS)
    found = day.call(slot.starts + 4 * MINUTE)
    assert found is not None
    assert found.waited_minutes == 4


def test_other_opening_hours_close_what_is_outside_and_say_why(day: Day) -> None:
    late = day.sitting.slots.order_by("-starts").first()
    assert late is not None
    row = book_slot(
        centre=day.centre,
        slot_id=late.pk,
        actor=day.clerks[0],
        at=STARTS,
        channel="phone",
        person=day.village.resident_person,
    )
    words: dict[str, Any] = {
        "centre": day.centre,
        "sitting_id": day.sitting.pk,
        "actor": Actor.system(day.centre.pk),
        "at": STARTS,
        "reason": "那天下午不开放",
    }
    early = STARTS - QUARTER
    assert fit_counter(spans=((early, NOON),), **words)
    assert not fit_counter(spans=((early, NOON),), **words)
    row.refresh_from_db()
    assert (row.state, row.end_reason) == ("cancelled", "那天下午不开放")
    open_now = day.sitting.slots.filter(is_closed=False).order_by("starts")
    assert [open_now[0].starts, open_now.count()] == [early, 13]
    # Opened again after all, the afternoon can be booked again.
    assert fit_counter(spans=SPANS, **words)
    assert open_now.all().count() == 24


def test_another_time_keeps_the_appointment_and_frees_the_old_one(day: Day) -> None:
    first, second, third = day.sitting.slots.order_by("starts")[:3]
    village = day.village
    people = {"channel": "online", "at": STARTS - QUARTER, "centre": day.centre}
    row = book_slot(
        slot_id=first.pk,
        actor=village.actor(village.resident),
        person=village.resident_person,
        **people,
    )
    book_slot(
        slot_id=second.pk,
        actor=village.actor(village.second),
        person=village.second_person,
        **people,
    )
    words = {"centre": day.centre, "appointment_id": row.pk, "at": STARTS - MINUTE}
    with pytest.raises(SlotTaken):
        change_slot(actor=village.actor(village.resident), slot_id=second.pk, **words)
    with pytest.raises(NotAllowed):
        change_slot(actor=village.actor(village.second), slot_id=third.pk, **words)
    moved = change_slot(actor=village.actor(village.resident), slot_id=third.pk, **words)
    assert (moved.pk, moved.slot_id) == (row.pk, third.pk)
    day.step(arrive, row)
    with pytest.raises(WrongStep):
        change_slot(actor=village.actor(village.resident), slot_id=first.pk, **words)


def test_a_merged_entry_brings_its_number_and_a_forgotten_one_leaves_none(day: Day) -> None:
    village = day.village
    one, other = village.resident_person, village.second_person
    rows = [day.number(person=one), day.number(person=other)]
    publish(
        PersonsMerged(centre_id=day.centre.pk, at=STARTS, subject_id=one.pk, merged_id=other.pk)
    )
    deliver(day.centre.pk)
    for row in rows:
        row.refresh_from_db()
    assert [row.person_id for row in rows] == [one.pk, None]
    slot = day.sitting.slots.order_by("starts")[5]
    day.step(finish, day.call())  # type: ignore[arg-type]
    booked = book_slot(
        centre=day.centre,
        slot_id=slot.pk,
        actor=day.clerks[0],
        at=STARTS,
        channel="phone",
        person=one,
    )
    publish(PersonErased(centre_id=day.centre.pk, at=STARTS, subject_id=one.pk))
    deliver(day.centre.pk)
    booked.refresh_from_db()
    assert (booked.state, booked.person_id) == ("cancelled", None)
    assert not Appointment.objects.of(day.centre).filter(person_id=one.pk).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_f10_sixteen_windows_call_at_once_and_nobody_is_called_twice(
    settings: Any, tmp_path: Path
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    day = make_day(make_village(), windows=16)
    for _ in range(16):
        day.number()
    with shared_rows(tmp_path):
        called = at_once(16, lambda number: day.called(window=number))
        assert sorted(called) == list(range(1, 17)), called


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_f10_sixteen_taps_on_one_button_call_one(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    day = make_day(make_village())
    for _ in range(16):
        day.number()
    with shared_rows(tmp_path):

        def tap(number: int) -> int | None:
            row = day.call(once=True)
            return row.queue_number if row else None

        assert at_once(16, tap) == [1] * 16


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_f10_sixteen_take_a_number_at_once_and_have_sixteen(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    day = make_day(make_village())
    with shared_rows(tmp_path):
        taken = at_once(16, lambda number: day.number().queue_number)
        assert sorted(taken) == list(range(1, 17)), taken
