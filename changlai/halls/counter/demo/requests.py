"""Six months at the counter of the demo village: old people's cards, proofs, a family in need."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from changlai.engines.cases import public as cases
from changlai.foundation.people.public import Actor, actor_of, residents, staff_of
from changlai.halls.counter import policies
from changlai.halls.counter.actions.requests import (
    deliver,
    make_request,
    mark_materials,
    tell_missing,
)
from changlai.halls.counter.models import Material, ServiceItem, ServiceRequest
from changlai.halls.counter.states import How
from changlai.kernel.errors import RuleBroken

STORIES: Final[tuple[tuple[str, dict[str, Any], str, str], ...]] = (
    ("elder_card", {}, "counter", "优待证办下来了，来取的时候带上身份证。"),
    ("living_proof", {"used_for": "孩子上学", "copies": 2}, "counter", "证明开好了，盖了章。"),
    ("medical_pay", {"people": "自己和老伴"}, "phone", "交上了，缴费记录打印好了。"),
    ("job_card", {}, "online", "登记好了，有合适的活告诉您。"),
    ("living_proof", {"used_for": "办贷款"}, "online", "证明开好了。"),
    ("hardship", {"what": "老伴住院，地里的活没人干"}, "visit", "镇里批了，钱打到卡上。"),
    ("elder_card", {}, "phone", "优待证到了，顺路给您送去。"),
    ("medical_pay", {"people": "一家四口"}, "counter", "都交上了。"),
)
HOWS: Final = ("fetched", "fetched", "brought", "sent")
RUNNING: Final = ((2, STORIES[0], "waiting"), (1, STORIES[3], "doing"), (0, STORIES[4], "new"))
"""What still runs today: how many days ago it came, its story, and how far it is."""


def _form(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def play(village: Any) -> None:
    """Let somebody come every few days; the last ones still run, one waits for a paper."""
    centre, rng = village.centre, village.rng
    staff = list(staff_of(centre, policies.HANDLE, at=village.now))
    people = list(residents(centre).order_by("added_at", "name", "birth_year", "id")[:60])
    if not staff or not people:
        return
    clerk = actor_of(account=staff[0], centre=centre, at=village.now)
    day, place = village.since + timedelta(days=12), 0
    while True:
        at = village.moment(day, 9 + rng.randint(0, 6))
        if at > village.now:
            break
        story = STORIES[place % len(STORIES)]
        _come(village, clerk, rng.choice(people), story, at)
        place += 1
        day += timedelta(days=rng.randint(3, 6))
    today = timezone.localdate(village.now)
    for ago, story, stands in RUNNING:
        at = village.moment(today - timedelta(days=ago), 8, 40)
        if at <= village.now:
            _come(village, clerk, rng.choice(people), story, at, stands)


def _come(
    village: Any, clerk: Actor, person: Any, story: Any, at: datetime, stands: str = ""
) -> None:
    code, answers, channel, done = story
    centre, rng = village.centre, village.rng
    item = ServiceItem.objects.of(centre).filter(code=code).first()
    if item is None:
        return
    try:
        opened = make_request(
            centre=centre,
            item_id=item.pk,
            actor=clerk,
            at=at,
            answers=answers,
            by_staff=True,
            person=person,
            channel="counter" if channel == "online" else channel,
            on_paper=channel == "counter",
            form_id=_form(rng),
        )
        if stands:
            _begin(village, clerk, opened.case, at, stands)
        else:
            _work(village, clerk, opened.case, done, at)
    except RuleBroken:
        return


def _begin(village: Any, clerk: Actor, case: Any, at: datetime, stands: str) -> None:
    who: dict[str, Any] = {"centre": village.centre, "case_id": case.pk, "actor": clerk}
    if stands == "new":
        return
    cases.accept_case(**who, at=at + timedelta(minutes=5))
    cases.start_case(**who, at=at + timedelta(minutes=10))
    if stands == "waiting":
        tell_missing(**who, at=at + timedelta(minutes=15), lines=["一寸照片两张"])


def _work(village: Any, clerk: Actor, case: Any, done: str, at: datetime) -> None:
    rng, now = village.rng, village.now
    who: dict[str, Any] = {"centre": village.centre, "case_id": case.pk, "actor": clerk}
    begin = at + timedelta(minutes=rng.randint(20, 90))
    if begin > now:
        return
    cases.accept_case(**who, at=begin)
    cases.start_case(**who, at=begin + timedelta(minutes=5))
    row = ServiceRequest.objects.of(village.centre).get(case=case)
    if rng.random() < 0.25 and row.materials.exists():
        asked = begin + timedelta(hours=1)
        if asked > now:
            return
        tell_missing(**who, at=asked, lines=["户口簿", "一寸照片两张"])
        brought = asked + timedelta(days=1)
        if brought > now:
            return
        cases.requester_replied(**who, at=brought, text="材料补来了。")
        begin = brought
    papers = Material.objects.of(village.centre).filter(request=row)
    states = {one.pk: "copied" if one.how == How.COPY else "seen" for one in papers}
    mark_materials(**who, states=states)
    ready = begin + timedelta(hours=rng.randint(3, 60))
    if ready > now:
        return
    cases.answer_case(**who, at=ready, text=done)
    fetched = ready + timedelta(hours=rng.randint(4, 70))
    if fetched > now:
        return
    deliver(**who, at=fetched, how=rng.choice(HOWS))
    if fetched + timedelta(days=2) < now:
        cases.close_case(**who, at=fetched + timedelta(days=2))
