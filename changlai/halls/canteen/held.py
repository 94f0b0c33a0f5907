"""What the canteen keeps about a person: meals, what they must not eat, and their tier."""

from datetime import datetime
from typing import Any

from changlai.halls.canteen.models import (
    DietMark,
    EaterTier,
    MealOrder,
    SettlementLine,
    StandingOrder,
)
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine


def _orders(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = MealOrder.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "canteen:mine")
    return [HeldLine("订过的餐", count, "您注销时，名字当即去掉", "备菜、每月结算", url)]


def _marks(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = DietMark.objects.of(centre).filter(person_id=person_id).count()
    return [HeldLine("忌口", count, "您说不要了就删除", "不给您做不能吃的")]


def _tiers(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = EaterTier.objects.of(centre).filter(person_id=person_id).count()
    return [HeldLine("餐费补贴", count, "您注销时当即删除，只有结算的人看得到", "算餐费")]


def _standing(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = StandingOrder.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "canteen:standing")
    return [HeldLine("每周固定订的餐", count, "您注销时当即删除", "每周替您订上", url)]


def _settled(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = SettlementLine.objects.of(centre).filter(person_id=person_id).count()
    return [HeldLine("每月餐费", count, "您注销时，名字当即去掉，钱数留在账上", "结餐费")]


HELD = [
    Held("canteen_orders", 57, _orders),
    Held("canteen_marks", 58, _marks),
    Held("canteen_tiers", 59, _tiers),
    Held("canteen_standing", 57, _standing),
    Held("canteen_settled", 58, _settled),
]
