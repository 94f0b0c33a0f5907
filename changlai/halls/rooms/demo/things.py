"""The things of the demo village: what broke and was mended, signs tidied up, what stood idle."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from changlai.engines.cases.public import start_case
from changlai.foundation.people.public import Actor, actor_of, residents, staff_of
from changlai.foundation.places.public import Facility, Room, RoomKind, put_facility
from changlai.halls.rooms.actions import idle
from changlai.halls.rooms.actions.offering import offer_idle_hours
from changlai.halls.rooms.actions.repairs import accept_repair, finish_repair, report_fault
from changlai.halls.rooms.actions.things import (
    check_facility,
    clear_sign,
    mark_to_merge,
    put_sign,
)
from changlai.halls.rooms.queries.idle import find_idle, matching_groups
from changlai.halls.rooms.things import AssetState

THINGS: Final = (
    ("健身器材", 6, 30, "体育彩票公益金"),
    ("灭火器", 12, 30, "村集体"),
    ("户外音响", 2, 90, "村集体"),
    ("广场灯", 8, 60, "村集体"),
)
FAULTS: Final = (
    ("灯管坏了一根，晚上看书看不清。", "换了一根灯管，亮了。", "18"),
    ("门锁转不动，钥匙插进去拔不出来。", "换了锁芯，新钥匙放在窗口抽屉。", "65"),
    ("音响有杂音，话筒时有时无。", "线头松了，重新接好。", "0"),
    ("空调不制冷。", "请师傅清洗加氟，已经凉了。", "160"),
    ("一把椅子腿断了，坐上去会摔。", "换了螺丝，坐过没问题。", "4"),
    ("水龙头关不紧，一直滴水。", "换了阀芯。", "25"),
    ("投影打不开，按了没有反应。", "灯泡到寿命，换了新的。", "380"),
    ("窗户玻璃裂了一道。", "", ""),
    ("插座没有电，烧水壶用不了。", "", ""),
)
SIGNS: Final = (
    ("中国共产党{village}支部委员会", "outside", "县里统一规定"),
    ("{village}村民委员会", "outside", "县里统一规定"),
    ("{village}民兵连", "outside", "县里统一规定"),
    ("{village}党群服务中心", "outside", "县里统一规定"),
    ("某某工作示范点", "outside", ""),
    ("便民服务窗口", "inside", "中心功能分区"),
    ("书吧", "inside", "中心功能分区"),
    ("调解室", "inside", "中心功能分区"),
    ("某某领导小组办公室", "inside", ""),
    ("厕所由此去", "guide", "方便群众"),
    ("楼上有书吧", "guide", "方便群众"),
)


def play_things(village: Any) -> None:
    """Break and mend, tidy the walls, and bring into use what stood idle, in the main village."""
    centre = village.centre
    staff = list(staff_of(centre, "rooms.handle", at=village.now))
    people = list(residents(centre).order_by("added_at", "name", "birth_year", "id")[:30])
    rooms = list(Room.objects.of(centre).active().order_by("order", "name"))
    if not staff or not people or not rooms:
        return
    actors = [actor_of(account=one, centre=centre, at=village.now) for one in staff]
    _facilities(village, actors[0], rooms)
    _faults(village, actors, people, rooms)
    _walls(village, actors[0])
    _assets(village, actors[0])
    _offer(village, actors[0], rooms)


def _facilities(village: Any, actor: Actor, rooms: list[Room]) -> None:
    centre = village.centre
    today = timezone.localdate(village.now)
    for name, quantity, days, fund in THINGS:
        thing = put_facility(
            centre=centre,
            actor=actor,
            name=name,
            quantity=quantity,
            bought_on=village.since - timedelta(days=village.rng.randrange(100, 900)),
            check_every_days=days,
            fund_note=fund,
            is_offered=False,
        )
        day = village.since + timedelta(days=village.rng.randrange(3, 20))
        while day < today:
            check_facility(
                centre=centre,
                facility_id=thing.pk,
                actor=actor,
                at=village.moment(day, 10),
                condition="good" if village.rng.random() < 0.85 else "worn",
                note="" if village.rng.random() < 0.6 else "擦了灰，紧了螺丝",
            )
            day += timedelta(days=days + village.rng.randrange(0, 4))


def _faults(village: Any, actors: list[Actor], people: list[Any], rooms: list[Room]) -> None:
    centre, rng = village.centre, village.rng
    indoor = [room for room in rooms if room.kind != RoomKind.OUTDOOR]
    length = max((village.until - village.since).days, 1)
    for number, (text, mended, cost) in enumerate(FAULTS):
        days = length - 2 if not mended else (number + 1) * length // (len(FAULTS) + 1)
        at = village.moment(village.since + timedelta(days=days), 9 + number % 8, rng.randrange(60))
        if at > village.now:
            continue
        room, thing = _where(centre, indoor, text, number)
        person = rng.choice(people) if rng.random() < 0.6 else None
        handler = rng.choice(actors)
        opened = report_fault(
            centre=centre,
            text=text,
            actor=handler if person else Actor.anonymous(centre.pk),
            at=at,
            channel="counter" if person else "online",
            room=room,
            facility=thing,
            person=person,
            form_id=UUID(int=rng.getrandbits(128), version=4),
        )
        who: dict[str, Any] = {"centre": centre, "case_id": opened.case.pk, "actor": handler}
        accepted = at + timedelta(hours=rng.randrange(1, 6))
        if mended or number % 2:
            if accepted > village.now:
                continue
            accept_repair(**who, at=accepted)
        done = accepted + timedelta(hours=rng.randrange(3, 60))
        if mended and done <= village.now:
            start_case(**who, at=accepted + timedelta(hours=1))
            finish_repair(**who, at=done, text=mended, cost=Decimal(cost))


def _where(centre: Any, rooms: list[Room], text: str, number: int) -> tuple[Room, Facility | None]:
    """Return the room a fault is in: where such a thing stands, else one after the other."""
    things = Facility.objects.of(centre).filter(room__in=[room.pk for room in rooms])
    for thing in things.select_related("room").order_by("name", "id"):
        if thing.name[:2] in text:
            return thing.room, thing
    return rooms[number % len(rooms)], None


def _walls(village: Any, actor: Actor) -> None:
    centre, since = village.centre, village.since
    rows = [
        put_sign(
            centre=centre,
            actor=actor,
            text=text.format(village=centre.short_name),
            position=position,
            basis=basis,
            installed_on=since - timedelta(days=400 + 10 * number),
        )
        for number, (text, position, basis) in enumerate(SIGNS)
    ]
    day = since + timedelta(days=30)
    if day <= timezone.localdate(village.now):
        clear_sign(
            centre=centre,
            sign_id=rows[8].pk,
            actor=actor,
            removed_on=day,
            merged_into=rows[5].pk,
        )
    mark_to_merge(centre=centre, sign_id=rows[4].pk, actor=actor)


def _assets(village: Any, actor: Actor) -> None:
    centre = village.centre
    start = village.since + timedelta(days=5)

    def at(days: int) -> datetime:
        return min(village.moment(start + timedelta(days=days), 15), village.now)

    def put(name: str, days: int, **words: Any) -> Any:
        return idle.put_asset(centre=centre, actor=actor, at=at(days), name=name, **words)

    def go(row: Any, state: AssetState, days: int, words: str = "", **more: Any) -> None:
        idle.move_asset(
            centre=centre,
            asset_id=row.pk,
            actor=actor,
            at=at(days),
            state=state,
            words=words,
            **more,
        )

    school = put(
        "老小学西楼",
        0,
        kind="house",
        owner="collective",
        area_m2=Decimal(180),
        place="祠堂后",
        condition="屋面漏水，门窗完好，空着堆杂物",
        idle_since=date(start.year - 6, 9, 1),
    )
    go(school, AssetState.ASSESSED, 6, "墙体结实，要补屋面、走线，约四万元。")
    go(school, AssetState.PLANNED, 14, "一楼做老人活动室，二楼留给腰鼓队；钱从村集体和乡贤捐款来。")
    said = idle.put_decision(
        centre=centre,
        actor=actor,
        at=at(25),
        title="老小学西楼改成老人活动室",
        body="delegates",
        held_on=timezone.localdate(at(25)),
        due=32,
        present=27,
        votes_for=25,
        votes_against=1,
    )
    go(school, AssetState.DECIDED, 26, decision_id=said.pk)
    go(school, AssetState.WORKS, 30)
    go(school, AssetState.IN_USE, 80, "一楼老人活动室天天开，二楼腰鼓队排练")
    yard = put(
        "桥头旧晒场",
        10,
        kind="ground",
        owner="collective",
        area_m2=Decimal(420),
        place="桥头",
        condition="水泥地开裂，长草",
    )
    go(yard, AssetState.ASSESSED, 40, "平整一下就能用，要装两盏灯。")
    go(yard, AssetState.PLANNED, 60, "白天晒谷，晚上放电影、跳舞。")
    shop = put(
        "井台边空铺面",
        20,
        kind="house",
        owner="person",
        owner_name="外出务工户",
        area_m2=Decimal(36),
        place="井台边",
        condition="关门两年，货架还在",
    )
    go(shop, AssetState.ASSESSED, 24, "收拾干净就能用。")
    go(shop, AssetState.PLANNED, 28, "租给合作社做农产品收购点。")
    go(shop, AssetState.IN_USE, 40, "合作社收购点，逢集开门")
    idle.agree_on_use(
        centre=centre,
        asset_id=shop.pk,
        actor=actor,
        user_name="村合作社",
        use="农产品收购点",
        starts_on=timezone.localdate(at(40)),
        ends_on=timezone.localdate(at(40)) + timedelta(days=365),
        fee_note="房主每年两千元，合作社给集体每年六百元管理费",
        income=Decimal(600),
    )
    put("旧电脑三台", 30, kind="equipment", owner="above", condition="能开机，慢")


def _offer(village: Any, actor: Actor, rooms: list[Room]) -> None:
    centre, now = village.centre, village.now
    table = find_idle(centre, timezone.localdate(now), now, 28)
    for one in table.idle_times():
        groups = matching_groups(centre, one.room, now)[:2]
        span = table.open_span(one.room.pk, one.weekdays[0], one.part)
        if groups and span is not None:
            offer_idle_hours(
                centre=centre,
                room_id=one.room.pk,
                weekday=one.weekdays[0],
                opens=span[0],
                closes=span[1],
                booking_ids=[group.booking.pk for group in groups],
                actor=actor,
                at=now - timedelta(hours=2),
                words="来了先到窗口拿钥匙",
            )
            return
