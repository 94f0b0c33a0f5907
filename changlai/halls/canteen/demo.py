"""The demo village's canteen: lunch on weekdays for half a year in short, and a living week."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from changlai.foundation.people.public import Actor, actor_of, residents, staff_of
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions import eaters, giving, menus, orders, safety, serving, settling
from changlai.halls.canteen.actions.menus import Plan
from changlai.halls.canteen.models import FoodSample, MealOrder, Menu
from changlai.halls.canteen.queries.menus import monday_of
from changlai.kernel.ids import uuid7
from changlai.kernel.registry.contributions import DemoAct

LUNCHES: Final = (
    ("红烧豆腐", "青菜", "冬瓜排骨汤", "米饭"),
    ("清蒸鱼", "南瓜", "丝瓜汤", "米饭"),
    ("番茄炒蛋", "肉末茄子", "紫菜蛋汤", "米饭"),
    ("土豆炖鸡", "青菜", "冬瓜排骨汤", "米饭"),
    ("萝卜牛腩", "蒸水蛋", "丝瓜汤", "米饭"),
)
A_WEEK_EVERY: Final = 7
"""Of the past every seventh week is played out: figures live, and the village is soon there."""

SUPPLIER: Final = {
    "supplier": "石溪镇老街粮油店",
    "address": "石溪镇老街12号",
    "contact": "19900000880",
}


class _Kitchen:
    """What the play goes on with: who cooks, who eats."""

    def __init__(self, village: Any, actor: Actor, people: list[Any]) -> None:
        self.centre, self.now = village.centre, village.now
        self.village = village
        self.rng: Random = village.rng
        self.actor, self.people = actor, people
        self.hands: list[Any] = []

    def who(self, at: datetime) -> dict[str, Any]:
        return {"centre": self.centre, "actor": self.actor, "at": at}

    def open(self, at: datetime) -> None:
        """Name who cooks; one certificate ends soon."""
        today = self.now.date()
        for name, work, days in (("何桂香", "主厨", 200), ("郑秋月", "帮厨", 21)):
            until = today + timedelta(days=days)
            hand = safety.put_hand(
                name=name,
                work=work,
                certificate=f"健{today.year}{days:04d}",
                certificate_until=until,
                **self.who(at),
            )
            self.hands.append(hand)

    def plan(self, monday: date, at: datetime) -> list[Menu]:
        """Write and publish the lunches of a week, from Monday to Friday."""
        made = []
        for number, dishes in enumerate(LUNCHES):
            day = monday + timedelta(days=number)
            if day < at.date():
                continue
            plan = Plan(dishes=dishes, price_fen=800, portions=30)
            made.append(menus.plan_meal(day=day, meal="lunch", plan=plan, **self.who(at)))
        for menu in made:
            menus.publish_meal(menu_id=menu.pk, **self.who(at))
        return made

    def order(self, menu: Menu, at: datetime, many: int) -> None:
        """Let some order: online, by telephone, on paper; some have it brought."""
        moment = min(at, menu.order_until - timedelta(minutes=5))
        for number, person in enumerate(self.rng.sample(self.people, many)):
            if MealOrder.objects.of(self.centre).live().filter(menu=menu, person=person).exists():
                continue
            orders.order_meal(
                menu_id=menu.pk,
                person_id=person.pk,
                form_id=uuid7(),
                kind=("eat_in", "delivery", "eat_in", "take_away")[number % 4],
                channel=("phone", "counter", "paper")[number % 3],
                **self.who(moment + timedelta(seconds=number)),
            )

    def day(self, menu: Menu, at: datetime) -> None:
        """Live a day of the kitchen: the morning, the purchase, the samples, the meal, the log."""
        dawn = self.village.moment(menu.day, 7)
        for hand in self.hands:
            if dawn <= self.now:
                safety.check_morning(hand_id=hand.pk, is_fit=True, **self.who(dawn))
        if menu.day.weekday() == 0 and dawn <= self.now:
            bought = safety.Purchase(
                name="大米",
                quantity="50公斤",
                spec="25公斤装",
                made_on=menu.day - timedelta(days=20),
                shelf_life_days=180,
                came_on=menu.day,
                voucher=f"收据{menu.day:%m%d}",
                note="包装完好，没有异味",
                **SUPPLIER,
            )
            safety.note_purchase(bought=bought, form_id=uuid7(), **self.who(dawn))
        noon = self.village.moment(menu.day, 11, 40)
        if noon > self.now:
            return
        for number, dish in enumerate(menu.dishes):
            safety.keep_sample(
                menu_id=menu.pk,
                dish=dish,
                grams=130 + 5 * number,
                fridge="留样冰箱",
                **self.who(noon - timedelta(minutes=20)),
            )
        rows = MealOrder.objects.of(self.centre).waiting().filter(menu=menu).order_by("number")
        for number, order in enumerate(rows):
            if number % 11 != 10:
                moment = min(noon + timedelta(seconds=30 * number), self.now)
                serving.serve(order_id=order.pk, **self.who(moment))
        after = noon + timedelta(hours=2)
        if after <= self.now:
            safety.write_log(
                kind="disinfection",
                what="餐具",
                how="消毒柜高温",
                minutes=30,
                form_id=uuid7(),
                **self.who(after),
            )
            if menu.day.weekday() == 4:
                safety.write_log(
                    kind="waste",
                    what="剩饭剩菜",
                    kilos=Decimal("3.5"),
                    how="镇上收运车",
                    form_id=uuid7(),
                    **self.who(after + timedelta(minutes=5)),
                )
                safety.write_log(
                    kind="self_check",
                    what="食材、冰箱温度、卫生、燃气",
                    form_id=uuid7(),
                    **self.who(after + timedelta(minutes=10)),
                )

    def destroy(self, at: datetime) -> None:
        """Destroy what was kept for 48 hours."""
        rows = FoodSample.objects.of(self.centre).filter(
            destroyed_at__isnull=True, destroy_from__lte=at
        )
        for sample in rows.order_by("destroy_from", "id"):
            safety.destroy_sample(sample_id=sample.pk, **self.who(at))


def play(village: Any) -> None:
    """Cook a week now and then, then this week and the coming days, with whoever eats."""
    managers = set(staff_of(village.centre, policies.MANAGE, at=village.now))
    settlers = staff_of(village.centre, policies.SETTLE, at=village.now)
    # One colleague plays it all; whoever only settles neither plans nor cooks.
    staff = [one for one in settlers if one in managers]
    order = ("added_at", "name", "birth_year", "id")
    people = list(residents(village.centre).order_by(*order)[:30])
    if not staff or len(people) < 12:
        return
    actor = actor_of(account=staff[0], centre=village.centre, at=village.now)
    kitchen = _Kitchen(village, actor, people)
    first = monday_of(village.since) + timedelta(days=14)
    kitchen.open(village.moment(first, 8))
    this = monday_of(village.now.date())
    monday, number = first, 0
    while monday < this:
        if number % A_WEEK_EVERY == 0 or monday == this - timedelta(days=7):
            _past_week(kitchen, monday)
        monday, number = monday + timedelta(days=7), number + 1
    _living_week(kitchen, this)


def _past_week(kitchen: _Kitchen, monday: date) -> None:
    village = kitchen.village
    written = village.moment(monday - timedelta(days=3), 16)
    if written.date() < village.since:
        return
    for menu in kitchen.plan(monday, written):
        kitchen.order(menu, village.moment(menu.day - timedelta(days=1), 15), 6)
        kitchen.day(menu, written)
        kitchen.destroy(village.moment(menu.day, 17))


def _living_week(kitchen: _Kitchen, monday: date) -> None:
    """Leave this week and the next as they are on a day: eaten, ordered, still to be written."""
    village, now = kitchen.village, kitchen.now
    written = village.moment(monday - timedelta(days=3), 16)
    regular = kitchen.people[3]
    orders.put_standing(
        person_id=regular.pk,
        meal="lunch",
        weekdays=[0, 2, 4],
        kind="delivery",
        channel="phone",
        **kitchen.who(written),
    )
    eaters.say_diet(
        person_id=regular.pk,
        marks=["soft", "peanut"],
        agrees=True,
        channel="phone",
        **kitchen.who(written),
    )
    tier = eaters.put_tier(name="80岁以上", subsidy_fen=500, **kitchen.who(written))
    eaters.put_tier(name="特困供养", subsidy_fen=800, **kitchen.who(written))
    for person in kitchen.people[3:7]:
        eaters.note_tier(person_id=person.pk, tier_id=tier.pk, **kitchen.who(written))
    week = [monday, monday + timedelta(days=7)]
    for first in week:
        for menu in kitchen.plan(first, min(written, now)):
            if menu.day <= now.date() + timedelta(days=3):
                at = village.moment(menu.day - timedelta(days=1), 15)
                kitchen.order(menu, min(at, now), 7)
            if menu.day <= now.date():
                kitchen.day(menu, now)
    # What has been due since this morning still waits to be destroyed.
    kitchen.destroy(min(village.moment(now.date(), 8), now))
    for days, giver, is_named, kind, what, fen in (
        (40, "青岭茶场", True, "money", "", 200_000),
        (12, "不愿留名", False, "food", "大米100斤", None),
        (3, "回乡的小许", True, "food", "青菜30斤、鸡蛋5板", None),
    ):
        at = now - timedelta(days=days)
        giving.note_donation(
            giver=giver,
            is_named=is_named,
            kind=kind,
            what=what,
            amount_fen=fen,
            use="给老人加菜",
            form_id=uuid7(),
            **kitchen.who(at),
        )
    _settle(kitchen, monday)


def _settle(kitchen: _Kitchen, monday: date) -> None:
    """Settle the last month in which somebody ate and that is over."""
    month = kitchen.now.date().replace(day=1)
    for _ in range(3):
        month = (month - timedelta(days=1)).replace(day=1)
        rows = MealOrder.objects.of(kitchen.centre).filter(
            state="served", menu__day__gte=month, menu__day__lt=monday
        )
        if rows.filter(menu__day__lt=(month + timedelta(days=32)).replace(day=1)).exists():
            settling.close_month(month=month, **kitchen.who(kitchen.now))
            return


DEMO = [DemoAct(code="canteen", order=36, play=play)]
