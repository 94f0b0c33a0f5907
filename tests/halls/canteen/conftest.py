"""The kitchen of the cast's village, and short words for planning, ordering and serving."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.foundation.people.public import Role
from changlai.halls.canteen.actions import eaters, giving, menus, orders, safety, serving
from changlai.halls.canteen.actions.menus import Plan
from changlai.halls.canteen.models import FoodSample, KitchenHand, MealOrder, Menu
from changlai.kernel.events.public import deliver
from changlai.kernel.ids import uuid7
from changlai.kernel.outbox.public import messages_of
from tests.cast import NOW, Village, make_staff

TOMORROW = NOW.date() + timedelta(days=1)
NOON = NOW + timedelta(days=1, hours=2)
"""When tomorrow's lunch is eaten."""

DISHES = ("红烧豆腐", "青菜")


@dataclass(frozen=True)
class Kitchen:
    """The canteen of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Any:
        return self.village.actor(self.village.handler)

    @property
    def eater(self) -> Any:
        return self.village.actor(self.village.resident)

    def who(self, at: datetime = NOW, actor: Any = None) -> dict[str, Any]:
        return {"centre": self.centre, "actor": actor or self.staff, "at": at}

    def plan(self, day: date = TOMORROW, meal: str = "lunch", **more: Any) -> Menu:
        values: dict[str, Any] = {"dishes": DISHES, "price_fen": 800, "portions": 10} | more
        return menus.plan_meal(day=day, meal=meal, plan=Plan(**values), **self.who())

    def menu(self, day: date = TOMORROW, meal: str = "lunch", **more: Any) -> Menu:
        made = self.plan(day, meal, **more)
        return menus.publish_meal(menu_id=made.pk, **self.who())

    def order(self, menu: Menu, person: Any = None, at: datetime = NOW, **more: Any) -> MealOrder:
        whose = person or self.village.resident_person
        values: dict[str, Any] = {"form_id": uuid7(), "actor": self.staff} | more
        return orders.order_meal(
            centre=self.centre, menu_id=menu.pk, person_id=whose.pk, at=at, **values
        )

    def serve(self, order: MealOrder, at: datetime = NOON) -> MealOrder:
        return serving.serve(order_id=order.pk, **self.who(at))

    def eaten(self, person: Any = None, **more: Any) -> MealOrder:
        return self.serve(self.order(self.menu(**more), person))

    def hand(self, name: str = "何桂香", days: int = 100) -> KitchenHand:
        until = NOW.date() + timedelta(days=days)
        return safety.put_hand(name=name, certificate_until=until, **self.who())

    def sample(
        self, menu: Menu, grams: int = 125, at: datetime = NOON, dish: str = "青菜"
    ) -> FoodSample:
        return safety.keep_sample(
            menu_id=menu.pk, dish=dish, grams=grams, fridge="留样冰箱", **self.who(at)
        )

    def live(self) -> None:
        """Cook a meal that the resident eats at, and write down what a kitchen does."""
        own = self.village.resident_person.pk
        menu = self.menu()
        self.order(menu, kind="delivery")
        self.sample(menu)
        safety.check_morning(hand_id=self.hand().pk, is_fit=True, **self.who())
        bought = safety.Purchase(
            name="大米",
            quantity="50公斤",
            came_on=NOW.date(),
            supplier="粮油店",
            address="老街12号",
            contact="19900000880",
        )
        safety.note_purchase(bought=bought, form_id=uuid7(), **self.who())
        safety.write_log(kind="self_check", what="冰箱", form_id=uuid7(), **self.who())
        giving.note_donation(giver="茶场", kind="food", what="大米", form_id=uuid7(), **self.who())
        secretary = self.who(actor=self.village.actor(self.village.secretary))
        tier = eaters.put_tier(name="80岁以上", subsidy_fen=500, **secretary)
        eaters.note_tier(person_id=own, tier_id=tier.pk, **secretary)
        who = {"person_id": own} | self.who(actor=self.eater)
        eaters.say_diet(marks=["soft"], agrees=True, **who)
        orders.put_standing(meal="dinner", weekdays=[0], **who)

    def clerk(self) -> Any:
        return make_staff("jiesuan", Role.CLERK, centre=self.centre)

    def cook(self) -> Any:
        return make_staff("chushi", Role.COOK, centre=self.centre)

    def told(self, person: Any) -> list[str]:
        deliver(self.centre.pk)
        return [one.text for one in messages_of(self.centre, person.pk)]

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"canteen:{name}", kwargs={"code": self.centre.code, **kwargs})

    def resident(self, account: Any = None) -> Client:
        client = Client()
        client.force_login(account or self.village.resident, backend=RESIDENT)
        return client

    def desk(self, account: Any = None) -> Client:
        client = Client()
        client.force_login(account or self.village.handler, backend=STAFF)
        return client


@pytest.fixture
def kitchen(village: Village) -> Kitchen:
    return Kitchen(village)
