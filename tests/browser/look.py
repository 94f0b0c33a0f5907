"""A page looked at as a person and as axe sees it: nothing is cut, nothing complains."""

from typing import Any

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.visitors import DESKTOP, PHONE

RUN = "axe.run(document, {resultTypes: ['violations']})"


class Look:
    """A page that is looked at; what is wrong is added to `trouble` with where it was."""

    def __init__(self, page: Page, trouble: list[str]) -> None:
        self.page, self.trouble, self.where = page, trouble, ""
        self.axe = Axe()
        page.on("console", lambda said: said.type == "error" and self._tell(f"says {said.text}"))
        page.on("pageerror", lambda error: self._tell(f"script: {error}"))

    def _tell(self, what: str) -> None:
        self.trouble.append(f"{self.where}: {what}")

    def at(self, path: str, where: str) -> None:
        """Open an address and look at it as wide as a phone."""
        self.where = f"{where} ({path})"
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        answer: Any = self.page.goto(path)
        if answer.status != 200:
            self._tell(f"answered {answer.status}")
        self.here(where)

    def here(self, where: str) -> None:
        """Look at what is shown now."""
        self.where = f"{where} ({self.page.url.split('/', 3)[3]})"
        self.page.evaluate(self.axe.axe_script)
        self._check("390")

    def wide(self) -> None:
        """Look at the same page on a desktop."""
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        self._check("1366")

    def _check(self, size: str) -> None:
        found = AxeResults(self.page.evaluate(RUN))
        for one in found.response["violations"]:
            nodes = "; ".join(" ".join(node["target"]) for node in one["nodes"][:4])
            self._tell(f"at {size}: {one['id']}: {one['help']}: {nodes}")
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if width > 0:
            self._tell(f"at {size}: {width} px wider than the screen")

    def both(self, where: str, elder: str) -> None:
        """Look at the same page at both sizes, and once more in the large type."""
        self.here(where)
        self.wide()
        context = self.page.context
        context.add_cookies([{"name": "elder", "value": "1", "url": elder}])
        try:
            self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
            self.page.reload()
            self.here(f"{where}, elder")
        finally:
            context.clear_cookies(name="elder")
