"""The cells of the demo village: stalls, shelves, lockers, and a line of those who wait."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from changlai.foundation.people.public import actor_of, residents, staff_of
from changlai.halls.cells import actions, policies
from changlai.halls.cells.models import Allocation, Cell
from changlai.halls.cells.states import CellKind
from changlai.kernel.registry.contributions import DemoAct

CELLS: Final = (
    ("一号摊位", CellKind.STALL, "进门左手边", "一米五宽，有插座", 180),
    ("二号摊位", CellKind.STALL, "进门左手边", "一米五宽", 180),
    ("三号摊位", CellKind.STALL, "廊檐下", "能遮雨", 90),
    ("展销一格", CellKind.SHELF, "大厅东墙", "三层货架", 90),
    ("展销二格", CellKind.SHELF, "大厅东墙", "三层货架", 90),
    ("靠窗工位", CellKind.DESK, "二楼书吧", "有网线和台灯", 60),
    ("一号柜", CellKind.LOCKER, "活动室门口", "放得下一面鼓", 365),
    ("二号柜", CellKind.LOCKER, "活动室门口", "放球拍和棋", 365),
)
RULES: Final = "爱惜东西，收摊时扫干净；不摆危险品；连着两周不来请说一声。"
STORIES: Final = (
    (CellKind.STALL, "修鞋配钥匙", "老师傅修鞋", "逢一逢六上午"),
    (CellKind.STALL, "理发", "廊下理发", "每天下午2点到5点"),
    (CellKind.SHELF, "摆自家的笋干和茶叶", "茶坡下笋干", "中心开门就在"),
    (CellKind.LOCKER, "放腰鼓队的鼓", "", ""),
    (CellKind.STALL, "缝纫改衣服", "桂花缝纫", "周二周四上午"),
    (CellKind.SHELF, "摆手编竹篮", "竹篮和蒲扇", "中心开门就在"),
    (CellKind.DESK, "帮村里的合作社做账", "合作社账桌", "周一到周五"),
    (CellKind.LOCKER, "放棋和球拍", "", ""),
    (CellKind.STALL, "磨刀磨剪子", "磨刀", "逢集上午"),
    (CellKind.STALL, "补锅修伞", "补锅修伞", "周六上午"),
)


def _form(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def play(village: Any) -> None:
    """Put the cells up in the second month, give them in turn, and let some wait."""
    centre, rng = village.centre, village.rng
    staff = list(staff_of(centre, policies.MANAGE, at=village.now))
    order = ("added_at", "name", "birth_year", "id")
    people = list(residents(centre).order_by(*order)[: 3 * len(STORIES)])
    if not staff or len(people) < len(STORIES):
        return
    actor = actor_of(account=staff[0], centre=centre, at=village.now)
    first = village.moment(village.since + timedelta(days=20), 10)
    if first > village.now:
        return
    for place, (name, kind, where, note, term) in enumerate(CELLS):
        actions.put_cell(
            centre=centre,
            actor=actor,
            at=first,
            name=name,
            kind=kind,
            place=where,
            note=note,
            rules=RULES,
            term_days=term,
            order=place,
        )
    takers = rng.sample(people, len(STORIES))
    for number, (kind, purpose, sign, hours) in enumerate(STORIES):
        asked = first + timedelta(days=3 + 6 * number, minutes=rng.randrange(300))
        if asked > village.now:
            break
        wish = actions.wish_for_cell(
            centre=centre,
            actor=actor,
            at=asked,
            kind=kind,
            purpose=purpose,
            shown_as=sign,
            hours=hours,
            person=takers[number],
            channel="counter",
            form_id=_form(rng),
        )
        _give(centre, actor, wish, asked + timedelta(hours=rng.randrange(2, 30)), village.now)
    _run_out(centre, actor, village.now)


def _give(centre: Any, actor: Any, wish: Any, at: datetime, now: datetime) -> None:
    taken = Allocation.objects.of(centre).active().values("cell_id")
    free = Cell.objects.of(centre).filter(kind=wish.kind).exclude(pk__in=taken)
    cell = free.order_by("order").first()
    if cell is None or at > now:
        return
    day = timezone.localdate(at)
    actions.give_cell(
        centre=centre,
        cell_id=cell.pk,
        wish_id=wish.pk,
        actor=actor,
        at=at,
        starts_on=day,
        ends_on=day + timedelta(days=cell.term_days),
    )


def _run_out(centre: Any, actor: Any, now: datetime) -> None:
    """Renew what ended before today, and remind of what ends soon."""
    today = timezone.localdate(now)
    ended = Allocation.objects.of(centre).active().filter(ends_on__lt=today)
    for row in ended.order_by("ends_on", "id"):
        at = now - (today - row.ends_on) * 1 - timedelta(days=2)
        actions.renew_term(
            centre=centre,
            allocation_id=row.pk,
            actor=actor,
            at=at,
            ends_on=max(row.ends_on + timedelta(days=90), today + timedelta(days=5)),
        )
    actions.remind_ending(now)


DEMO = [
    DemoAct(code="cells", order=33, play=play),
]
