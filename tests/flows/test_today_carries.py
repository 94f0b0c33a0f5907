"""Today's sheet carries what each everyday service area needs of the staff that day."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from changlai.foundation.people.backends import STAFF
from tests.cast import NOW, Village

pytestmark = pytest.mark.django_db

AREAS = {
    "counter": "托中心办的事",
    "meals": "今天的饭",
    "parcels": "要送到家的快递",
    "jobs": "要核实的用工",
}


@pytest.mark.parametrize("title", AREAS.values(), ids=list(AREAS))
def test_the_sheet_carries_counter_meals_parcels_and_jobs(lived_in: Village, title: str) -> None:
    client = Client()
    # The meal of the lived-in village is eaten the day after it was ordered.
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        client.force_login(lived_in.secretary, backend=STAFF)
        for page in ("", "today/print/"):
            answer = client.get(f"/c/{lived_in.centre.code}/desk/{page}")
            assert answer.status_code == 200
            assert title in answer.content.decode()
