"""A guide of the demo village that was made shorter, with requests before and after the change."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from changlai.engines.cases import public as cases
from changlai.foundation.people.public import actor_of, residents, staff_of
from changlai.halls.counter import policies
from changlai.halls.counter.actions.items import put_item
from changlai.halls.counter.actions.requests import deliver, make_request
from changlai.halls.counter.models import ServiceItem
from changlai.halls.counter.states import Domain, How, ItemLevel
from changlai.halls.counter.wishes import ItemWish, Paper

FORMS: Final = UUID("5f0e8a52-6d0b-4c1c-9d7f-3a8c1be2f0aa")
BEFORE: Final = ItemWish(
    title="看病钱报销代办",
    level=ItemLevel.AGENT,
    domain=Domain.HEALTH,
    daily_words="报销 住院费 医药费",
    can_i="在外地住了院、没有当场报的，都能托我们办。",
    days=15,
    steps=("带材料到窗口", "我们看缺不缺", "缺了回家再拿", "每月底送一次镇里", "等镇里打钱"),
    papers=(
        Paper("住院发票原件", How.KEEP),
        Paper("费用清单", How.KEEP),
        Paper("出院小结", How.COPY),
        Paper("身份证", How.COPY),
        Paper("户口簿", How.COPY),
    ),
)
AFTER: Final = replace(
    BEFORE,
    days=6,
    at_home="不用来也行：打电话，我们上门收。",
    steps=("先打电话问清", "我们上门收材料", "每周三送镇里", "等镇里打钱"),
    papers=BEFORE.papers[:4],
)
SLOW: Final = (9, 13, 12, 16, 10, 14)
FAST: Final = (3, 5, 2, 6, 4, 3, 5)
"""Days of the calendar from entrusting to done, before and after."""


def play(village: Any) -> None:
    """Write the guide in the second week, shorten it half way, let it be used all the while."""
    staff = list(staff_of(village.centre, policies.MANAGE, at=village.now))
    people = list(residents(village.centre).order_by("added_at", "name", "birth_year", "id")[:20])
    length = (village.until - village.since).days
    if not staff or not people or length < 60:
        return
    clerk = actor_of(account=staff[0], centre=village.centre, at=village.now)
    begun, changed = village.since + timedelta(days=10), village.since + timedelta(days=length // 2)
    words: dict[str, Any] = {"centre": village.centre, "actor": clerk}
    item = put_item(**words, at=village.moment(begun, 9), wish=BEFORE)
    room = max((changed - begun).days - max(SLOW) - 2, len(SLOW))
    _used(village, clerk, item, people, SLOW, begun, room)
    put_item(**words, at=village.moment(changed, 9), wish=AFTER, item_id=item.pk)
    room = max((village.until - changed).days - max(FAST) - 4, len(FAST))
    _used(village, clerk, item, people, FAST, changed, room)


def _used(
    village: Any,
    clerk: Any,
    item: ServiceItem,
    people: list[Any],
    spans: tuple[int, ...],
    since: date,
    room: int,
) -> None:
    for number, days in enumerate(spans):
        at = village.moment(since + timedelta(days=1 + number * room // len(spans)), 10, number)
        done, fetched = at + timedelta(days=days), at + timedelta(days=days, hours=5)
        if fetched > village.now:
            return
        person = people[(number * 3 + len(spans)) % len(people)]
        _went(village, clerk, item, person, at, done, fetched)


def _went(
    village: Any,
    clerk: Any,
    item: ServiceItem,
    person: Any,
    at: datetime,
    done: datetime,
    fetched: datetime,
) -> None:
    opened = make_request(
        centre=village.centre,
        item_id=item.pk,
        actor=clerk,
        at=at,
        answers={},
        by_staff=True,
        person=person,
        channel="counter",
        form_id=uuid5(FORMS, f"{village.centre.code} {at.isoformat()}"),
    )
    who: dict[str, Any] = {"centre": village.centre, "case_id": opened.case.pk, "actor": clerk}
    cases.accept_case(**who, at=at + timedelta(minutes=5))
    cases.start_case(**who, at=at + timedelta(minutes=10))
    cases.answer_case(**who, at=done, text="报下来了，钱打到卡上。")
    deliver(**who, at=fetched, how="sent")
