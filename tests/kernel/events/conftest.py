"""A village, and receivers that exist for one test only."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from changlai.kernel.events import delivery, subscriptions
from tests.kernel.tenancy.centres import make_centre
from tests.kernel.tenancy.guarding import inside_one_centre

__all__ = ["inside_one_centre"]

AT = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)


@pytest.fixture
def here(db: None) -> Any:
    return make_centre("here")


@pytest.fixture
def there(db: None) -> Any:
    return make_centre("there")


@pytest.fixture
def only_our_receivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the receivers of the house aside; what a test subscribes is gone after it."""
    monkeypatch.setattr(subscriptions, "_receivers", {})


@pytest.fixture
def heard(only_our_receivers: None, db: None) -> Iterator[dict[str, list[Any]]]:
    """A projection and a reaction that note what they hear."""
    notes: dict[str, list[Any]] = {"projection": [], "reaction": []}

    @subscriptions.projection(
        "test.projection",
        ["test.well.dug", "test.well.dried"],
        reset=lambda centre: notes["projection"].clear(),
    )
    def note_projection(event: Any) -> None:
        notes["projection"].append(event)

    @subscriptions.reaction("test.reaction", ["test.well.dug"])
    def note_reaction(event: Any) -> None:
        notes["reaction"].append(event)

    delivery.meet_new_receivers()
    return notes
