"""Sixteen colleagues give one cell to sixteen people who wait; on both databases one has it."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from changlai.halls.cells.models import Allocation, Wish
from changlai.kernel.errors import BadInput
from tests.cast import NOW, make_person, make_village
from tests.flows.at_once import at_once, shared_rows
from tests.halls.cells.conftest import Row

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_f09_of_sixteen_given_one_cell_at_once_exactly_one_has_it(
    settings: Any, tmp_path: Path
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    row = Row(make_village())
    cell = row.cell()
    wishes = [
        row.wish(make_person(row.centre, f"村民{number}"), NOW + timedelta(minutes=number))
        for number in range(PROCESSES)
    ]
    staff = row.staff
    with shared_rows(tmp_path):

        def give(number: int) -> str:
            try:
                row.give(cell, wishes[number], actor=staff, out_of_turn="前面的人不在家。")
            except BadInput:
                return "taken"
            return "given"

        said = Counter(at_once(PROCESSES, give))
        assert said == {"given": 1, "taken": PROCESSES - 1}, said
        assert Allocation.objects.of(row.centre).active().count() == 1
        assert Wish.objects.of(row.centre).waiting().count() == PROCESSES - 1


def test_f09_sixteen_taps_of_one_form_are_one_wish(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    row = Row(make_village())
    form, person, staff = row.village.centre.pk, row.village.resident_person, row.staff
    with shared_rows(tmp_path):

        def ask(number: int) -> str:
            return str(row.wish(person, form_id=form, actor=staff).pk)

        assert len(set(at_once(PROCESSES, ask))) == 1
        assert Wish.objects.of(row.centre).count() == 1
