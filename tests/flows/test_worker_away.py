"""The background died: pages work, messages wait, 今日 says so, and afterwards each comes once."""

import json
import os
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from changlai.engines.cases.public import Case, accept_case, answer_case
from changlai.kernel.metrics.models import Rollup
from changlai.kernel.outbox.public import Message
from tests.flows.desk import SAID, Desk, hidden, seen
from tests.flows.installations import Installation

FLAG = "后台停了"


@pytest.mark.django_db
def test_what_waits_while_the_worker_is_away_comes_once_afterwards(
    desk: Desk, settings: Any
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    village = desk.village
    handler, resident = desk.staff(village.handler), desk.resident(village.resident)
    call_command("tick")
    assert FLAG not in seen(handler.get(desk.page("web:today")))

    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        said = {"step": "3", "kind": "help", "text": SAID, "place_text": "", "category": ""}
        said |= {"name": "周春生", "phone": ""}
        first = resident.get(desk.page("voices:say"))
        done = resident.post(desk.page("voices:say"), said | {"form_id": hidden(first, "form_id")})
        assert done.status_code == 302
        case = Case.objects.of(desk.centre).get()
        accept_case(**desk.by_handler(case))
        answer_case(**desk.by_handler(case), text="路灯已经修好。")
        assert Message.objects.of(desk.centre).count() == 0
        # The page asks the rows themselves, so the answer is there before any message.
        own = resident.get(desk.page("voices:case", pk=case.pk))
        assert "路灯已经修好" in seen(own)
        assert FLAG in seen(handler.get(desk.page("web:today")))
        assert FLAG in seen(handler.get(desk.page("web:today_print")))

        call_command("tick")

        told = Message.objects.of(desk.centre).to(village.resident_person.pk)
        assert told.count() == 3
        figures = list(Rollup.objects.of(desk.centre).order_by("pk").values("pk", "value"))
        assert figures
        assert FLAG not in seen(handler.get(desk.page("web:today")))
    for seconds in (301, 302, 400):
        with time_machine.travel(timezone.now() + timedelta(seconds=seconds)):
            call_command("tick")
    assert Message.objects.of(desk.centre).count() == told.count()
    assert list(Rollup.objects.of(desk.centre).order_by("pk").values("pk", "value")) == figures


SPEAK = """
import json
from django.utils import timezone
from changlai.engines.cases.public import accept_case, answer_case, open_case
from changlai.foundation.areas.public import Centre
from changlai.foundation.people.public import Actor, Person, actor_of, staff_of
from changlai.kernel.outbox.public import Message
for centre in Centre.objects.filter(is_active=True):
    person = Person.objects.of(centre).filter(account__isnull=False).first()
    handler = staff_of(centre, "voices.handle", at=timezone.now()).first()
    if person and handler:
        break
before = Message.objects.count()
handler = actor_of(account=handler, centre=centre, at=timezone.now())
for number in range(6):
    case = open_case(
        centre=centre, kind="help", text=f"第{number}盏路灯坏了。", channel="online",
        at=timezone.now(), actor=Actor.anonymous(centre.pk), person=person,
    ).case
    who = dict(centre=centre, case_id=case.pk, actor=handler, at=timezone.now())
    accept_case(**who)
    answer_case(**who, text="修好了。")
print(json.dumps([before, Message.objects.count()]))
"""
WAIT = """
import json, time
from datetime import timedelta
from django.utils import timezone
from changlai.kernel.events.models import Watch
from changlai.kernel.outbox.public import Message
# Ticks come one after another: when a look begins three seconds from now, an earlier one,
# which began after this moment, has carried everything to its receivers.
looked = timezone.now() + timedelta(seconds=3)
until = time.monotonic() + 60
while time.monotonic() < until and not Watch.objects.filter(looked_at__gte=looked).exists():
    time.sleep(0.1)
told = Message.objects.values_list("person_id", "dedupe")
print(json.dumps([len(told), len(set(told))]))
"""


@pytest.mark.slow
def test_a_worker_that_was_killed_catches_up_in_a_new_process(demo_month: Installation) -> None:
    # The work of the first second says things that the second one carries.
    for _ in range(2):
        demo_month.verb("tick")
    before, after = json.loads(demo_month.python(SPEAK).strip().splitlines()[-1])
    assert after == before
    for _ in range(2):
        worker = demo_month.start("-m", "changlai", "worker")
        try:
            told, different = json.loads(demo_month.python(WAIT).strip().splitlines()[-1])
        finally:
            # As a power cut would; the second one finds nothing left to do.
            end_with_children(worker.pid)
            worker.communicate(timeout=20)
        assert told == different == before + 18


def end_with_children(pid: int) -> None:
    """Kill a process, and those it had started, at once."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in (pid, *map(int, children)):
        os.kill(one, signal.SIGKILL)
