"""What the canteen keeps: menus and orders, eaters and money, food safety, gifts."""

from changlai.halls.canteen.models.eaters import (
    DietMark,
    EaterTier,
    PriceTier,
    Settlement,
    SettlementLine,
    StandingOrder,
)
from changlai.halls.canteen.models.menus import Dish, KitchenRule, MealOrder, Menu
from changlai.halls.canteen.models.safety import (
    Donation,
    FoodSample,
    KitchenHand,
    KitchenLog,
    MorningCheck,
    PurchaseCheck,
)

__all__ = [
    "DietMark",
    "Dish",
    "Donation",
    "EaterTier",
    "FoodSample",
    "KitchenHand",
    "KitchenLog",
    "KitchenRule",
    "MealOrder",
    "Menu",
    "MorningCheck",
    "PriceTier",
    "PurchaseCheck",
    "Settlement",
    "SettlementLine",
    "StandingOrder",
]
