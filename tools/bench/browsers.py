"""Browsers that send a form at once: each form is opened first, as whoever fills it in does."""

from __future__ import annotations

import http.client
import re
import time
import urllib.parse
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from queue import Empty, SimpleQueue

from tools.bench.figures import Load, at_once, percentile

FIELD = re.compile(r"<input[^>]*>")
PART = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Sending:
    """A form filled in: where it goes, whose browser sends it, and where success leads."""

    address: str
    body: str
    cookie: str = ""
    leads_to: str = ""


@dataclass(frozen=True)
class Blank:
    """A form to be opened and filled in by one browser."""

    address: str
    cookie: str
    answers: dict[str, str]
    leads_to: str


def fill_in(port: int, blanks: Sequence[Blank], clients: int) -> list[Sending]:
    """Open every form and answer it; what the page put into it (token, number) goes back."""
    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(_fill_one, repeat(port), blanks))


def _fill_one(port: int, blank: Blank) -> Sending:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", blank.address, headers={"Cookie": blank.cookie})
    answer = line.getresponse()
    page = answer.read().decode()
    line.close()
    if answer.status != 200:
        raise AssertionError(f"{blank.address} answered {answer.status}")
    inputs = [dict(PART.findall(one)) for one in FIELD.findall(page)]
    hidden = {
        one["name"]: one.get("value", "") for one in inputs if one.get("type") == "hidden"
    } | blank.answers
    token = re.search(r"csrftoken=(\w+)", answer.getheader("Set-Cookie") or "")
    if token is None:
        raise AssertionError(f"{blank.address} gave no token")
    return Sending(
        blank.address,
        urllib.parse.urlencode(hidden),
        f"{blank.cookie}; csrftoken={token[1]}",
        blank.leads_to,
    )


def send(port: int, sendings: Sequence[Sending], clients: int) -> Load:
    """Send all forms with `clients` kept-open connections, each taking the next one.

    Raises AssertionError on anything but a redirect to where success leads: a benchmark of
    refusals measures nothing.
    """
    waiting: SimpleQueue[Sending] = SimpleQueue()
    for one in sendings:
        waiting.put(one)
    taken: list[float] = []
    wrong: list[str] = []

    def work() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while not wrong:
            try:
                one = waiting.get_nowait()
            except Empty:
                break
            began = time.perf_counter()
            line.request(
                "POST",
                one.address,
                one.body,
                {"Cookie": one.cookie, "Content-Type": "application/x-www-form-urlencoded"},
            )
            answer = line.getresponse()
            answer.read()
            taken.append(time.perf_counter() - began)
            went = answer.getheader("Location") or ""
            if answer.status != 302 or one.leads_to not in went:
                wrong.append(f"{one.address} answered {answer.status} {went}")
        line.close()

    whole = at_once(work, clients)
    if wrong or len(taken) != len(sendings):
        raise AssertionError(wrong[0] if wrong else f"{len(taken)} of {len(sendings)} answered")
    return Load(len(taken) / whole, *(percentile(taken, part) for part in (0.5, 0.95, 0.99)))
