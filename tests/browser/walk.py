"""A walk over the links of the village as each role, to find an address of every kind of page."""

import html
import re
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

MOST_PER_PAGE = 2
MOST_CASES = 16
MOST_PER_ROLE = 2000
NOT_FOLLOWED = frozenset({"web:elder"})
"""Links that change the visitor rather than show a page."""
LINK = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')


@dataclass(frozen=True)
class Found:
    """One address that a role reached, and the page it is: the url name and what it chooses."""

    path: str
    page: str
    role: str


def page_of(path: str) -> str | None:
    """Return the name of the page at an address, None where there is none.

    Words in the address that choose another form of the page (a register, a step) belong to
    the name; what only names a row does not.
    """
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    words = [match.kwargs[key] for key in ("register", "verb", "role") if key in match.kwargs]
    return " ".join([match.view_name, *words])


def walk(request: APIRequestContext, role: str, starts: Iterable[str]) -> list[Found]:
    """Follow every kind of link from `starts`; return the addresses that answered with a page."""
    found: list[Found] = []
    asked: dict[str, int] = defaultdict(int)
    waiting, seen = deque(starts), set(starts)
    while waiting and sum(asked.values()) < MOST_PER_ROLE:
        path = waiting.popleft()
        page = page_of(path)
        most = MOST_CASES if page == "voices:desk_case" else MOST_PER_PAGE
        if page is None or page in NOT_FOLLOWED or asked[page] >= most:
            continue
        asked[page] += 1
        for link in _links(request, role, path, page, found):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return found


def _links(
    request: APIRequestContext, role: str, path: str, page: str, found: list[Found]
) -> list[str]:
    answer: Any = request.get(path, max_redirects=0)
    assert answer.status < 500, f"{path} as {role}: {answer.status}"
    if answer.status in {301, 302}:
        return [_ours(path, answer.headers["location"])]
    if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    found.append(Found(path, page, role))
    return [
        link for one in LINK.findall(answer.text()) if (link := _ours(path, html.unescape(one)))
    ]


def _ours(path: str, link: str) -> str:
    """Return a link as an address of this site, "" for one that leads away from it."""
    full = urlsplit(urljoin(f"http://here{path}", link))
    question = f"?{full.query}" if full.query else ""
    return full.path + question if full.netloc == "here" else ""
