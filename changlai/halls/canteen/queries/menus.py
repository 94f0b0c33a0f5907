"""Reads of menus: what a week looks like, what is in a dish, what the kitchen cooks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from changlai.halls.canteen.models import DietMark, Dish, KitchenRule, MealOrder, Menu
from changlai.halls.canteen.states import (
    DEADLINE_AT,
    DEADLINE_DAYS,
    MEAL_ORDER,
    Diet,
    Meal,
    OrderKind,
)


def rules_of(centre: Any) -> KitchenRule:
    """Return what a centre chose for its kitchen, or the usual."""
    centre_id = getattr(centre, "pk", centre)
    found = KitchenRule.objects.of(centre_id).first()
    return found or KitchenRule(
        centre_id=centre_id, deadline_days=DEADLINE_DAYS, deadline_at=DEADLINE_AT
    )


def monday_of(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())


def deadline_of(rules: KitchenRule, day: date) -> datetime:
    """Return until when one may order for a day, by the centre's rule."""
    until = datetime.combine(day - timedelta(days=rules.deadline_days), rules.deadline_at)
    return until.replace(tzinfo=timezone.get_default_timezone())


def midnight(day: date) -> datetime:
    """Return when a day of the village begins."""
    return datetime.combine(day, time(0), timezone.get_default_timezone())


def in_order(menus: Iterable[Menu]) -> list[Menu]:
    """Return menus by day and by the order of meals within it; what is off stands last."""
    return sorted(menus, key=lambda one: (one.day, MEAL_ORDER.index(one.meal), not one.is_open))


def allergens_in(centre: Any, names: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return which dishes contain what some must not eat, by name; unlooked-at ones say None."""
    rows = Dish.objects.of(centre)
    wanted = set(names)
    if wanted:
        rows = rows.filter(name__in=wanted)
    return {one.name: list(one.allergens) for one in rows if one.is_checked}


@dataclass(frozen=True)
class ShownDish:
    """A dish as it is read: its name, and what is in it; `is_known` whether anybody looked."""

    name: str
    allergens: tuple[str, ...]
    is_known: bool

    @property
    def note(self) -> str:
        """Say what is in it, where something is."""
        return "、".join(Diet(code).label for code in self.allergens)


@dataclass(frozen=True)
class ShownMenu:
    """A meal with its dishes, and what the reader has with it."""

    menu: Menu
    dishes: list[ShownDish]
    own: MealOrder | None = None
    clash: list[str] = field(default_factory=list)


def shown(
    centre: Any,
    menus: Iterable[Menu],
    own: dict[Any, MealOrder] | None = None,
    diet: Iterable[str] = (),
) -> list[ShownMenu]:
    """Return menus with what is in their dishes, in one more statement."""
    found = in_order(menus)
    known = allergens_in(centre, (name for one in found for name in one.dishes))
    said = []
    for menu in found:
        dishes = [
            ShownDish(name, tuple(known.get(name, ())), name in known) for name in menu.dishes
        ]
        inside = {code for one in dishes for code in one.allergens}
        clash = [Diet(code).label for code in diet if code in inside]
        said.append(ShownMenu(menu, dishes, (own or {}).get(menu.pk), clash))
    return said


@dataclass(frozen=True)
class Day:
    """One day of a week: its meals by kind, None where nothing is planned."""

    day: date
    meals: list[tuple[str, str, ShownMenu | None]]


def week_grid(centre: Any, first: date, rules: KitchenRule) -> tuple[list[Day], list[str]]:
    """Return the seven days of a week for the kitchen, and the meals that stand in it."""
    rows = Menu.objects.of(centre).filter(day__range=(first, first + timedelta(days=6)))
    by_place: dict[tuple[date, str], ShownMenu] = {}
    for one in shown(centre, rows):
        # What is cooked stands before what was called off for the same hour.
        key = (one.menu.day, one.menu.meal)
        if key not in by_place or by_place[key].menu.state == "cancelled":
            by_place[key] = one
    meals = [
        meal for meal in MEAL_ORDER if meal in rules.meals or any(k[1] == meal for k in by_place)
    ]
    days = []
    for number in range(7):
        day = first + timedelta(days=number)
        days.append(
            Day(day, [(meal, Meal(meal).label, by_place.get((day, meal))) for meal in meals])
        )
    return days, [Meal(meal).label for meal in meals]


@dataclass(frozen=True)
class KitchenCount:
    """How much of a meal is to be cooked: by kind, and for whom something is special."""

    total: int
    kinds: list[tuple[str, int]]
    diets: list[tuple[str, int]]
    free: int


def kitchen_count(menu: Menu) -> KitchenCount:
    """Count a meal for the cook: portions by kind, and of whom it is known what they must not eat.

    Counts alone: nobody's name stands beside what they must not eat.
    """
    live = MealOrder.objects.of(menu.centre_id).live().filter(menu=menu)
    by_kind = dict(live.order_by().values_list("kind").annotate(many=Sum("portions")))
    people = live.filter(person__isnull=False).values_list("person_id", flat=True)
    marks: dict[str, int] = {}
    for row in DietMark.objects.of(menu.centre_id).filter(person_id__in=list(people)):
        for code in row.codes:
            marks[code] = marks.get(code, 0) + 1
    return KitchenCount(
        total=sum(by_kind.values()),
        kinds=[(kind.label, by_kind[kind]) for kind in OrderKind if kind in by_kind],
        diets=[
            (one.label if one == Diet.SOFT else f"不吃{one.label}", marks[one])
            for one in Diet
            if one in marks
        ],
        free=menu.left,
    )


def served_counts(menus: Iterable[Menu]) -> dict[Any, tuple[int, int]]:
    """Return of each menu how many orders there are, and how many of them were served."""
    found = list(menus)
    if not found:
        return {}
    rows = MealOrder.objects.of(found[0].centre_id).live().filter(menu__in=found)
    counted = (
        rows.order_by()
        .values_list("menu_id")
        .annotate(many=Count("pk"), done=Count("pk", filter=Q(state="served")))
    )
    return {key: (many, done) for key, many, done in counted}
