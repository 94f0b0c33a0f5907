"""What the flows begin with: the village with its hall, and installations of their own."""

import pytest
from django.utils import timezone

from changlai.halls.voices.pack import PACK
from tests.cast import Village
from tests.flows.desk import Desk
from tests.flows.installations import demo_month, empty_place  # noqa: F401 -- fixtures of every flow


@pytest.fixture
def desk(village: Village) -> Desk:
    """The village with its voices hall set up."""
    for pack in PACK:
        pack.unpack(village.centre, timezone.now())
    return Desk(village)
