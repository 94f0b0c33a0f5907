"""Sixteen processes want the last seats; on both databases none is sold twice."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from changlai.engines.activities.public import (
    SeatPool,
    SeatsFull,
    SignUp,
    cancel_sign_up,
)
from changlai.kernel.errors import BadInput
from tests.cast import NOW, make_village
from tests.engines.activities.conftest import Stage, make_stage
from tests.flows.at_once import at_once, shared_rows

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def crowd(settings: Any) -> Stage:
    settings.EVENTS_DELIVERY = "worker"
    stage = make_stage(make_village())
    for _ in range(PROCESSES):
        stage.person()
    return stage


def test_sixteen_race_for_three_seats_and_three_have_them(crowd: Stage, tmp_path: Path) -> None:
    activity = crowd.plan(3, has_waiting_list=False)
    with shared_rows(tmp_path):

        def want(number: int) -> str:
            try:
                return crowd.come(activity, crowd.people[number]).state
            except SeatsFull:
                return "full"

        assert Counter(at_once(PROCESSES, want)) == {"confirmed": 3, "full": 13}
        pool = SeatPool.objects.get(quota__activity=activity)
        assert (pool.taken, pool.seats) == (3, 3)
        assert SignUp.objects.filter(activity=activity).count() == 3


def test_one_person_on_sixteen_phones_is_signed_up_once(crowd: Stage, tmp_path: Path) -> None:
    activity = crowd.plan(9)
    with shared_rows(tmp_path):

        def want(number: int) -> str:
            try:
                return crowd.come(activity, crowd.people[0]).state
            except BadInput:
                return "already"

        assert Counter(at_once(PROCESSES, want)) == {"confirmed": 1, "already": 15}
        assert SeatPool.objects.get(quota__activity=activity).taken == 1


def test_seats_given_back_at_once_go_to_those_who_wait_in_order(
    crowd: Stage, tmp_path: Path
) -> None:
    activity = crowd.plan(8, offer_hours=0)
    rows = [
        crowd.come(activity, person, now=NOW + timedelta(minutes=number))
        for number, person in enumerate(crowd.people)
    ]
    assert [row.state for row in rows] == ["confirmed"] * 8 + ["waiting"] * 8
    with shared_rows(tmp_path):

        def leave(number: int) -> str:
            return cancel_sign_up(
                centre=crowd.centre,
                sign_up_id=rows[number].pk,
                actor=crowd.actor(crowd.people[number]),
                at=NOW + timedelta(hours=1),
            ).state

        assert at_once(5, leave) == ["cancelled"] * 5
        assert crowd.states(activity) == (
            ["cancelled"] * 5 + ["confirmed"] * 3 + ["confirmed"] * 5 + ["waiting"] * 3
        )
        pool = SeatPool.objects.get(quota__activity=activity)
        assert (pool.taken, pool.seats) == (8, 8)
