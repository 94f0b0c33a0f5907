"""Slots of a quarter of an hour, one queue for booked and walked-in people, nothing of the talk."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from changlai.engines.appointments.public import (
    Appointment,
    SlotTaken,
    arrive,
    book_slot,
    call_next,
    cancel_appointment,
    cancel_sitting,
    end_sitting,
    expected,
    free_slots,
    lay_sitting,
    note_missed,
    put_back,
    put_provider,
    queue_of,
    visible_appointments,
    walk_in,
)
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from tests.cast import NOW, make_resident, make_village
from tests.engines.appointments.conftest import STARTS, Clinic, make_clinic
from tests.flows.at_once import at_once, shared_rows

QUARTER = timedelta(minutes=15)


def test_a_sitting_is_cut_into_slots_and_a_short_rest_is_none(clinic: Clinic) -> None:
    assert [slot.starts for slot in clinic.slots()] == [STARTS + n * QUARTER for n in range(4)]


def test_f27_a_slot_is_not_booked_twice(clinic: Clinic) -> None:
    first, second = clinic.village.resident_person, clinic.village.second_person
    clinic.book(0, first)
    with pytest.raises(SlotTaken):
        clinic.book(0, second)
    with pytest.raises(BadInput, match="已经约过了"):
        clinic.book(1, first)
    assert [slot.starts for slot in free_slots(clinic.sitting, NOW)] == [
        STARTS + n * QUARTER for n in (1, 2, 3)
    ]


def test_f27_nothing_of_the_talk_has_a_place_in_the_row() -> None:
    names = {field.name for field in Appointment._meta.get_fields()}
    assert not names & {"complaint", "diagnosis", "advice", "note", "text", "content"}


def test_booked_and_walked_in_people_stand_in_one_queue(clinic: Clinic) -> None:
    booked = clinic.book(1, clinic.village.resident_person)
    early = walk_in(
        centre=clinic.centre,
        sitting_id=clinic.sitting.pk,
        actor=clinic.staff,
        at=STARTS,
        alias="路过的大叔",
    )
    by: dict[str, Any] = {"centre": clinic.centre, "actor": clinic.staff}
    arrive(appointment_id=booked.pk, at=STARTS, **by)
    assert [row.queue_number for row in queue_of(clinic.sitting)] == [1, 2]

    def called(at: Any) -> Any:
        found = call_next(sitting_id=clinic.sitting.pk, at=at, **by)
        return found and found.pk

    # At a quarter past the slot has come: it goes before whoever walked in earlier.
    assert called(STARTS + QUARTER) == booked.pk
    assert called(STARTS + 2 * QUARTER) == early.pk
    assert called(STARTS + 3 * QUARTER) is None
    booked.refresh_from_db()
    assert booked.state == "done"


def test_who_is_called_but_not_there_goes_back_to_the_end(clinic: Clinic) -> None:
    by: dict[str, Any] = {"centre": clinic.centre, "actor": clinic.staff}
    rows = [
        walk_in(sitting_id=clinic.sitting.pk, at=STARTS, alias=f"乡亲{n}", **by) for n in range(2)
    ]
    called = call_next(sitting_id=clinic.sitting.pk, at=STARTS, **by)
    assert called is not None
    put_back(appointment_id=called.pk, at=STARTS, **by)
    assert [row.pk for row in queue_of(clinic.sitting)] == [rows[1].pk, rows[0].pk]


def test_a_no_show_gives_the_slot_free_and_may_still_come(clinic: Clinic) -> None:
    row = clinic.book(0, clinic.village.resident_person)
    by: dict[str, Any] = {"centre": clinic.centre, "actor": clinic.staff}
    note_missed(appointment_id=row.pk, at=STARTS + QUARTER, **by)
    late = arrive(appointment_id=row.pk, at=STARTS + 2 * QUARTER, **by)
    assert late.state == "here"


def test_one_cancels_ones_own_and_nobody_elses(clinic: Clinic) -> None:
    first, second = clinic.village.resident_person, clinic.village.second_person
    row = clinic.book(0, first)
    with pytest.raises(NotAllowed):
        cancel_appointment(
            centre=clinic.centre, appointment_id=row.pk, actor=clinic.actor(second), at=NOW
        )
    cancel_appointment(
        centre=clinic.centre, appointment_id=row.pk, actor=clinic.actor(first), at=NOW
    )
    assert clinic.book(0, second).state == "booked"
    with pytest.raises(NotAllowed):
        clinic.book(1, first, actor=clinic.actor(second))
    mine = visible_appointments(clinic.actor(first), clinic.centre)
    assert [one.pk for one in mine] == [row.pk]


def test_a_form_sent_twice_is_one_appointment(clinic: Clinic) -> None:
    form, person = uuid4(), clinic.village.resident_person
    assert clinic.book(0, person, form_id=form).pk == clinic.book(0, person, form_id=form).pk


def test_the_end_settles_everybody(clinic: Clinic) -> None:
    by: dict[str, Any] = {"centre": clinic.centre, "actor": clinic.staff}
    clinic.book(0, clinic.village.resident_person)
    walk_in(sitting_id=clinic.sitting.pk, at=STARTS, alias="乡亲", **by)
    call_next(sitting_id=clinic.sitting.pk, at=STARTS, **by)
    with pytest.raises(BadInput, match="还没有开始"):
        end_sitting(sitting_id=clinic.sitting.pk, at=NOW, **by)
    end_sitting(sitting_id=clinic.sitting.pk, at=STARTS + 4 * QUARTER, **by)
    states = Counter(Appointment.objects.values_list("state", flat=True))
    assert states == {"done": 1, "no_show": 1}
    with pytest.raises(WrongStep):
        end_sitting(sitting_id=clinic.sitting.pk, at=STARTS + 5 * QUARTER, **by)
    with pytest.raises(BadInput, match="不收没约的人"):
        walk_in(sitting_id=clinic.sitting.pk, at=STARTS, alias="迟到的", **by)


def test_a_cancelled_sitting_needs_a_reason_and_takes_nobody(clinic: Clinic) -> None:
    secretary = clinic.village.actor(clinic.village.secretary)
    by: dict[str, Any] = {"centre": clinic.centre, "actor": secretary, "at": NOW}
    with pytest.raises(BadInput, match="原因"):
        cancel_sitting(sitting_id=clinic.sitting.pk, reason="", **by)
    cancel_sitting(sitting_id=clinic.sitting.pk, reason="医生临时出诊", **by)
    with pytest.raises(BadInput, match="不能约了"):
        clinic.book(0, clinic.village.resident_person)


def test_a_licence_that_has_run_out_lays_no_sitting(clinic: Clinic) -> None:
    secretary = clinic.village.actor(clinic.village.secretary)
    lawyer = put_provider(
        centre=clinic.centre,
        actor=secretary,
        name="梁律师",
        title="律师",
        licence_until=date(2026, 3, 20),
    )
    words: dict[str, Any] = {
        "centre": clinic.centre,
        "actor": secretary,
        "at": NOW,
        "title": "法律咨询",
        "starts": STARTS,
    }
    with pytest.raises(BadInput, match="已经过期"):
        lay_sitting(provider=lawyer, ends=STARTS + QUARTER, **words)
    with pytest.raises(BadInput, match="排不出时段"):
        lay_sitting(provider=clinic.provider, ends=STARTS + timedelta(minutes=10), **words)
    assert list(expected(clinic.sitting)) == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_f27_sixteen_want_the_last_slot_and_one_has_it(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    clinic = make_clinic(make_village())
    people = [make_resident(clinic.centre, f"乡亲{n}", 700 + n) for n in range(16)]
    with shared_rows(tmp_path):

        def want(number: int) -> str:
            try:
                return str(clinic.book(3, people[number]).state)
            except SlotTaken:
                return "taken"

        assert Counter(at_once(16, want)) == {"booked": 1, "taken": 15}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_f27_nobody_is_booked_into_a_sitting_that_ends_at_the_same_moment(
    settings: Any, tmp_path: Path
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    clinic = make_clinic(make_village())
    secretary = clinic.village.actor(clinic.village.secretary)
    clinic.sitting = lay_sitting(
        centre=clinic.centre,
        actor=secretary,
        at=NOW,
        provider=clinic.provider,
        title="下午",
        starts=STARTS,
        ends=STARTS + 16 * QUARTER,
    )
    people = [make_resident(clinic.centre, f"乡亲{n}", 700 + n) for n in range(16)]
    slots = clinic.slots()
    with shared_rows(tmp_path):

        def meet(number: int) -> str:
            if number == 7:
                return str(
                    end_sitting(
                        centre=clinic.centre,
                        sitting_id=clinic.sitting.pk,
                        actor=secretary,
                        at=STARTS,
                    ).state
                )
            person = people[number]
            try:
                return str(
                    book_slot(
                        centre=clinic.centre,
                        slot_id=slots[number].pk,
                        actor=clinic.actor(person),
                        at=STARTS,
                        channel="online",
                        person=person,
                    ).state
                )
            except BadInput:
                return "over"

        found = Counter(at_once(16, meet))
        assert found["done"] == 1
        assert found["booked"] + found["over"] == 15
        # Whoever was booked in time was settled by the end; nobody was booked after it.
        rows = Appointment.objects.filter(sitting=clinic.sitting)
        assert Counter(rows.values_list("state", flat=True)) == Counter(
            {"no_show": found["booked"]} if found["booked"] else {}
        )
