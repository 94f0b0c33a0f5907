"""What is cooked on which day for how many, and who ordered it."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.halls.canteen.money import yuan
from changlai.halls.canteen.states import (
    DEADLINE_AT,
    DEADLINE_DAYS,
    LIVE,
    MENU_NEXT,
    MENU_TONES,
    MOST_FEN,
    MOST_PORTIONS,
    MOST_WALK_IN,
    ORDER_NEXT,
    ORDER_TONES,
    PORTIONS,
    PRICE_FEN,
    Channel,
    Diet,
    EndedBy,
    Meal,
    MenuState,
    OrderKind,
    OrderState,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


def all_kinds() -> list[str]:
    """Return the ways to eat of a kitchen that chose nothing else."""
    return list(OrderKind.values)


def only_lunch() -> list[str]:
    """Return the meals of a kitchen that chose nothing else."""
    return [Meal.LUNCH.value]


class KitchenRule(Owned):
    """What a centre chose for its kitchen; a centre without a row goes by the usual."""

    centre = CentreKey()
    meals = models.JSONField("做哪几顿", default=only_lunch)
    kinds = models.JSONField("怎么吃", default=all_kinds)
    price_fen = models.PositiveIntegerField("一份多少钱", default=PRICE_FEN)
    portions = models.PositiveSmallIntegerField("一顿做几份", default=PORTIONS)
    deadline_days = models.PositiveSmallIntegerField("提前几天截止", default=DEADLINE_DAYS)
    deadline_at = models.TimeField("几点截止", default=DEADLINE_AT)
    hours = models.CharField("开饭时间", max_length=80, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "食堂约定"
        constraints = [
            models.UniqueConstraint(fields=["centre"], name="canteen_rule_one"),
            models.CheckConstraint(
                condition=Q(deadline_days__range=(0, 7)), name="canteen_rule_days"
            ),
        ]

    def __str__(self) -> str:
        return yuan(self.price_fen)


class Dish(Owned):
    """A dish the kitchen cooks, with what is in it that some must not eat."""

    centre = CentreKey()
    name = models.CharField("菜名", max_length=20)
    allergens = models.JSONField("过敏食材", default=list)
    is_checked = models.BooleanField("看过有没有过敏食材", default=False)

    class Meta(Owned.Meta):
        verbose_name = "菜"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="canteen_dish_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def inside(self) -> str:
        """Say what is in it that some must not eat."""
        return "、".join(Diet(code).label for code in self.allergens)


class MenuQuerySet(OwnedQuerySet):
    """Words for reading menus."""

    def shown(self) -> Self:
        """Keep what everybody may read: what was published, and what is off again."""
        return self.exclude(state=MenuState.DRAFT)

    def standing(self) -> Self:
        """Keep what is cooked, or may be."""
        return self.exclude(state=MenuState.CANCELLED)


class Menu(Owned):
    """One meal of one day (菜单, F23): its dishes, price, portions and the end of ordering.

    `taken` counts the portions of its live orders, `last_number` the tickets given out.
    """

    centre = CentreKey()
    day = models.DateField("哪天")
    meal = models.CharField("哪一顿", max_length=10, choices=Meal.choices)
    dishes = models.JSONField("菜", default=list)
    price_fen = models.PositiveIntegerField("一份多少钱")
    portions = models.PositiveSmallIntegerField("做几份")
    taken = models.PositiveSmallIntegerField("订了几份", default=0)
    last_number = models.PositiveSmallIntegerField(default=0)
    order_until = models.DateTimeField("订餐截止")
    kinds = models.JSONField("怎么吃", default=all_kinds)
    state = models.CharField("状态", max_length=10, choices=MenuState.choices)
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("停的时间", null=True, blank=True)
    reason = models.CharField("为什么停", max_length=120, blank=True)

    objects: ClassVar[Any] = MenuQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "菜单"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "day", "meal"],
                condition=~Q(state=MenuState.CANCELLED),
                name="canteen_menu_once",
            ),
            models.CheckConstraint(condition=Q(taken__lte=F("portions")), name="canteen_not_over"),
            models.CheckConstraint(
                condition=Q(portions__range=(1, MOST_PORTIONS)), name="canteen_menu_portions"
            ),
            models.CheckConstraint(condition=Q(price_fen__lte=MOST_FEN), name="canteen_menu_price"),
            models.CheckConstraint(
                condition=Q(state__in=MenuState.values), name="canteen_menu_state"
            ),
        ]
        indexes = [models.Index(fields=["centre", "day", "meal"], name="canteen_menu_day")]

    def __str__(self) -> str:
        return self.title

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in MENU_NEXT[MenuState(self.state)]:
            raise WrongStep("这顿的菜单已经变了，请刷新后再看。")
        self.state = state

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return MENU_TONES[MenuState(self.state)]

    @property
    def title(self) -> str:
        """Return what to call it: 3月19日午饭."""
        return f"{self.day.month}月{self.day.day}日{self.get_meal_display()}"

    @property
    def left(self) -> int:
        """Return how many portions are still to be had."""
        return self.portions - self.taken

    @property
    def price(self) -> str:
        """Say what a portion costs."""
        return yuan(self.price_fen)

    @property
    def is_open(self) -> bool:
        """Whether it was published and is not off."""
        return self.state == MenuState.OPEN

    def takes_orders(self, at: datetime) -> bool:
        """Say whether somebody may order at a moment."""
        return self.is_open and at <= self.order_until and self.left > 0


class OrderQuerySet(OwnedQuerySet):
    """Words for reading orders."""

    def live(self) -> Self:
        """Keep what was not cancelled."""
        return self.filter(state__in=LIVE)

    def waiting(self) -> Self:
        """Keep what is still to be served."""
        return self.filter(state=OrderState.ORDERED)

    def on(self, day: date) -> Self:
        """Keep the orders for one day."""
        return self.filter(menu__day=day)


class MealOrder(Owned):
    """Somebody's portions of one meal (订餐), at the price of the moment of ordering.

    `number` is the neutral ticket: it says nothing about its holder. A walk-in (散客) may be of
    nobody known. `form_id` is the form's own number: sent twice it is one order.
    """

    centre = CentreKey()
    menu = SameCentreFK(Menu, models.PROTECT, related_name="orders")
    person = SameCentreFK("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField("餐号")
    kind = models.CharField("怎么吃", max_length=10, choices=OrderKind.choices)
    portions = models.PositiveSmallIntegerField("几份", default=1)
    price_fen = models.PositiveIntegerField("一份多少钱")
    place = models.CharField("送到哪里", max_length=120, blank=True)
    state = models.CharField("状态", max_length=10, choices=OrderState.choices)
    channel = models.CharField("怎么订的", max_length=10, choices=Channel.choices)
    entered_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField("订的时间")
    served_at = models.DateTimeField("吃上的时间", null=True, blank=True)
    served_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("取消时间", null=True, blank=True)
    ended_by = models.CharField("谁取消的", max_length=10, choices=EndedBy.choices, blank=True)
    form_id = models.UUIDField("表单编号")

    objects: ClassVar[Any] = OrderQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "订餐"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "menu", "person"],
                condition=Q(state__in=LIVE, person__isnull=False),
                name="canteen_order_once",
            ),
            models.UniqueConstraint(
                fields=["centre", "menu", "number"], name="canteen_order_number"
            ),
            models.UniqueConstraint(fields=["centre", "form_id"], name="canteen_order_form"),
            models.CheckConstraint(
                condition=Q(portions__range=(1, MOST_WALK_IN)), name="canteen_order_portions"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OrderState.values), name="canteen_order_state"
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.SERVED, served_at__isnull=False)
                | (~Q(state=OrderState.SERVED) & Q(served_at__isnull=True)),
                name="canteen_served_when",
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.CANCELLED, ended_at__isnull=False)
                | (~Q(state=OrderState.CANCELLED) & Q(ended_at__isnull=True)),
                name="canteen_ended_when",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "person", "-ordered_at"], name="canteen_of_person"),
            models.Index(fields=["centre", "-ordered_at", "-id"], name="canteen_newest"),
            models.Index(
                fields=["centre", "served_at"],
                condition=Q(state=OrderState.SERVED),
                name="canteen_served",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_state_display()}"

    def move_to(self, state: str) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in ORDER_NEXT[OrderState(self.state)]:
            raise WrongStep("这份餐的情况已经变了，请刷新后再看。")
        self.state = state

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return ORDER_TONES[OrderState(self.state)]

    @property
    def who(self) -> str:
        """Return whose it is, for staff."""
        return str(self.person.name) if self.person_id and self.person else "散客"

    @property
    def amount_fen(self) -> int:
        """Return what all its portions cost."""
        return self.portions * self.price_fen

    @property
    def amount(self) -> str:
        """Say what all its portions cost."""
        return yuan(self.amount_fen)
