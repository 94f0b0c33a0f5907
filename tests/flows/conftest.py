"""What the flows begin with: the village with its hall, and installations of their own."""

import pytest
from django.utils import timezone

from changlai.halls.voices.pack import PACK
from tests.cast import Village
from tests.flows.desk import Desk
from tests.flows.installations import (
    IS_POSTGRES,
    demo_month,  # noqa: F401 -- a fixture
    empty_place,  # noqa: F401 -- a fixture
    played,  # noqa: F401 -- a fixture
)

# What is about SQLite's one file belongs to the SQLite run, as `postgres` tests to the other.
collect_ignore = ["test_sqlite_trouble.py"] if IS_POSTGRES else []


@pytest.fixture
def desk(village: Village) -> Desk:
    """The village with its voices hall set up."""
    for pack in PACK:
        pack.unpack(village.centre, timezone.now())
    return Desk(village)
