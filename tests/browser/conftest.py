"""One demo village for the whole run: made once, copied for each worker, ended with the run."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.rehearsal import cookies_of, rehearse
from tests.browser.site import Site
from tests.browser.visitors import CHROMIUM, FLAGS, PHONE, visit

FOUND = "found.json"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all that lies in this folder, so that no file can forget it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of this folder."""
    # Playwright runs a loop in this thread, and Django would refuse the next test's database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def original(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the village as all workers of this run find it; the first one makes it.

    BROWSER_VILLAGE names a folder in which it is kept from run to run while tests are written;
    colleagues in it are signed out after their idle time, and its styles are those of its making.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = Path(os.environ.get("BROWSER_VILLAGE") or shared / "village")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / FOUND).exists():
            _make(browser, Site(folder))
    return folder


def _make(browser: Browser, site: Site) -> None:
    site.make()
    try:
        site.start()
        found = rehearse(browser, site)
    finally:
        site.stop()
    told = json.dumps([asdict(one) for one in found], ensure_ascii=False)
    (site.folder / FOUND).write_text(told)


@pytest.fixture(scope="package")
def site(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running copy of the village for this worker alone."""
    copy = Site(original).copy_to(tmp_path_factory.mktemp("site") / "village")
    try:
        copy.start()
        yield copy
    finally:
        copy.stop()


Visit = Callable[..., BrowserContext]


@pytest.fixture
def window(browser: Browser, site: Site) -> Iterator[Visit]:
    """Open windows: `window(size, role="handler", elder=True)`; all close with the test."""
    opened: list[BrowserContext] = []

    def open_one(size: Any = PHONE, role: str = "", **more: Any) -> BrowserContext:
        if role:
            more["storage_state"] = cookies_of(site, role)
        opened.append(visit(browser, site, size, **more))
        return opened[-1]

    yield open_one
    for context in opened:
        context.close()
