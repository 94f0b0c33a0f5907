"""Many who look at a task whose number is reached at once: it closes once."""

from pathlib import Path
from typing import Any

import pytest

from changlai.governance.workgroup.actions.counting import close_met
from changlai.kernel.events.models import Entry
from tests.cast import NOW, make_village
from tests.flows.at_once import at_once, shared_rows
from tests.governance.workgroup.conftest import Work
from tests.halls.rooms.conftest import make_rooms

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_f42_sixteen_who_count_at_once_close_it_once(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    village = make_village()
    work = Work(village, make_rooms(village))
    task = work.counted(target=2)
    with shared_rows(tmp_path):
        closed = at_once(PROCESSES, lambda number: close_met(work.centre, NOW))
        assert sorted(closed) == [0] * (PROCESSES - 1) + [1], closed
        assert Entry.objects.filter(name="workgroup.task.closed").count() == 1
        assert work.again(task).reached == "2间"
