"""Throughput of verbs and of bare transactions: as many processes as there are clients."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import django
from django.db import connections

TEXT = "村东头第三盏路灯不亮，晚上老人出门看不见路，请派人修一修。"
ANSWER = "已经请电工换好，今晚就亮。"


def opening(centre_id: UUID, count: int) -> Callable[[int], object]:
    """Return what takes in one voice of somebody without a name."""
    from django.utils import timezone

    from changlai.engines.cases.public import open_case
    from changlai.foundation.areas.public import Centre
    from changlai.foundation.people.public import Actor

    centre = Centre.objects.get(pk=centre_id)
    actor = Actor.anonymous(centre_id)
    return lambda _: open_case(
        centre=centre, kind="help", text=TEXT, channel="online", at=timezone.now(), actor=actor
    )


def answering(centre_id: UUID, count: int) -> Callable[[int], object]:
    """Take `count` voices in hand; return what answers the n-th of them."""
    from django.utils import timezone

    from changlai.engines.cases.public import accept_case, answer_case
    from changlai.foundation.areas.public import Centre
    from changlai.foundation.people.public import actor_of
    from tools.bench.fill import handler

    centre = Centre.objects.get(pk=centre_id)
    actor = actor_of(account=handler(centre), centre=centre, at=timezone.now())
    take_in = opening(centre_id, count)
    keys = [take_in(0).case.pk for _ in range(count)]  # type: ignore[attr-defined]
    for key in keys:
        accept_case(centre=centre, case_id=key, actor=actor, at=timezone.now())
    return lambda place: answer_case(
        centre=centre, case_id=keys[place], actor=actor, text=ANSWER, at=timezone.now()
    )


def _child(work: Callable[..., Any], first: Any, count: int, gate: Any, done: Any) -> None:
    django.setup()
    connections.close_all()
    once = work(first, count + 1)
    once(count)
    gate.wait()
    began = time.perf_counter()
    for place in range(count):
        once(place)
    done.put((began, time.perf_counter()))
    connections.close_all()


def throughput(work: Callable[..., Any], first: Any, clients: int, count: int) -> float:
    """Return transactions a second of `clients` processes that do `count` each."""
    return throughput_of(work, [(first, count)] * clients)


def throughput_of(work: Callable[..., Any], shares: Sequence[tuple[Any, int]]) -> float:
    """Return transactions a second of one process for each share: what it works on, how often.

    Each does its work once more before the clock starts, under the number after the last.
    """
    context = multiprocessing.get_context("spawn")
    gate, done = context.Barrier(len(shares)), context.Queue()
    children = [
        context.Process(target=_child, args=(work, first, count, gate, done))
        for first, count in shares
    ]
    for child in children:
        child.start()
    spans = [done.get(timeout=300) for _ in children]
    for child in children:
        child.join(60)
    # perf_counter is one clock for all processes of a Linux machine.
    lasted = max(end for _, end in spans) - min(start for start, _ in spans)
    return sum(count for _, count in shares) / lasted
