"""What every test shares: which tests belong to which database, and that CI skips nothing."""

import os
from typing import Any

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

from tests.cast import village  # noqa: F401 -- the cast is at hand in every test
from tests.lived_in import lived_in  # noqa: F401 -- and so is its village as it is lived in

# Machines are noisy: how long an example takes says nothing about whether the rule holds.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")


def _on_postgres() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave a test to the run it belongs to: `postgres` to PostgreSQL, `browser`, `once` to SQLite.

    A test left to the other run is deselected, not skipped: `make test` makes both runs.
    """
    not_here = ("browser", "once") if _on_postgres() else ("postgres",)
    elsewhere = [item for item in items if any(map(item.get_closest_marker, not_here))]
    if elsewhere:
        left = set(elsewhere)
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=elsewhere)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With CI=true a skipped test fails the run: what must hold was not looked at."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") != "true" or reporter is None or hasattr(session.config, "workerinput"):
        return
    if reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say why a run full of green dots still failed."""
    if os.environ.get("CI") == "true" and (skipped := terminalreporter.stats.get("skipped")):
        terminalreporter.write_line(
            f"CI=true: {len(skipped)} skipped, and nothing may be skipped.", red=True
        )


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep uploads of the suite out of the installation's own files."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "files"
