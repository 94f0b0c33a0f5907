"""Sixteen processes want the last seats; on both databases none is sold twice."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from changlai.engines.activities.models import HouseholdSeats
from changlai.engines.activities.public import (
    Activity,
    KeptFor,
    KeptPlan,
    SeatPool,
    SeatsFull,
    SignUp,
    SignUpRule,
    accept_offer,
    cancel_sign_up,
    decline_offer,
    draw,
    end_stale_offers,
    reduce_party,
    release_kept,
)
from changlai.foundation.people.public import make_household
from changlai.kernel.errors import BadInput, RuleBroken
from tests.cast import NOW, make_village
from tests.engines.activities.conftest import Stage, make_stage
from tests.flows.at_once import at_once, shared_rows

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


HOUR = timedelta(hours=1)
HOLDING, LIVE = ("confirmed", "offered"), ("applied", "waiting", "confirmed", "offered")


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


def sound(activity: Activity, *, limit: int) -> None:
    """Show that seats and the household's count are what the sign-ups say, and within bounds."""
    rows = list(SignUp.objects.filter(activity=activity))
    for pool in SeatPool.objects.filter(quota__activity=activity):
        held = sum(row.heads for row in rows if row.pool_id == pool.pk and row.state in HOLDING)
        assert pool.taken == held
        assert held <= pool.seats
    for count in HouseholdSeats.objects.filter(activity=activity):
        mine = [row for row in rows if row.household_id == count.household_id]
        assert count.heads == sum(row.heads for row in mine if row.state in LIVE)
        assert count.heads <= limit


def test_one_family_sixteen_hands_and_nobody_waits_for_the_other(
    crowd: Stage, tmp_path: Path
) -> None:
    """Mix all that moves seats, over and over; a deadlock or a lost seat would show."""
    home = make_household(centre=crowd.centre, actor=crowd.staff, at=NOW, number="101")
    family = [crowd.person(f"家人{n}", household=home) for n in range(8)]
    late = NOW + 20 * HOUR
    kept = (KeptPlan(KeptFor.ELDERS, 1, NOW + HOUR),)
    rounds = []
    for _ in range(4):
        activity = crowd.plan(
            5, kept=kept, household_limit=4, party_limit=2, offer_hours=12, now=NOW - HOUR
        )
        first = [
            crowd.come(
                activity, crowd.people[k], heads=1 + k % 2, now=NOW + k * timedelta(minutes=1)
            )
            for k in range(3)
        ]
        waiting = [
            crowd.come(activity, person, now=NOW + HOUR + k * timedelta(minutes=1))
            for k, person in enumerate([*family[:3], *crowd.people[3:6]])
        ]
        given_up = crowd.come(activity, crowd.people[6], now=NOW + 2 * HOUR)
        raffle = crowd.plan(
            2, rule=SignUpRule.DRAW, closes_at=late - HOUR, household_limit=4, now=NOW - HOUR
        )
        for one in [*family[:2], *crowd.people[:4]]:
            crowd.come(raffle, one)
        rounds.append((activity, first, waiting, given_up, raffle))

    def acts(number: int) -> Any:
        by: dict[str, Any] = {"centre": crowd.centre, "actor": crowd.staff, "at": late}

        def act(n: int) -> Any:
            activity, first, waiting, given_up, raffle = rounds[n]
            if number < 5:
                return crowd.come(activity, family[3 + number], now=late)
            if number < 7:
                return cancel_sign_up(sign_up_id=first[number - 5].pk, **by)
            if number == 7:
                return cancel_sign_up(sign_up_id=waiting[1].pk, **by)
            if number == 8:
                return reduce_party(sign_up_id=first[1].pk, heads=1, **by)
            if number == 9:
                return accept_offer(sign_up_id=waiting[0].pk, **by)
            if number == 10:
                return decline_offer(sign_up_id=waiting[2].pk, **by)
            if number == 11:
                return end_stale_offers(late + 13 * HOUR)
            if number == 12:
                return release_kept(late)
            if number == 13:
                return cancel_sign_up(sign_up_id=given_up.pk, **by)
            return draw(activity_id=raffle.pk, **by)

        return act

    with shared_rows(tmp_path):

        def meet(number: int) -> list[str]:
            act, said = acts(number), []
            for n in range(len(rounds)):
                try:
                    act(n)
                except RuleBroken as error:
                    said.append(type(error).__name__)
                else:
                    said.append("did")
            return said

        found = at_once(PROCESSES, meet)
        assert [one for one in found if not isinstance(one, list)] == []
        for activity, _, waiting, _, raffle in rounds:
            sound(activity, limit=4)
            sound(raffle, limit=4)
            assert SignUp.objects.filter(activity=raffle, state="confirmed").count() == 2
            # Whoever waited and was passed over gave up; nobody behind has a seat before them.
            states = dict(SignUp.objects.filter(activity=activity).values_list("pk", "state"))
            order = [states[row.pk] for row in waiting]
            still = [place for place, state in enumerate(order) if state == "waiting"]
            served = [place for place, state in enumerate(order) if state in HOLDING]
            assert not still or not served or max(served) < min(still)
            free = SeatPool.objects.get(quota__activity=activity, kept_for="everyone")
            assert "waiting" not in states.values() or free.taken == free.seats


def test_a_seat_given_back_while_somebody_joins_the_line_is_never_left_empty(
    crowd: Stage, tmp_path: Path
) -> None:
    rounds = []
    for _ in range(6):
        activity = crowd.plan(4, offer_hours=0)
        rounds.append((activity, [crowd.come(activity, crowd.people[k]) for k in range(4)]))
    with shared_rows(tmp_path):

        def meet(number: int) -> str:
            for activity, rows in rounds:
                if number < 4:
                    cancel_sign_up(
                        centre=crowd.centre,
                        sign_up_id=rows[number].pk,
                        actor=crowd.staff,
                        at=NOW + HOUR,
                    )
                elif number < 10:
                    crowd.come(activity, crowd.people[number], now=NOW + HOUR)
            return "did"

        assert set(at_once(PROCESSES, meet)) == {"did"}
        for activity, _ in rounds:
            states = Counter(
                SignUp.objects.filter(activity=activity).values_list("state", flat=True)
            )
            assert states == {"cancelled": 4, "confirmed": 4, "waiting": 2}
