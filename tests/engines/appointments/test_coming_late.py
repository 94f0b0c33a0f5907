"""Whoever comes late, twice, or waited in vain: the queue is kind to each."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from changlai.engines.appointments.public import (
    arrive,
    call_next,
    end_sitting,
    note_missed,
    walk_in,
)
from changlai.kernel.errors import BadInput
from tests.engines.appointments.conftest import STARTS, Clinic

QUARTER = timedelta(minutes=15)


def by(clinic: Clinic) -> dict[str, Any]:
    return {"centre": clinic.centre, "actor": clinic.staff}


def test_who_comes_after_all_stands_in_the_queue_though_the_time_is_gone(clinic: Clinic) -> None:
    row = clinic.book(1, clinic.village.resident_person)
    note_missed(appointment_id=row.pk, at=STARTS + QUARTER, **by(clinic))
    clinic.book(1, clinic.village.second_person)
    late = arrive(appointment_id=row.pk, at=STARTS + 2 * QUARTER, **by(clinic))
    assert (late.state, late.slot_id, late.queue_number) == ("here", None, 1)


def test_who_booked_another_time_is_in_the_queue_once(clinic: Clinic) -> None:
    person = clinic.village.resident_person
    row = clinic.book(0, person)
    note_missed(appointment_id=row.pk, at=STARTS + QUARTER, **by(clinic))
    clinic.book(2, person)
    with pytest.raises(BadInput, match="已经另外约了"):
        arrive(appointment_id=row.pk, at=STARTS + QUARTER, **by(clinic))


def test_a_walk_in_sent_twice_is_one(clinic: Clinic) -> None:
    said = {"sitting_id": clinic.sitting.pk, "alias": "大叔", "form_id": uuid4()}
    rows = [walk_in(at=STARTS, **said, **by(clinic)) for _ in range(2)]
    assert rows[0].pk == rows[1].pk


def test_who_waited_and_was_not_reached_did_come(clinic: Clinic) -> None:
    for n in range(2):
        walk_in(sitting_id=clinic.sitting.pk, at=STARTS, alias=f"乡亲{n}", **by(clinic))
    call_next(sitting_id=clinic.sitting.pk, at=STARTS, **by(clinic))
    end_sitting(sitting_id=clinic.sitting.pk, at=STARTS + 4 * QUARTER, **by(clinic))
    rows = clinic.sitting.appointments.order_by("queue_number")
    assert [(row.state, row.end_reason) for row in rows] == [
        ("done", ""),
        ("cancelled", "人来了，没有轮到"),
    ]
    with pytest.raises(BadInput, match="已经结束了"):
        arrive(appointment_id=rows[1].pk, at=STARTS + 5 * QUARTER, **by(clinic))
