"""Many hands at one service: one asking, and one answer that the figures agree with."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from changlai.engines.faces.models import Asked
from changlai.engines.faces.public import face_figures
from changlai.kernel.metrics.public import recount
from tests.cast import NOW, make_village
from tests.engines.faces.conftest import Asking
from tests.flows.at_once import at_once, shared_rows

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_f62_sixteen_askings_of_one_service_are_one_with_one_answer(
    settings: Any, tmp_path: Path
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    asking = Asking(make_village())
    subject = uuid4()
    with shared_rows(tmp_path):

        def ask_and_tap(number: int) -> str:
            row = asking.ask(subject_id=subject)
            asking.tap(row, 1 + number % 4)
            return str(row.pk)

        said = at_once(PROCESSES, ask_and_tap)
        assert len(set(said)) == 1, said
        (row,) = Asked.objects.of(asking.centre)
        asking.deliver()
        figures = face_figures(asking.centre, NOW.date(), NOW.date())
        (one,) = [one for one in figures if one.source.code == "parcels"]
        assert one.counts.asked == 1
        assert {face: n for face, n in one.counts.by_face.items() if n} == {row.face: 1}
        differences = recount(asking.centre, NOW.date(), NOW.date())
        assert not [one for one in differences if one.metric.startswith("faces")]
