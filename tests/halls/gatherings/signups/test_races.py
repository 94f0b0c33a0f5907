"""Sixteen people tap 报名 at once, through the page: one has the last seat, the rest wait."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from changlai.engines.activities.public import SeatPool, SignUp
from tests.cast import NOW, make_village
from tests.engines.activities.conftest import make_stage
from tests.flows.at_once import at_once, shared_rows
from tests.halls.gatherings.signups.conftest import Hall

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _running_clock() -> Iterator[None]:
    """The village's clock, running: keys made in forked processes differ by their moment."""
    with time_machine.travel(NOW, tick=True):
        yield


def test_sixteen_tap_for_the_last_seat_and_one_has_it(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    hall = Hall(make_stage(make_village()))
    activity = hall.stage.plan(1)
    clients = [hall.as_person(hall.stage.person()) for _ in range(PROCESSES)]
    address, wish = hall.page("sign_up", pk=activity.pk), hall.wish(activity)
    with shared_rows(tmp_path):

        def tap(number: int) -> str:
            answer = clients[number].post(address, wish)
            assert answer.status_code == 302, answer.content.decode()
            return "done"

        assert Counter(at_once(PROCESSES, tap)) == {"done": PROCESSES}
        pool = SeatPool.objects.get()
        assert (pool.taken, pool.seats) == (1, 1)
        states = Counter(SignUp.objects.values_list("state", flat=True))
        assert states == {"confirmed": 1, "waiting": PROCESSES - 1}
