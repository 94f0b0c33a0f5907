"""Two villages that count wells."""

from typing import Any

import pytest

from changlai.kernel.events import delivery, subscriptions
from tests.kernel.metrics import wells
from tests.kernel.tenancy.centres import make_centre
from tests.kernel.tenancy.guarding import inside_one_centre

__all__ = ["inside_one_centre"]


@pytest.fixture
def here(db: None) -> Any:
    return make_centre("here")


@pytest.fixture
def there(db: None) -> Any:
    return make_centre("there")


@pytest.fixture
def counting(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the wells be the only thing that is counted."""
    monkeypatch.setattr(subscriptions, "_receivers", {})
    wells.sent.clear()
    wells.subscribe()
    delivery.meet_new_receivers()
