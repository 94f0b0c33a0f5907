"""Shapes of what is typed about the canteen."""

from changlai.halls.canteen.forms.eaters import DietForm, EaterTierForm, StandingForm, TierForm
from changlai.halls.canteen.forms.menus import (
    DeskOrderForm,
    DishForm,
    MealForm,
    OrderForm,
    ReasonForm,
    RulesForm,
    TicketForm,
    WalkInForm,
)
from changlai.halls.canteen.forms.safety import (
    CheckForm,
    DisinfectionForm,
    DonationForm,
    HandForm,
    PurchaseForm,
    SampleForm,
    SelfCheckForm,
    WasteForm,
)

__all__ = [
    "CheckForm",
    "DeskOrderForm",
    "DietForm",
    "DishForm",
    "DisinfectionForm",
    "DonationForm",
    "EaterTierForm",
    "HandForm",
    "MealForm",
    "OrderForm",
    "PurchaseForm",
    "ReasonForm",
    "RulesForm",
    "SampleForm",
    "SelfCheckForm",
    "StandingForm",
    "TicketForm",
    "TierForm",
    "WalkInForm",
    "WasteForm",
]
