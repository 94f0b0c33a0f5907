"""All measurements on the database of this process; started by `make bench`, prints its tables."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from functools import partial
from typing import Any

import django

from tools.bench import figures
from tools.bench.groups import GROUPS
from tools.bench.serving import web_server
from tools.ground import ROOT, say

CLIENTS = (1, 4, 16)
WRITE_ROUNDS = 3
PAGE_LOADS = 120
LOAD_SECONDS = 3


def main() -> int:
    """Fill a village, then measure pages, list and search, forms, writes and the areas."""
    words = argparse.ArgumentParser()
    words.add_argument("--voices", type=int, required=True)
    words.add_argument("--no-areas", action="store_true")
    words.add_argument("--group", action="append", choices=GROUPS, default=None)
    asked = words.parse_args()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", seed=7, months=2, verbosity=0)
    from tools.bench import fill

    centre, case_id = fill.village()
    before = time.perf_counter()
    fill.voices(centre, asked.voices)
    say(f"\n{asked.voices:,} voices filled in {time.perf_counter() - before:.0f} s")
    measure = {
        "lists": partial(_list_and_search, centre),
        "pages": partial(_pages, centre, case_id),
        "forms": partial(_rushes, centre),
        "writes": partial(_writes, centre),
    }
    for group in asked.group or GROUPS:
        if group in measure:
            measure[group]()
    if not asked.no_areas:
        _areas()
    return 0


def _pages(centre: Any, case_id: Any) -> None:
    """Fetch pages over HTTP with four clients, beside the bare view in the same round."""
    from tools.bench import fill

    rows = []
    with web_server() as (port, pid):
        cookies = fill.cookies(centre)
        for title, address, who in fill.pages(centre, case_id):
            rows.append(_page(centre, port, title, address, cookies[who]))
        figures.table(
            "Pages over HTTP, 4 clients, median of five pairs",
            ["page", "statements", "per s", "p50 ms", "p95 ms", "bare per s", "of bare"],
            rows,
        )
        for worker, own, whole in figures.memory(pid):
            say(f"web worker {worker}: {own:.0f} MB of its own, {whole:.0f} MB with mapped files")


def _page(centre: Any, port: int, title: str, address: str, cookie: str) -> list[str]:
    """Load one page and the bare view in turn; return its line of the table."""
    from tools.bench import fill

    def bare() -> figures.Load:
        return figures.load(port, f"/bench/bare/?centre={centre.code}", "", 4, PAGE_LOADS)

    # A page that takes long is asked for less often, that the whole takes minutes.
    one = figures.load(port, address, cookie, 4, 4)
    count = max(20, min(PAGE_LOADS, int(LOAD_SECONDS * one.per_second) // 4 * 4))

    def page() -> figures.Load:
        return figures.load(port, address, cookie, 4, count)

    page()
    pairs = [(bare(), page()) for _ in range(figures.ROUNDS)]
    pairs.sort(key=lambda pair: pair[1].per_second / pair[0].per_second)
    other, ours = pairs[len(pairs) // 2]
    return [
        title,
        str(fill.statements(address, cookie)),
        f"{ours.per_second:.0f}",
        f"{ours.p50 * 1000:.1f}",
        f"{ours.p95 * 1000:.1f}",
        f"{other.per_second:.0f}",
        f"{ours.per_second / other.per_second:.0%}",
    ]


def _list_and_search(centre: Any) -> None:
    """Time the first page of the list and of searches, as the view asks for them."""
    from tools.bench import fill

    rows = []
    for title, ask in fill.questions(centre):
        ask()
        p50, p95 = figures.timed(ask, 40)
        rows.append([title, f"{p50 * 1000:.1f}", f"{p95 * 1000:.1f}"])
    figures.table("List and search, first 50 rows", ["question", "p50 ms", "p95 ms"], rows)


def _writes(centre: Any) -> None:
    """Let processes do a verb at once, beside the same rows without our code."""
    from tools.bench import raw, writes

    rows = []
    for one in writes.VERBS:
        act = one.verb(centre.pk, 2)
        act(1)
        taken, made = raw.statements_of(partial(act, 0))
        same = raw.twin_of(made, one.emptied)
        say(f"\nrows of one {one.title}: {', '.join(name for name, _, _ in same.rows)}")
        say(f"statements: {len(taken)} for {same.statements} rows")
        for clients in CLIENTS:
            ours, bare, each = [], [], one.count // clients
            for _ in range(WRITE_ROUNDS):
                bare.append(writes.throughput(raw.bare, same, clients, each))
                ours.append(writes.throughput(one.verb, centre.pk, clients, each))
            pairs = sorted(zip(ours, bare, strict=True), key=lambda pair: pair[1] / pair[0])
            our, other = pairs[len(pairs) // 2]
            line = [one.title, str(clients), f"{our:.0f}", f"{other:.0f}", f"{other / our:.2f}×"]
            rows.append([*line, f"{len(taken)}", f"{same.statements}"])
    figures.table(
        "Verbs beside their bare rows, a second, median of three pairs",
        ["verb", "clients", "ours", "bare rows", "cost", "statements", "rows"],
        rows,
    )


def _rushes(centre: Any) -> None:
    """Let sixteen browsers send a form at once, beside the bare POST and the bare transaction."""
    from tools.bench import rush

    lines = rush.measure(centre)
    figures.table(
        f"Forms sent by {rush.CLIENTS} clients, median of {rush.ROUNDS} rounds", rush.HEADS, lines
    )


def _areas() -> None:
    """Import all villages in a process of its own, so that its memory is its own."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "changlai", "import-areas", "--json"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "changlai.config.settings.dev"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
        raise SystemExit(1)
    say(f"\nimport-areas: {time.perf_counter() - began:.0f} s; peak_mb is the process's own")
    say("  " + done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
