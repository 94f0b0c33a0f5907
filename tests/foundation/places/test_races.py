"""Sixteen processes want the same hour of the same room; on both databases one gets it."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from changlai.foundation.places.public import Occupancy, RoomTaken
from tests.cast import make_village
from tests.flows.at_once import at_once, shared_rows
from tests.foundation.places.conftest import make_house

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_f06_of_sixteen_who_want_one_hour_exactly_one_has_it(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    house = make_house(make_village())
    with shared_rows(tmp_path):

        def want(number: int) -> str:
            parts = [None, ["东半"], ["西半"]][number % 3]
            try:
                house.hold("2026-03-20 14:00", "2026-03-20 15:00", parts=parts if number else None)
            except RoomTaken:
                return "taken"
            return "held"

        said = Counter(at_once(PROCESSES, want))
        assert set(said) == {"held", "taken"}, said
        rows = list(Occupancy.objects.live().filter(room=house.hall))
        # Either the whole room went to one, or its halves to two: no part twice.
        assert len({row.part_id for row in rows}) == len(rows) == 2
        assert said["held"] == len({row.holder_id for row in rows})
