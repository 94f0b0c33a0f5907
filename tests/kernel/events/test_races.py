"""Sixteen processes write and deliver at once: every event keeps one place and is heard once."""

import multiprocessing
import os
from typing import Any

import pytest
from django.db import connection, transaction

from changlai.kernel.events import delivery, subscriptions
from changlai.kernel.events.models import Cursor, Entry, Position, Seal
from changlai.kernel.events.public import deliver, deliver_all, publish, seal, verify
from changlai.kernel.metrics.models import Rollup
from tests.kernel.events.conftest import AT
from tests.kernel.events.facts_of_wells import WellDried, WellDug, dig
from tests.kernel.metrics import wells
from tests.kernel.metrics.wells import DAY
from tests.kernel.tenancy.centres import make_centre

PROCESSES = 16
EACH = 4

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def answer(event: Any) -> None:
    """React by publishing, so that the book itself counts the reactions."""
    publish(WellDried(centre_id=event.centre_id, at=event.at, subject_id=event.id))


@pytest.fixture
def receivers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "_receivers", {})
    wells.subscribe()
    subscriptions.reaction("test.answer", ["test.well.dug"])(answer)
    delivery.meet_new_receivers()


def in_processes(work: Any) -> None:
    """Run `work(number)` in many processes at once, each with a connection of its own."""
    # A forked child must not share the parent's connection.
    connection.close()
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(PROCESSES)

    def run(number: int) -> None:
        gate.wait()
        code = 1
        try:
            work(number)
            connection.close()
            code = 0
        finally:
            os._exit(code)

    children = [context.Process(target=run, args=(number,)) for number in range(PROCESSES)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0] * PROCESSES


def test_inline_delivery_by_all_at_once(receivers: None) -> None:
    centre = make_centre("here")

    in_processes(lambda number: [dig(centre, AT, depth=number) for _ in range(EACH)])
    deliver(centre.pk)

    check(centre, PROCESSES * EACH)


def test_workers_beside_writers(receivers: None, settings: Any) -> None:
    settings.EVENTS_DELIVERY = "worker"
    centre = make_centre("here")

    def work(number: int) -> None:
        for _ in range(EACH):
            if number % 4 == 0:
                deliver_all(delivery.clock())
                seal(centre.pk, AT)
            else:
                with transaction.atomic():
                    publish(WellDug(centre_id=centre.pk, at=AT))
                    publish(WellDug(centre_id=centre.pk, at=AT))

    in_processes(work)
    while deliver_all(delivery.clock()).taken:
        pass

    check(centre, PROCESSES * EACH * 2 * 3 // 4)
    assert Seal.objects.of(centre).exists()


def check(centre: Any, dug: int) -> None:
    """Every well is counted once and answered once, and the order has no gap."""
    rows = Entry.objects.of(centre)
    assert rows.filter(name="test.well.dug").count() == dug
    answered = rows.filter(name="test.well.dried").values_list("subject_id", flat=True)
    assert len(answered) == len(set(answered)) == dug
    assert Rollup.objects.of(centre).get(day=DAY).value == dug
    places = Position.objects.of(centre).order_by("position").values_list("position", flat=True)
    assert list(places) == list(range(1, 2 * dug + 1))
    assert set(Cursor.objects.of(centre).values_list("position", flat=True)) == {2 * dug}
    seal(centre.pk, AT)
    assert verify(centre.pk).holds
