"""Timing and printing: percentiles, medians of five, ratios."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 5


@dataclass(frozen=True)
class Load:
    """What one load of a page showed: answers a second, and seconds per answer."""

    per_second: float
    p50: float
    p95: float
    p99: float


def percentile(values: list[float], part: float) -> float:
    """Return the value below which `part` (0–1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def load(port: int, address: str, cookie: str, clients: int, count: int) -> Load:
    """Fetch a page `count` times in all with `clients` kept-open connections.

    Raises AssertionError on anything but a 200: a benchmark of error pages measures nothing.
    """
    taken: list[float] = []
    wrong: list[str] = []

    def fetch() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(count // clients):
            began = time.perf_counter()
            line.request("GET", address, headers={"Cookie": cookie} if cookie else {})
            answer = line.getresponse()
            answer.read()
            taken.append(time.perf_counter() - began)
            if answer.status != 200:
                wrong.append(f"{address} answered {answer.status}")
                break
        line.close()

    whole = at_once(fetch, clients)
    if wrong:
        raise AssertionError(wrong[0])
    return Load(len(taken) / whole, *(percentile(taken, part) for part in (0.5, 0.95, 0.99)))


def at_once(work: Callable[[], None], clients: int) -> float:
    """Let so many clients do the same work side by side; return the seconds until all are done."""
    threads = [threading.Thread(target=work) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def median_load(measure: Callable[[], Load], rounds: int = ROUNDS) -> Load:
    """Return the round whose speed is the median."""
    rounds_run = sorted((measure() for _ in range(rounds)), key=lambda one: one.per_second)
    return rounds_run[len(rounds_run) // 2]


def timed(work: Callable[[], object], count: int) -> tuple[float, float]:
    """Run `work` `count` times; return p50 and p95 in seconds."""
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken), percentile(taken, 0.95)


def memory(pid: int) -> list[tuple[int, float, float]]:
    """Return pid, own memory and whole memory in MB of each child process (Linux only).

    Whole memory counts the pages of mapped files too: libraries, and the database of SQLite.
    """
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = []
    for child in children.read_text().split() if children.exists() else []:
        lines = (line.split() for line in Path(f"/proc/{child}/status").read_text().splitlines())
        kilobytes = {line[0]: line[1] for line in lines if len(line) > 1}
        if "RssAnon:" in kilobytes:
            own, whole = int(kilobytes["RssAnon:"]), int(kilobytes["VmRSS:"])
            found.append((int(child), own / 1024, whole / 1024))
    return found


def table(title: str, heads: list[str], rows: list[list[str]]) -> None:
    """Print a table with its columns aligned."""
    print(f"\n{title}")
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    for row in [heads, *rows]:
        cells = [
            cell.ljust(w) if i == 0 else cell.rjust(w)
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        print("  " + "  ".join(cells))
