"""Throughput of verbs and of bare transactions: as many processes as there are clients."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import django
from django.db import connections

TEXT = "村东头第三盏路灯不亮，晚上老人出门看不见路，请派人修一修。"
FARTHEST = 60
"""A menu is written at most so many days ahead."""
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


def entrusting(centre_id: UUID, count: int) -> Callable[[int], object]:
    """Return what takes a matter in at the counter, with its questions and its papers."""
    from django.utils import timezone

    from changlai.foundation.areas.public import Centre
    from changlai.foundation.people.public import Person, actor_of
    from changlai.halls.counter.actions.requests import make_request
    from changlai.halls.counter.models import ServiceItem
    from tools.bench.fill import handler

    centre = Centre.objects.get(pk=centre_id)
    actor = actor_of(account=handler(centre), centre=centre, at=timezone.now())
    item = ServiceItem.objects.of(centre).get(code="living_proof")
    person = Person.objects.of(centre).filter(account__isnull=False).order_by("pk")[:1].get()
    return lambda _: make_request(
        centre=centre,
        item_id=item.pk,
        actor=actor,
        at=timezone.now(),
        answers={"used_for": "孩子上学", "copies": 2},
        person=person,
        by_staff=True,
        channel="counter",
        form_id=uuid4(),
    )


def scanning(centre_id: UUID, count: int) -> Callable[[int], object]:
    """Return what scans a parcel of a villager in."""
    from django.utils import timezone

    from changlai.foundation.areas.public import Centre
    from changlai.foundation.people.public import Person, actor_of, staff_of
    from changlai.halls.parcels.actions.taking_in import take_in

    centre = Centre.objects.get(pk=centre_id)
    now = timezone.now()
    keeper = next(iter(staff_of(centre, "parcels.keep", at=now)))
    actor = actor_of(account=keeper, centre=centre, at=now)
    person = Person.objects.of(centre).filter(account__isnull=False).order_by("pk")[:1].get()
    return lambda _: take_in(
        centre=centre,
        actor=actor,
        at=timezone.now(),
        waybill=f"SF{uuid4().int % 10**12:012d}",
        recipient=person.phone,
    )


def ordering(centre_id: UUID, count: int) -> Callable[[int], object]:
    """Return what orders a meal: the n-th order is of the n-th villager, of one meal far off."""
    import random
    from datetime import timedelta

    from django.utils import timezone

    from changlai.foundation.areas.public import Centre
    from changlai.foundation.people.models import Person
    from changlai.foundation.people.public import actor_of, staff_of
    from changlai.halls.canteen.actions.menus import Plan, plan_meal, publish_meal
    from changlai.halls.canteen.actions.orders import order_meal
    from changlai.halls.canteen.models import Menu
    from changlai.halls.canteen.states import Meal

    centre, now = Centre.objects.get(pk=centre_id), timezone.now()
    cook = next(iter(staff_of(centre, "canteen.manage", at=now)))
    who: dict[str, Any] = {
        "centre": centre,
        "actor": actor_of(account=cook, centre=centre, at=now),
    }
    people = [
        Person.objects.create(centre=centre, name=f"来吃饭的{number}", added_at=now)
        for number in range(count + 1)
    ]
    # Each process cooks a meal of its own, so that no meal needs more portions than one may have.
    plan = Plan(dishes=("青菜豆腐",), price_fen=800, portions=count + 1)
    taken = set(Menu.objects.of(centre).values_list("day", "meal"))
    days = [timezone.localdate(now) + timedelta(days=ahead) for ahead in range(2, FARTHEST)]
    free = [(day, meal) for day in days for meal in Meal.values if (day, meal) not in taken]
    day, meal = random.SystemRandom().choice(free)
    menu = plan_meal(day=day, meal=meal, plan=plan, at=now, **who)
    publish_meal(menu_id=menu.pk, at=now, **who)
    return lambda place: order_meal(
        menu_id=menu.pk,
        person_id=people[place].pk,
        form_id=uuid4(),
        channel="counter",
        at=timezone.now(),
        **who,
    )


@dataclass(frozen=True)
class Measured:
    """A verb with a row of its own: `verb(centre_id, count)` returns what does it once.

    `count` is how often a round does it: a shelf with thousands of parcels is nobody's. Copies
    leave `emptied` columns empty: one person has one order of a meal.
    """

    title: str
    verb: Callable[[UUID, int], Callable[[int], object]]
    count: int = 320
    emptied: frozenset[str] = frozenset()


VERBS = (
    Measured("take in", opening),
    Measured("answer", answering),
    Measured("request in", entrusting),
    Measured("parcel in", scanning, count=96),
    Measured("meal order", ordering, emptied=frozenset({"person_id"})),
)
"""To measure one more verb, write what does it once above, and its line here."""


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
