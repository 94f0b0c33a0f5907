"""The closed lists of words about the canteen, how a thing goes its way, numbers of the rules."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Final

from django.db.models import TextChoices


class Meal(TextChoices):
    """A meal of the day, in the day's order."""

    BREAKFAST = "breakfast", "早饭"
    LUNCH = "lunch", "午饭"
    DINNER = "dinner", "晚饭"


MEAL_ORDER: Final = list(Meal.values)


class MenuState(TextChoices):
    """How far a meal's menu is."""

    DRAFT = "draft", "没公布"
    OPEN = "open", "公布了"
    CANCELLED = "cancelled", "停了"


MENU_NEXT: Final[Mapping[MenuState, frozenset[MenuState]]] = {
    MenuState.DRAFT: frozenset({MenuState.OPEN}),
    MenuState.OPEN: frozenset({MenuState.CANCELLED}),
    MenuState.CANCELLED: frozenset(),
}
MENU_TONES: Final[Mapping[MenuState, str]] = {
    MenuState.DRAFT: "waiting",
    MenuState.OPEN: "done",
    MenuState.CANCELLED: "late",
}


class OrderKind(TextChoices):
    """Where a meal is eaten."""

    EAT_IN = "eat_in", "堂食"
    TAKE_AWAY = "take_away", "自取"
    DELIVERY = "delivery", "送餐"


class OrderState(TextChoices):
    """How an order stands."""

    ORDERED = "ordered", "订好了"
    SERVED = "served", "吃上了"
    CANCELLED = "cancelled", "取消了"


ORDER_NEXT: Final[Mapping[OrderState, frozenset[OrderState]]] = {
    OrderState.ORDERED: frozenset({OrderState.SERVED, OrderState.CANCELLED}),
    # Ticked by mistake.
    OrderState.SERVED: frozenset({OrderState.ORDERED}),
    OrderState.CANCELLED: frozenset(),
}
ORDER_TONES: Final[Mapping[OrderState, str]] = {
    OrderState.ORDERED: "hand",
    OrderState.SERVED: "done",
    OrderState.CANCELLED: "plain",
}
LIVE: Final = (OrderState.ORDERED, OrderState.SERVED)


class EndedBy(TextChoices):
    """By whom an order was cancelled."""

    EATER = "eater", "本人取消"
    STAFF = "staff", "食堂取消"
    MENU = "menu", "这顿停了"


class Channel(TextChoices):
    """How an order came."""

    ONLINE = "online", "网上"
    PHONE = "phone", "电话"
    COUNTER = "counter", "到食堂"
    PAPER = "paper", "纸条"
    VISIT = "visit", "上门"
    DELEGATE = "delegate", "代办人"
    STANDING = "standing", "长期订"
    WALK_IN = "walk_in", "没订先来"


TOLD: Final = (Channel.PHONE, Channel.COUNTER, Channel.PAPER)
"""The ways by which staff are told of an order."""


class Diet(TextChoices):
    """What somebody must not eat, or how it must be; never why."""

    SOFT = "soft", "软食"
    PEANUT = "peanut", "花生"
    NUTS = "nuts", "坚果"
    SEAFOOD = "seafood", "鱼虾蟹"
    EGG = "egg", "鸡蛋"
    MILK = "milk", "牛奶"
    SOY = "soy", "大豆"
    WHEAT = "wheat", "小麦"


ALLERGENS: Final = [(one.value, one.label) for one in Diet if one != Diet.SOFT]
"""What a dish may contain that some must not eat (GB 7718-2011, 4.4.3)."""


class LogKind(TextChoices):
    """What is written down of a kitchen's day beside samples, purchases and people."""

    DISINFECTION = "disinfection", "消毒"
    SELF_CHECK = "self_check", "自查"
    WASTE = "waste", "废弃物"


class DonationKind(TextChoices):
    """What was given."""

    FOOD = "food", "食材"
    MONEY = "money", "现金"


PRICE_FEN: Final = 800
PORTIONS: Final = 40
DEADLINE_DAYS: Final = 1
DEADLINE_AT: Final = time(18, 0)
MOST_FEN: Final = 100_000
"""A meal dearer than a thousand yuan is a slip of the finger."""

MOST_PORTIONS: Final = 999
MOST_OF_ONE: Final = 4
"""How many portions one person may order for one meal."""

MOST_WALK_IN: Final = 20
MOST_DISHES: Final = 8

LEAST_GRAMS: Final = 125
"""How much of each dish is kept at least (GB 31654-2021, 留样)."""

MOST_GRAMS: Final = 2_000
KEPT_FOR: Final = timedelta(hours=48)
"""How long a sample is kept at least, refrigerated (GB 31654-2021)."""

AFTER_SHELF_LIFE_MONTHS: Final = 6
WITHOUT_SHELF_LIFE_MONTHS: Final = 24
"""How long purchase records are kept (食品安全法第五十条、第五十三条)."""

MOST_SHELF_LIFE_DAYS: Final = 3_650
CERTIFICATE_WARNING: Final = timedelta(days=30)
