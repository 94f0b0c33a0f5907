"""Many hands at one meal: the last portion goes once, one person eats once, a tick counts once."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from changlai.halls.canteen.actions import serving
from changlai.halls.canteen.actions.orders import AlreadyOrdered, SoldOut
from changlai.halls.canteen.actions.serving import AlreadyServed
from changlai.halls.canteen.models import MealOrder, Menu
from tests.cast import make_person, make_village
from tests.flows.at_once import at_once, shared_rows
from tests.halls.canteen.conftest import NOON, Kitchen

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def together(settings: Any) -> Kitchen:
    settings.EVENTS_DELIVERY = "worker"
    return Kitchen(make_village())


def test_f23_the_last_portion_of_sixteen_who_want_it_goes_once(
    together: Kitchen, tmp_path: Path
) -> None:
    staff = together.staff
    people = [make_person(together.centre, f"村民{number}") for number in range(PROCESSES)]
    menu = together.menu(portions=1)
    with shared_rows(tmp_path):

        def order(number: int) -> str:
            try:
                together.order(menu, people[number], actor=staff)
            except SoldOut:
                return "sold out"
            return "ordered"

        said = Counter(at_once(PROCESSES, order))
        assert said == {"ordered": 1, "sold out": PROCESSES - 1}
        assert Menu.objects.of(together.centre).get().taken == 1


def test_f23_sixteen_orders_of_one_person_are_one(together: Kitchen, tmp_path: Path) -> None:
    eater, menu = together.eater, together.menu()
    with shared_rows(tmp_path):

        def order(number: int) -> str:
            try:
                together.order(menu, actor=eater)
            except AlreadyOrdered:
                return "has one"
            return "ordered"

        said = Counter(at_once(PROCESSES, order))
        assert said == {"ordered": 1, "has one": PROCESSES - 1}
        assert MealOrder.objects.of(together.centre).live().count() == 1
        assert Menu.objects.of(together.centre).get().taken == 1


def test_f23_sixteen_ticks_hand_a_meal_over_once(together: Kitchen, tmp_path: Path) -> None:
    order = together.order(together.menu())
    staff = together.staff
    with shared_rows(tmp_path):

        def serve(number: int) -> str:
            try:
                serving.serve(centre=together.centre, order_id=order.pk, actor=staff, at=NOON)
            except AlreadyServed:
                return "served before"
            return "served"

        said = Counter(at_once(PROCESSES, serve))
        assert said == {"served": 1, "served before": PROCESSES - 1}
