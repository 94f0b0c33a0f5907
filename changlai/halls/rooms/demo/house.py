"""The rooms of the demo villages: invented, as a village's house may well have them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from changlai.foundation.people.public import Account, Actor, Person, actor_of, residents, staff_of
from changlai.foundation.places.public import (
    Room,
    make_room,
    put_facility,
    put_function,
    put_layout,
    put_part,
    set_room_hours,
)
from changlai.halls.rooms.demo.plans import hang_plans

Hours = tuple[tuple[int, time, time], ...]


def _hours(days: range, *spans: tuple[int, int], holiday: tuple[int, int] | None = None) -> Hours:
    rows = [(day, time(a), time(b)) for day in days for a, b in spans]
    if holiday:
        rows.append((8, time(holiday[0]), time(holiday[1])))
    return tuple(rows)


ALL_WEEK, WEEKDAYS = range(1, 8), range(1, 6)
EVENINGS = _hours(ALL_WEEK, (8, 12), (14, 21), holiday=(9, 17))
LONG = _hours(ALL_WEEK, (8, 21), holiday=(9, 20))
OFFICE = _hours(WEEKDAYS, (8, 12), (14, 18))


@dataclass(frozen=True)
class Plan:
    """A room as the demo sets it up."""

    name: str
    kind: str
    area: str
    capacity: int
    floor: str
    functions: tuple[str, ...]
    hours: Hours
    rule: str = "auto"
    parts: tuple[str, ...] = ()
    layouts: tuple[tuple[str, int, int, int, str], ...] = ()
    things: tuple[tuple[str, int], ...] = ()
    access: tuple[str, ...] = ("step_free",)
    note: str = ""
    conditions: str = ""
    key: str = ""
    longest: int = 240


CLEAN = (
    "用完请扫地、关灯、关窗、锁门。\n桌椅放回原位，垃圾带走。\n免费使用，不做买卖、不办收费的班。"
)

PLANS = (
    Plan(
        "多功能厅",
        "shared",
        "168",
        120,
        "一楼东边",
        ("文艺排练", "培训讲座", "放电影", "开会议事"),
        EVENINGS,
        rule="ask",
        parts=("东半厅", "西半厅"),
        layouts=(
            ("空场", 120, 0, 0, ""),
            ("课桌", 60, 30, 20, "搬课桌20张\n摆椅子60把\n开投影"),
            ("围坐", 40, 15, 10, "椅子围成一圈"),
        ),
        things=(("投影仪", 1), ("音响", 1), ("折叠椅", 120), ("课桌", 20)),
        access=("step_free", "ramp", "toilet"),
        note="最大的一间，能分成两半用，有投影和音响。",
        conditions=CLEAN + "\n晚上九点以后请把音响关小。",
        key="窗口抽屉，蓝牌",
    ),
    Plan(
        "议事厅",
        "shared",
        "46",
        24,
        "一楼",
        ("开会议事", "调解谈心"),
        EVENINGS,
        rule="ask",
        things=(("长桌", 1), ("白板", 1)),
        note="一张长桌，坐得下二十来人，适合商量事。",
        conditions=CLEAN,
        key="窗口抽屉，红牌",
    ),
    Plan(
        "书吧",
        "service",
        "52",
        20,
        "一楼西边",
        ("看书学习", "四点半课堂"),
        LONG,
        things=(("阅览桌", 4), ("图书", 1800)),
        note="安静，有插座，孩子写作业、大人看书都行。",
        longest=180,
    ),
    Plan(
        "舞蹈室",
        "shared",
        "64",
        30,
        "二楼",
        ("文艺排练", "健身活动"),
        LONG,
        things=(("音响", 1), ("镜墙", 1)),
        access=("handrail",),
        note="木地板，有镜子。请换软底鞋。",
        conditions="请换软底鞋。\n" + CLEAN,
        key="二楼楼梯口钥匙盒",
    ),
    Plan(
        "棋牌室",
        "service",
        "38",
        24,
        "一楼",
        ("棋牌休闲",),
        LONG,
        things=(("象棋", 6), ("牌桌", 6)),
        note="下棋打牌、喝茶聊天，不赌钱。",
    ),
    Plan(
        "调解室",
        "service",
        "22",
        8,
        "二楼",
        ("调解谈心",),
        OFFICE,
        rule="staff",
        note="关起门来好好说话的地方，由工作人员安排。",
    ),
    Plan(
        "文化小广场",
        "outdoor",
        "600",
        300,
        "门前",
        ("文艺排练", "放电影", "健身活动", "红白喜事"),
        _hours(ALL_WEEK, (6, 22), holiday=(6, 22)),
        rule="ask",
        things=(("戏台", 1), ("电箱", 1)),
        access=("step_free", "ramp"),
        note="戏台、篮球架、路灯都有，晚上跳舞的多。",
        conditions="红白喜事请提前三天说。\n不放鞭炮，用完把场地扫干净。",
        longest=720,
    ),
    Plan(
        "村干部办公室",
        "office",
        "58",
        10,
        "二楼",
        ("开会议事",),
        OFFICE,
        rule="none",
        note="村干部合着用的一间。",
    ),
)
SMALL = (
    Plan(
        "活动室",
        "shared",
        "70",
        40,
        "一楼",
        ("文艺排练", "开会议事", "棋牌休闲"),
        LONG,
        things=(("音响", 1),),
        conditions=CLEAN,
    ),
    Plan(
        "办事大厅",
        "service",
        "48",
        20,
        "一楼",
        ("开会议事",),
        OFFICE,
        rule="staff",
    ),
)


@dataclass
class House:
    """The rooms of one demo village, and who uses and keeps them."""

    centre: Any
    rooms: dict[str, Room]
    staff: list[Actor]
    online: list[tuple[Person, Actor]]
    offline: list[Person]
    layouts: dict[tuple[str, str], Any] = field(default_factory=dict)


def make_house(village: Any, centre: Any, *, is_main: bool) -> House | None:
    """Register the rooms on the first day; None where there is nobody to keep them."""
    at = village.moment(village.since, 9)
    keepers = list(staff_of(centre, "places.manage", at=village.now))
    if not keepers:
        return None
    clerks = list(staff_of(centre, "rooms.arrange", at=village.now))
    boss = actor_of(account=keepers[0], centre=centre, at=village.now)
    house = House(
        centre=centre,
        rooms={},
        staff=[actor_of(account=one, centre=centre, at=village.now) for one in clerks],
        **_people(village, centre, {one.pk for one in clerks}),
    )
    for order, plan in enumerate(PLANS if is_main else SMALL):
        house.rooms[plan.name] = _make(house, plan, boss, at, order, keepers)
    if is_main:
        hang_plans(centre, boss, at)
    return house


def _people(village: Any, centre: Any, working: set[Any]) -> dict[str, Any]:
    rows = residents(centre).order_by("added_at", "name", "birth_year", "id")
    people = [one for one in rows if one.account_id not in working]
    online = [
        (one, actor_of(account=one.account, centre=centre, at=village.now, with_roles=False))
        for one in people
        if one.account is not None
    ]
    return {"online": online, "offline": [one for one in people if one.account_id is None]}


def _make(
    house: House, plan: Plan, boss: Actor, at: datetime, order: int, keepers: list[Account]
) -> Room:
    centre = house.centre
    functions = [put_function(centre=centre, actor=boss, name=name) for name in plan.functions]
    room = make_room(
        centre=centre,
        actor=boss,
        at=at,
        name=plan.name,
        kind=plan.kind,
        area_m2=Decimal(plan.area),
        functions=functions,
        parts=plan.parts,
        capacity=plan.capacity,
        floor=plan.floor,
        booking_rule=plan.rule,
        access=list(plan.access),
        note=plan.note,
        conditions=plan.conditions,
        longest_minutes=plan.longest,
        key_holder=keepers[order % len(keepers)],
        key_note=plan.key,
        order=order,
    )
    for part in room.parts.all() if plan.parts else ():
        put_part(
            centre=centre,
            room_id=room.pk,
            actor=boss,
            at=at,
            name=part.name,
            capacity=plan.capacity // len(plan.parts),
            part_id=part.pk,
        )
    set_room_hours(centre=centre, room_id=room.pk, actor=boss, at=at, hours=plan.hours)
    for number, (name, seats, up, down, checklist) in enumerate(plan.layouts):
        house.layouts[plan.name, name] = put_layout(
            centre=centre,
            room_id=room.pk,
            actor=boss,
            name=name,
            capacity=seats,
            set_up_minutes=up,
            clean_up_minutes=down,
            checklist=checklist,
            is_default=not number,
        )
    for name, quantity in plan.things:
        put_facility(
            centre=centre,
            actor=boss,
            name=name,
            room=room,
            quantity=quantity,
            bought_on=date(at.year - 2, 3, 1),
        )
    return room
