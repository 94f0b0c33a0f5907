"""The guard as a fixture: a conftest imports `inside_one_centre` from here."""

from collections.abc import Iterator

import pytest

from changlai.kernel.tenancy import guard

_DATABASE = {"db", "transactional_db"}


@pytest.fixture(autouse=True)
def inside_one_centre(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test whose SQL locked without a centre or left it in a sub-select.

    On SQLite there are no row locks to see; the PostgreSQL run sees both.
    """
    if _DATABASE.isdisjoint(request.fixturenames) and not request.node.get_closest_marker(
        "django_db"
    ):
        yield
        return
    with guard.watch():
        yield
