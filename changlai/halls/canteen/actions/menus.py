"""Plan a week: write a meal, copy what was, publish it, call a meal off; and the centre's rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions.lines import line
from changlai.halls.canteen.actions.orders import end, order_standing
from changlai.halls.canteen.events import MenuCancelled, MenuPublished, MenuPut, RulesPut
from changlai.halls.canteen.models import Dish, KitchenRule, MealOrder, Menu
from changlai.halls.canteen.queries import menus as reads
from changlai.halls.canteen.states import (
    ALLERGENS,
    MOST_DISHES,
    MOST_FEN,
    MOST_PORTIONS,
    EndedBy,
    Meal,
    MenuState,
    OrderKind,
)
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

THERE = "这一天这一顿已经有菜单了，请改那一份。"
FARTHEST = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A meal as it was typed; `order_until` None is the centre's usual."""

    dishes: Iterable[str]
    price_fen: int
    portions: int
    order_until: datetime | None = None
    kinds: Iterable[str] = tuple(OrderKind.values)


def _checked(menu: Menu, plan: Plan) -> None:
    """Write a plan into a menu. Raises BadInput for what cannot be cooked."""
    dishes = list(dict.fromkeys(line(one, 20) for one in plan.dishes))
    dishes = [one for one in dishes if one]
    if not dishes:
        raise BadInput("请至少写一个菜。")
    if len(dishes) > MOST_DISHES:
        raise BadInput(f"一顿最多写{MOST_DISHES}个菜。")
    if not 0 <= plan.price_fen <= MOST_FEN:
        raise BadInput("价钱不对，请看看有没有多写一位。")
    if not 1 <= plan.portions <= MOST_PORTIONS:
        raise BadInput(f"份数请填1到{MOST_PORTIONS}。")
    if plan.portions < menu.taken:
        raise BadInput(f"已经订出去{menu.taken}份，份数不能比这个少。")
    kinds = [kind for kind in OrderKind.values if kind in set(plan.kinds)]
    if not kinds:
        raise BadInput("堂食、自取、送餐，请至少选一样。")
    until = plan.order_until or reads.deadline_of(reads.rules_of(menu.centre_id), menu.day)
    if until >= reads.midnight(menu.day + timedelta(days=1)):
        raise BadInput("订餐截止的时间要在开饭以前。")
    menu.dishes, menu.kinds, menu.order_until = dishes, kinds, until
    menu.price_fen, menu.portions = plan.price_fen, plan.portions


def _know_dishes(centre: Any, names: Iterable[str]) -> None:
    """Remember dishes that were not cooked before; nobody looked yet what is in them."""
    known = set(Dish.objects.of(centre).filter(name__in=names).values_list("name", flat=True))
    new = [Dish(centre_id=centre.pk, name=name) for name in names if name not in known]
    Dish.objects.bulk_create(new, ignore_conflicts=True)


@transaction.atomic
def plan_meal(*, centre: Any, actor: Actor, at: datetime, day: date, meal: str, plan: Plan) -> Menu:
    """Write the menu of one meal, for the kitchen alone until it is published.

    Raises NotAllowed; BadInput for a day that is past, a meal that is there already, or a plan
    that cannot be cooked.
    """
    require(policies.may_manage, actor, centre)
    today = timezone.localdate(at)
    if day < today:
        raise BadInput("这一天已经过去了。")
    if day > today + FARTHEST:
        raise BadInput("最多提前60天排菜单。")
    menu = Menu(centre=centre, day=day, meal=Meal(meal), state=MenuState.DRAFT)
    _checked(menu, plan)
    try:
        with transaction.atomic():
            menu.save(force_insert=True)
    except IntegrityError:
        raise BadInput(THERE) from None
    _know_dishes(centre, menu.dishes)
    _say_put(menu, actor, at, is_new=True)
    return menu


def _say_put(menu: Menu, actor: Actor, at: datetime, *, is_new: bool) -> None:
    publish(
        MenuPut(
            centre_id=menu.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=menu.pk,
            on=menu.day,
            meal=menu.meal,
            is_new=is_new,
        )
    )


@transaction.atomic
def change_meal(*, centre: Any, menu_id: UUID, actor: Actor, at: datetime, plan: Plan) -> Menu:
    """Change a meal. Who ordered before keeps the price of that moment.

    Raises NotAllowed; WrongStep for a meal that is off or past; BadInput for fewer portions than
    ordered.
    """
    menu: Menu = Menu.objects.of(centre).select_for_update().get(pk=menu_id)
    require(policies.may_manage, actor, centre)
    if menu.state == MenuState.CANCELLED:
        raise WrongStep("这顿已经停了，不能再改。")
    _not_past(menu, at)
    _checked(menu, plan)
    menu.save(update_fields=["dishes", "kinds", "order_until", "price_fen", "portions"])
    _know_dishes(centre, menu.dishes)
    _say_put(menu, actor, at, is_new=False)
    return menu


def _not_past(menu: Menu, at: datetime) -> None:
    """Refuse to change what was cooked, or was not. Raises WrongStep."""
    if menu.day < timezone.localdate(at):
        raise WrongStep(f"{menu.title}已经过去了，不能再改。")


@transaction.atomic
def drop_draft(*, centre: Any, menu_id: UUID, actor: Actor) -> None:
    """Take a menu away that nobody but the kitchen has seen. Raises NotAllowed, WrongStep."""
    menu = Menu.objects.of(centre).select_for_update().get(pk=menu_id)
    require(policies.may_manage, actor, centre)
    if menu.state != MenuState.DRAFT:
        raise WrongStep("这顿已经公布了，只能停，不能删。")
    menu.delete()


@transaction.atomic
def copy_week(*, centre: Any, actor: Actor, at: datetime, monday: date) -> int:
    """Write the week from the one before, where nothing stands yet; return how many meals.

    Raises NotAllowed; BadInput where there is nothing to copy.
    """
    require(policies.may_manage, actor, centre)
    week = timedelta(days=7)
    last = monday - timedelta(days=1)
    before = list(Menu.objects.of(centre).standing().filter(day__range=(monday - week, last)))
    if not before:
        raise BadInput("上一周没有菜单，没有可以抄的。")
    rows = Menu.objects.of(centre).standing().filter(day__range=(monday, monday + week))
    taken = set(rows.values_list("day", "meal"))
    made = 0
    for old in reads.in_order(before):
        day = old.day + week
        if (day, old.meal) in taken or day < timezone.localdate(at):
            continue
        # The hour of the deadline goes along, as far before the day as it was.
        until = old.order_until + week
        plan = Plan(
            dishes=old.dishes,
            price_fen=old.price_fen,
            portions=old.portions,
            order_until=until,
            kinds=old.kinds,
        )
        plan_meal(centre=centre, actor=actor, at=at, day=day, meal=old.meal, plan=plan)
        made += 1
    return made


@transaction.atomic
def publish_meal(*, centre: Any, menu_id: UUID, actor: Actor, at: datetime) -> Menu:
    """Let everybody read a meal and order it; who orders every week has it ordered at once.

    Raises NotAllowed; WrongStep when it was published before, or its day is past.
    """
    menu: Menu = Menu.objects.of(centre).select_for_update().get(pk=menu_id)
    require(policies.may_manage, actor, centre)
    _not_past(menu, at)
    menu.move_to(MenuState.OPEN)
    menu.published_at = at
    menu.save(update_fields=["state", "published_at"])
    publish(
        MenuPublished(
            centre_id=menu.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=menu.pk,
            on=menu.day,
            meal=menu.meal,
        )
    )
    order_standing(menu, at)
    return menu


@transaction.atomic
def publish_week(*, centre: Any, actor: Actor, at: datetime, monday: date) -> int:
    """Publish all of a week that is written and not past; return how many meals."""
    require(policies.may_manage, actor, centre)
    rows = Menu.objects.of(centre).filter(
        state=MenuState.DRAFT,
        day__range=(monday, monday + timedelta(days=6)),
        day__gte=timezone.localdate(at),
    )
    drafts = reads.in_order(rows)
    for menu in drafts:
        publish_meal(centre=centre, menu_id=menu.pk, actor=actor, at=at)
    return len(drafts)


@transaction.atomic
def cancel_meal(
    *, centre: Any, menu_id: UUID, actor: Actor, at: datetime, reason: str
) -> tuple[Menu, int]:
    """Call a meal off; everybody who ordered is told. Returns it and how many orders fell.

    Raises NotAllowed; WrongStep when it is off already, was never published, is past, or somebody
    has eaten; BadInput without a reason.
    """
    menu: Menu = Menu.objects.of(centre).select_for_update().get(pk=menu_id)
    require(policies.may_manage, actor, centre)
    reason = line(reason, 120, "请写明为什么停，订了餐的人会看到。")
    live = MealOrder.objects.of(centre).select_for_update().live().filter(menu=menu)
    orders = list(live.order_by("id"))
    if any(one.served_at for one in orders):
        raise WrongStep("这顿已经有人吃上了，不能再停。")
    _not_past(menu, at)
    menu.move_to(MenuState.CANCELLED)
    menu.reason, menu.cancelled_at, menu.taken = reason, at, 0
    menu.save(update_fields=["state", "reason", "cancelled_at", "taken"])
    for order in orders:
        end(order, EndedBy.MENU, at)
    publish(
        MenuCancelled(
            centre_id=menu.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=menu.pk,
            on=menu.day,
            meal=menu.meal,
            orders=len(orders),
        )
    )
    return menu, len(orders)


@transaction.atomic
def put_dish(
    *, centre: Any, actor: Actor, name: str, allergens: Iterable[str], dish_id: UUID | None = None
) -> Dish:
    """Say what is in a dish that some must not eat; by name, it is one dish.

    Raises NotAllowed; BadInput without a name or for an unknown ingredient.
    """
    require(policies.may_manage, actor, centre)
    codes = [code for code, _ in ALLERGENS]
    said = list(allergens)
    if any(one not in codes for one in said):
        raise BadInput("过敏食材请从列表里选。")
    named = line(name, 20, "请写菜名。")
    values = {"allergens": [code for code in codes if code in said], "is_checked": True}
    if dish_id is not None:
        dish: Dish = Dish.objects.of(centre).select_for_update().get(pk=dish_id)
        dish.allergens, dish.is_checked = values["allergens"], True
        dish.save(update_fields=["allergens", "is_checked"])
        return dish
    made, _ = Dish.objects.update_or_create(centre_id=centre.pk, name=named, defaults=values)
    return made


@transaction.atomic
def put_rules(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    meals: Iterable[str],
    kinds: Iterable[str],
    price_fen: int,
    portions: int,
    deadline_days: int,
    deadline_at: time,
    hours: str = "",
) -> KitchenRule:
    """Say what is usual in this kitchen; each meal may differ. Raises NotAllowed, BadInput."""
    require(policies.may_manage, actor, centre)
    chosen = [meal for meal in Meal.values if meal in set(meals)]
    ways = [kind for kind in OrderKind.values if kind in set(kinds)]
    if not chosen or not ways:
        raise BadInput("做哪几顿、怎么吃，请各至少选一样。")
    if not 0 <= deadline_days <= 7:
        raise BadInput("提前几天截止，请填0到7。")
    if not 1 <= portions <= MOST_PORTIONS or not 0 <= price_fen <= MOST_FEN:
        raise BadInput("份数或价钱不对，请看看有没有多写一位。")
    rule, _ = KitchenRule.objects.update_or_create(
        centre_id=centre.pk,
        defaults={
            "meals": chosen,
            "kinds": ways,
            "price_fen": price_fen,
            "portions": portions,
            "deadline_days": deadline_days,
            "deadline_at": deadline_at,
            "hours": line(hours, 80),
        },
    )
    publish(
        RulesPut(centre_id=rule.centre_id, at=at, actor_id=actor.account_id, subject_id=rule.pk)
    )
    return rule
