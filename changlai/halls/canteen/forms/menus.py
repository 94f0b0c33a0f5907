"""What is typed of menus and orders."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from changlai.halls.canteen.actions.menus import Plan
from changlai.halls.canteen.models import KitchenRule, Menu
from changlai.halls.canteen.money import fen_of, plain_yuan
from changlai.halls.canteen.states import (
    ALLERGENS,
    MOST_DISHES,
    MOST_FEN,
    MOST_OF_ONE,
    TOLD,
    Channel,
    Meal,
    OrderKind,
)
from changlai.kernel.pages.once import OnceForm

TYPED = {"autocomplete": "off"}
CHOSEN = forms.CheckboxSelectMultiple


def money_field(label: str, **more: Any) -> forms.DecimalField:
    """Return a field for yuan."""
    widget = forms.NumberInput({"inputmode": "decimal", "step": "0.01", "min": "0"})
    return forms.DecimalField(label=label, max_digits=9, widget=widget, **more)


class MealForm(forms.Form):
    """One meal: dishes, price, portions, the end of ordering, the ways of eating."""

    price = money_field("一份多少钱(元)")
    portions = forms.IntegerField(label="做几份", min_value=1, help_text="订满了就不能再订。")
    until = forms.DateTimeField(
        label="订餐截止",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    kinds = forms.MultipleChoiceField(label="怎么吃", choices=OrderKind.choices, widget=CHOSEN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_DISHES + 1):
            self.fields[f"dish_{number}"] = forms.CharField(
                label=f"第{number}个菜",
                max_length=20,
                required=number == 1,
                widget=forms.TextInput({**TYPED, "list": "dishes"}),
            )

    @property
    def dish_fields(self) -> list[Any]:
        """Return the fields of the dishes."""
        return [self[f"dish_{number}"] for number in range(1, MOST_DISHES + 1)]

    @staticmethod
    def initial_of(menu: Menu) -> dict[str, Any]:
        """Return what the form shows of a meal that is there."""
        said: dict[str, Any] = {
            "price": plain_yuan(menu.price_fen),
            "portions": menu.portions,
            "until": timezone.localtime(menu.order_until),
            "kinds": menu.kinds,
        }
        return said | {f"dish_{number}": one for number, one in enumerate(menu.dishes, 1)}

    @staticmethod
    def usual(rules: KitchenRule, until: datetime) -> dict[str, Any]:
        """Return what the form shows for a new meal: the centre's own rules."""
        return {
            "price": plain_yuan(rules.price_fen),
            "portions": rules.portions,
            "until": timezone.localtime(until),
            "kinds": rules.kinds,
        }

    def plan(self) -> Plan:
        """Return what was typed. Raises BadInput for an amount that is none."""
        said = self.cleaned_data
        return Plan(
            dishes=[said.get(f"dish_{number}", "") for number in range(1, MOST_DISHES + 1)],
            price_fen=fen_of(said["price"], MOST_FEN, "价钱"),
            portions=said["portions"],
            order_until=said["until"],
            kinds=said["kinds"],
        )


class RulesForm(forms.Form):
    """What is usual in the kitchen."""

    meals = forms.MultipleChoiceField(label="做哪几顿", choices=Meal.choices, widget=CHOSEN)
    kinds = forms.MultipleChoiceField(label="怎么吃", choices=OrderKind.choices, widget=CHOSEN)
    price = money_field("一份多少钱(元)")
    portions = forms.IntegerField(label="一顿做几份", min_value=1, max_value=999)
    deadline_days = forms.IntegerField(
        label="提前几天截止", min_value=0, max_value=7, help_text="0是当天，1是前一天。"
    )
    deadline_at = forms.TimeField(
        label="几点截止", widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    hours = forms.CharField(
        label="开饭时间", max_length=80, required=False, help_text="例如：午饭11:30到12:30。"
    )

    @staticmethod
    def initial_of(rules: KitchenRule) -> dict[str, Any]:
        """Return what the form shows of the rules that hold."""
        names = ("meals", "kinds", "portions", "deadline_days", "deadline_at", "hours")
        return {name: getattr(rules, name) for name in names} | {
            "price": plain_yuan(rules.price_fen)
        }

    def said(self) -> dict[str, Any]:
        """Return what was typed. Raises BadInput for an amount that is none."""
        said = dict(self.cleaned_data)
        said["price_fen"] = fen_of(said.pop("price"), MOST_FEN, "价钱")
        return said


class DishForm(forms.Form):
    """A dish, and what is in it."""

    name = forms.CharField(label="菜名", max_length=20)
    allergens = forms.MultipleChoiceField(
        label="里面有什么容易过敏的",
        choices=ALLERGENS,
        widget=CHOSEN,
        required=False,
        help_text="都没有就不勾。",
    )


class OrderForm(OnceForm):
    """How one eats, and how many portions: a tap."""

    kind = forms.ChoiceField(label="怎么吃", choices=OrderKind.choices)
    portions = forms.IntegerField(label="几份", min_value=1, max_value=MOST_OF_ONE, required=False)


class DeskOrderForm(OnceForm):
    """An order that came by telephone, on paper or at the counter."""

    kind = forms.ChoiceField(label="怎么吃", widget=forms.RadioSelect)
    portions = forms.IntegerField(label="几份", min_value=1, max_value=MOST_OF_ONE, initial=1)
    place = forms.CharField(
        label="送到哪里",
        max_length=120,
        required=False,
        help_text="送餐才写；不写就送到登记的住处。",
    )
    channel = forms.ChoiceField(
        label="怎么订的",
        choices=[(one.value, one.label) for one in TOLD],
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind, OrderKind(kind).label) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0] if kinds else None


class WalkInForm(OnceForm):
    """Who eats without having ordered."""

    portions = forms.IntegerField(label="几份", min_value=1, max_value=20, initial=1)


class TicketForm(forms.Form):
    """A ticket's number, or what a scanner read from its code."""

    ticket = forms.CharField(
        label="餐号，或者扫餐票",
        max_length=300,
        widget=forms.TextInput({**TYPED, "autofocus": "", "data-private": ""}),
    )


class ReasonForm(forms.Form):
    """One line why."""

    reason = forms.CharField(
        label="为什么停", max_length=120, required=False, help_text="订了餐的人会看到。"
    )
