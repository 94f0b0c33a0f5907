"""The two villages of these tests."""

from typing import Any

import pytest

from tests.kernel.tenancy.centres import make_centre
from tests.kernel.tenancy.guarding import inside_one_centre

__all__ = ["inside_one_centre"]


@pytest.fixture
def here(db: None) -> Any:
    return make_centre("here")


@pytest.fixture
def there(db: None) -> Any:
    return make_centre("there")
