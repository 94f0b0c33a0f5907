"""The canteen on screen: one tap orders, the counter ticks, the kitchen writes; trouble is told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.engines.faces.models import Asked
from changlai.foundation.areas.stage import set_stage
from changlai.foundation.people.events import PersonErased
from changlai.foundation.people.models import NumberLook
from changlai.foundation.people.public import merge_persons
from changlai.halls.canteen.actions import menus, serving
from changlai.halls.canteen.demo import play
from changlai.halls.canteen.mine import MINE
from changlai.halls.canteen.models import (
    DietMark,
    Dish,
    Donation,
    EaterTier,
    FoodSample,
    KitchenLog,
    KitchenRule,
    MealOrder,
    Menu,
    MorningCheck,
    PriceTier,
    PurchaseCheck,
    Settlement,
    SettlementLine,
    StandingOrder,
)
from changlai.halls.canteen.pack import unpack
from changlai.halls.canteen.queries.orders import ticket_of
from changlai.halls.canteen.registers import REGISTERS
from changlai.halls.canteen.today import TODAY
from changlai.kernel.events.public import deliver, publish
from changlai.kernel.ids import uuid7
from changlai.kernel.metrics.public import recount
from tests.cast import NOW, make_person
from tests.halls.canteen.conftest import NOON, TOMORROW, Kitchen
from tests.halls.voices.test_demo import MORNING, UNTIL, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_f23_one_tap_orders_a_meal_and_the_second_says_so(kitchen: Kitchen) -> None:
    menu, client = kitchen.menu(), kitchen.resident()
    Dish.objects.of(kitchen.centre).filter(name="红烧豆腐").update(
        allergens=["soy"], is_checked=True
    )
    week = kitchen.page("week")
    stranger = Client().get(week).content.decode()
    for words in ("红烧豆腐", "含大豆", "还没标", "8元一份", "3月19日"):
        assert words in stranger
    page = kitchen.page("order", pk=menu.pk)
    assert "sign-in" in Client().post(page, {"kind": "eat_in"})["Location"]
    assert client.get(page)["Location"] == week
    said = {"kind": "take_away", "portions": "2", "form_id": str(uuid7())}
    assert client.post(page, said).status_code == 302
    assert client.post(page, said).status_code == 302, "the same form twice is one order"
    order = MealOrder.objects.of(kitchen.centre).get()
    assert (order.kind, order.portions, order.channel) == ("take_away", 2, "online")
    assert "您订了自取2份，餐号1" in client.get(week).content.decode()
    again = client.post(page, {"kind": "eat_in", "form_id": str(uuid7())})
    assert again.status_code == 409
    assert "已经订过了" in again.content.decode()
    ticket = kitchen.page("ticket", pk=order.pk)
    shown = client.get(ticket).content.decode()
    assert 'class="qr"' in shown
    assert "取消这一份" in shown
    assert kitchen.resident(kitchen.village.second).get(ticket).status_code == 404
    lines, many = MINE[0].lines(kitchen.eater, NOW)
    assert (many, lines[0].title, lines[0].next) == (
        1,
        "3月19日(周四)午饭",
        "到时候来取，餐号1",
    )
    assert client.post(ticket).status_code == 302
    assert client.post(ticket).status_code == 409
    assert "取消了" in client.get(kitchen.page("mine")).content.decode()


def test_f23_after_the_deadline_the_page_says_so_with_409(kitchen: Kitchen) -> None:
    menu, client = kitchen.menu(), kitchen.resident()
    with time_machine.travel(NOW.replace(hour=18, minute=1), tick=False):
        assert "订餐截止了" in client.get(kitchen.page("week")).content.decode()
        late = client.post(kitchen.page("order", pk=menu.pk), {"kind": "eat_in"})
        assert late.status_code == 409
        assert "18:00截止了" in late.content.decode()
        person = kitchen.village.second_person
        said = {"person": str(person.pk), "kind": "eat_in", "portions": "1", "channel": "phone"}
        desk = kitchen.desk(kitchen.village.duty).post(kitchen.page("desk_order", pk=menu.pk), said)
        assert desk.status_code == 409


def test_a_draft_is_the_kitchens_own(kitchen: Kitchen) -> None:
    draft = kitchen.plan()
    assert "红烧豆腐" not in Client().get(kitchen.page("week")).content.decode()
    assert "红烧豆腐" not in Client().get(kitchen.page("sheet")).content.decode()
    page = kitchen.page("order", pk=draft.pk)
    assert kitchen.resident().post(page, {"kind": "eat_in"}).status_code == 404
    assert kitchen.desk().get(kitchen.page("desk_meal", pk=draft.pk)).status_code == 404


def test_a_week_is_written_copied_and_published_in_the_browser(kitchen: Kitchen) -> None:
    desk = kitchen.desk(kitchen.cook())
    add = f"{kitchen.page('desk_meal_add')}?day={TOMORROW}&meal=lunch"
    shown = desk.get(add).content.decode()
    assert 'value="8.00"' in shown
    assert 'value="2026-03-18T18:00"' in shown
    said: dict[str, Any] = {
        "dish_1": "红烧豆腐",
        "dish_2": "青菜",
        "price": "9.5",
        "portions": "20",
        "until": "2026-03-18T18:00",
        "kinds": ["eat_in", "delivery"],
    }
    wrong = desk.post(add, said | {"price": "9.555"}).content.decode()
    assert 'value="红烧豆腐"' in wrong
    assert "error" in wrong
    assert desk.post(add, said | {"dish_1": ""}).status_code == 200
    assert desk.post(add, said).status_code == 302
    menu = Menu.objects.of(kitchen.centre).get()
    assert (menu.dishes, menu.price_fen, menu.state) == (["红烧豆腐", "青菜"], 950, "draft")
    assert "已经有菜单" in desk.post(add, said).content.decode()
    edit = kitchen.page("desk_meal_edit", pk=menu.pk)
    assert desk.post(edit, said | {"portions": "30"}).status_code == 302
    assert desk.post(kitchen.page("desk_publish"), {"week": str(TOMORROW)}).status_code == 302
    menu.refresh_from_db()
    assert (menu.portions, menu.state) == (30, "open")
    assert desk.post(edit, {"verb": "drop"}).status_code == 409
    assert desk.post(edit, {"verb": "publish"}).status_code == 409
    after = TOMORROW + timedelta(days=7)
    copied = desk.post(kitchen.page("desk_copy"), {"week": str(after)}, follow=True)
    assert "抄了1顿" in copied.content.decode()
    far = desk.post(kitchen.page("desk_copy"), {"week": "2026-06-01"}, follow=True)
    assert "上一周没有菜单" in far.content.decode()
    for week in ("", "nonsense", "9999-12-31", "0001-01-01"):
        assert desk.get(kitchen.page("desk_week"), {"week": week}).status_code == 200
        assert desk.get(kitchen.page("sheet"), {"week": week, "size": "a3"}).status_code == 200
    dish = Dish.objects.of(kitchen.centre).get(name="青菜")
    assert (
        desk.post(kitchen.page("desk_dish", pk=dish.pk), {"allergens": ["egg"]}).status_code == 302
    )
    assert desk.post(kitchen.page("desk_dishes"), {"name": "南瓜"}).status_code == 302
    dish.refresh_from_db()
    assert (dish.allergens, dish.is_checked) == (["egg"], True)


def test_f23_the_counter_takes_a_call_ticks_and_counts_walk_ins(kitchen: Kitchen) -> None:
    menu, desk = kitchen.menu(), kitchen.desk(kitchen.village.duty)
    person = kitchen.village.phoneless_person
    page = kitchen.page("desk_order", pk=menu.pk)
    said = {"kind": "delivery", "portions": "1", "channel": "phone", "place": "老樟树旁"}
    assert "请先找到是哪一位" in desk.post(page, said).content.decode()
    assert desk.post(page, said | {"person": str(person.pk)}).status_code == 302
    order = MealOrder.objects.of(kitchen.centre).get()
    assert (order.channel, order.entered_by, order.place) == (
        "phone",
        kitchen.village.duty,
        "老樟树旁",
    )
    sheet = desk.get(kitchen.page("desk_deliveries", pk=menu.pk)).content.decode()
    assert "老樟树旁" in sheet
    kitchen.order(menu)
    here = kitchen.page("desk_meal", pk=menu.pk)
    assert desk.post(here, {"verb": "walk_in", "portions": "1"}).status_code == 409
    with time_machine.travel(NOON, tick=False):
        desk = kitchen.desk(kitchen.village.duty)
        tick = {"verb": "serve", "order": str(order.pk)}
        assert desk.post(here, tick).status_code == 302
        late = desk.post(here, tick)
        assert late.status_code == 409
        assert "已经打过勾了" in late.content.decode()
        assert desk.post(here, {"verb": "ticket", "ticket": "2"}).status_code == 302
        assert (
            "这顿没有99号" in desk.post(here, {"verb": "ticket", "ticket": "99"}).content.decode()
        )
        walk = {"verb": "walk_in", "portions": "2", "form_id": str(uuid7())}
        assert desk.post(here, walk).status_code == 302
        assert desk.post(here, walk).status_code == 302
        assert desk.post(here, {"verb": "untick", "order": str(order.pk)}).status_code == 302
        assert desk.post(here, {"verb": "serve", "order": "x"}).status_code == 404
        assert desk.post(here, {"verb": "dance"}).status_code == 404
        menu.refresh_from_db()
        assert menu.taken == 4
        scan = f"{kitchen.page('desk_scan')}?t={ticket_of(order)}"
        assert "给了" in desk.get(scan).content.decode()
        assert desk.post(scan).status_code == 302
        assert desk.post(scan).status_code == 409
        forged = desk.get(f"{scan}x").content.decode()
        assert "没有这张餐票" in forged


def test_f23_whoever_delivers_sees_a_number_only_when_asked_for(kitchen: Kitchen) -> None:
    menu, desk = kitchen.menu(), kitchen.desk()
    kitchen.order(menu, kind="delivery")
    page, number = kitchen.page("desk_deliveries", pk=menu.pk), "19900000001"
    assert number not in desk.get(page).content.decode()
    assert not NumberLook.objects.of(kitchen.centre).exists()
    assert number in desk.post(page).content.decode()
    look = NumberLook.objects.of(kitchen.centre).get()
    assert (look.person_id, look.field) == (kitchen.village.resident_person.pk, "phone")


def test_f23_a_meal_is_called_off_on_its_page(kitchen: Kitchen) -> None:
    menu, desk = kitchen.menu(), kitchen.desk()
    kitchen.order(menu)
    page = kitchen.page("desk_meal", pk=menu.pk)
    assert "请写明为什么停" in desk.post(page, {"verb": "off", "reason": ""}).content.decode()
    duty = kitchen.desk(kitchen.village.duty)
    assert duty.post(page, {"verb": "off", "reason": "停水"}).status_code == 409
    assert desk.post(page, {"verb": "off", "reason": "停水"}).status_code == 302
    assert desk.post(page, {"verb": "off", "reason": "停水"}).status_code == 409
    shown = kitchen.resident().get(kitchen.page("week")).content.decode()
    assert "停水" in shown


def test_the_same_every_week_and_what_not_to_eat_are_said_by_oneself_or_at_the_counter(
    kitchen: Kitchen,
) -> None:
    client, desk = kitchen.resident(), kitchen.desk()
    said = {"meal": "lunch", "weekdays": ["0", "3"], "kind": "eat_in", "portions": "1"}
    assert client.post(kitchen.page("standing"), said).status_code == 302
    assert client.post(kitchen.page("standing"), {"meal": "lunch"}).status_code == 200
    row = StandingOrder.objects.of(kitchen.centre).get()
    end = {"verb": "end", "standing": str(row.pk)}
    second = kitchen.resident(kitchen.village.second)
    assert second.post(kitchen.page("standing"), end).status_code == 404
    assert client.post(kitchen.page("standing"), end).status_code == 302
    assert client.post(kitchen.page("standing"), end).status_code == 404
    diet = kitchen.page("diet")
    assert "要本人同意" in client.post(diet, {"marks": ["soft"]}).content.decode()
    assert client.post(diet, {"marks": ["soft"], "agrees": "on"}).status_code == 302
    menu = kitchen.menu()
    kitchen.order(menu)
    assert "软食" in desk.get(kitchen.page("desk_meal", pk=menu.pk)).content.decode()
    sheet = desk.get(kitchen.page("desk_kitchen", pk=menu.pk)).content.decode()
    assert "软食" in sheet
    assert kitchen.village.resident_person.name not in sheet
    page = kitchen.page("desk_eater")
    person = {"person": str(kitchen.village.phoneless_person.pk)}
    assert desk.post(page, person | {"verb": "standing"} | said).status_code == 302
    marks = {"verb": "diet", "marks": ["egg"]}
    assert "要本人同意" in desk.post(page, person | marks).content.decode()
    assert desk.post(page, person | marks | {"agrees": "on"}).status_code == 302
    row = StandingOrder.objects.of(kitchen.centre).get(ended_at__isnull=True)
    end = person | {"verb": "end", "standing": str(row.pk)}
    assert desk.post(page, end).status_code == 302
    assert "已经停了" in desk.post(page, end).content.decode()
    assert client.post(diet, {}).status_code == 302
    assert DietMark.objects.of(kitchen.centre).count() == 1


def test_f23_the_kitchen_writes_where_it_works(kitchen: Kitchen) -> None:
    menu, cook = kitchen.menu(), kitchen.cook()
    desk = kitchen.desk(cook)
    hand = kitchen.hand(days=-1)
    morning = kitchen.page("desk_morning")
    over = desk.post(morning, {"hand": str(hand.pk), "result": "duty"})
    assert "健康证过期了，不能上岗" in over.content.decode()
    assert not MorningCheck.objects.of(kitchen.centre).exists()
    renewed = {"name": hand.name, "certificate_until": "2026-12-31", "is_active": "on"}
    assert desk.post(kitchen.page("desk_hand", pk=hand.pk), renewed).status_code == 302
    assert desk.post(morning, {"hand": str(hand.pk), "result": "duty"}).status_code == 302
    assert (
        desk.post(kitchen.page("desk_hand_add"), {"name": "小郑", "is_active": "on"}).status_code
        == 302
    )
    with time_machine.travel(NOON, tick=False):
        desk = kitchen.desk(cook)
        samples = kitchen.page("desk_samples")
        both = [f"{menu.pk}:红烧豆腐", f"{menu.pk}:青菜"]
        few = desk.post(samples, {"dish": both, "grams": "100", "fridge": "冰箱"})
        assert "不能少于125克" in few.content.decode()
        assert "请勾上" in desk.post(samples, {"grams": "130", "fridge": "冰箱"}).content.decode()
        kept = {"dish": both, "grams": "130", "fridge": "冰箱"}
        assert desk.post(samples, kept).status_code == 302
        assert FoodSample.objects.of(kitchen.centre).count() == 2
        sample = FoodSample.objects.of(kitchen.centre).first()
        destroy = {"verb": "destroy", "sample": str(sample.pk)}
        early = desk.post(samples, destroy)
        assert early.status_code == 409
        assert "满48小时" in early.content.decode()
        section = next(one for one in TODAY if one.code == "canteen_safety")
        actor = kitchen.staff
        assert [one.title for one in section.lines(actor, NOON)[0]] == [
            "晨检还有2人没做",
            "小郑的健康证过期了",
        ]
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        section = next(one for one in TODAY if one.code == "canteen_safety")
        told = [one.title for one in section.lines(actor, NOON + timedelta(days=2))[0]]
        assert "2份留样满48小时，可以销毁" in told
        assert kitchen.desk(cook).post(samples, destroy).status_code == 302
    desk = kitchen.desk(cook)
    bought = {
        "name": "大米",
        "quantity": "5袋",
        "came_on": "2026-03-18",
        "supplier": "粮油店",
        "address": "老街",
        "contact": "19900000880",
        "form_id": str(uuid7()),
    }
    page = kitchen.page("desk_purchase")
    assert desk.post(page, bought).status_code == 302
    assert desk.post(page, bought).status_code == 302
    assert PurchaseCheck.objects.of(kitchen.centre).count() == 1
    assert 'value="粮油店"' in desk.get(page).content.decode()
    for kind, said in (
        ("disinfection", {"what": "餐具", "how": "开水煮", "minutes": "20"}),
        ("self_check", {"what": "冰箱", "is_fine": "0", "note": "门没关严，换了封条"}),
        ("waste", {"what": "废油", "kilos": "2.5", "how": "收运车"}),
    ):
        page = kitchen.page("desk_log", kind=kind)
        assert desk.post(page, said | {"form_id": str(uuid7())}).status_code == 302
    waste = desk.post(kitchen.page("desk_log", kind="waste"), {"what": "废油", "kilos": "-1"})
    assert "重量请填大于0" in waste.content.decode()
    assert KitchenLog.objects.of(kitchen.centre).count() == 3
    gift = {"giver": "茶场", "kind": "money", "amount": "100.50", "given_on": "2026-03-18"}
    assert desk.post(kitchen.page("desk_donations"), gift).status_code == 302
    assert Donation.objects.of(kitchen.centre).get().gift == "100.50元"
    assert desk.get(kitchen.page("desk_safety")).status_code == 200


def test_f23_a_month_is_settled_on_its_page(kitchen: Kitchen) -> None:
    desk = kitchen.desk(kitchen.clerk())
    tier = {"name": "80岁以上", "subsidy": "5", "is_active": "on"}
    assert desk.post(kitchen.page("desk_tiers"), tier).status_code == 302
    assert "已经有这一档" in desk.post(kitchen.page("desk_tiers"), tier).content.decode()
    row = PriceTier.objects.of(kitchen.centre).get()
    assert (
        desk.post(kitchen.page("desk_tier", pk=row.pk), tier | {"subsidy": "6"}).status_code == 302
    )
    note = {"tier": str(row.pk)}
    page = kitchen.page("desk_eater_tier")
    assert "请先找到" in desk.post(page, note).content.decode()
    person = {"person": str(kitchen.village.resident_person.pk)}
    assert desk.post(page, note | person).status_code == 302
    kitchen.serve(kitchen.order(kitchen.menu()))
    month = kitchen.page("desk_month")
    assert desk.post(month, {"month": "2026-03", "verb": "close"}).status_code == 409
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        desk = kitchen.desk(kitchen.village.secretary)
        assert desk.post(month, {"month": "2026-03", "verb": "close"}).status_code == 302
        assert desk.post(month, {"month": "2026-03", "verb": "close"}).status_code == 409
        line = SettlementLine.objects.of(kitchen.centre).get()
        paid = {"month": "2026-03", "verb": "paid", "line": str(line.pk)}
        assert desk.post(month, paid).status_code == 302
        assert desk.post(month, paid).status_code == 409
        sheet = kitchen.page("desk_month_sheet")
        shown = desk.get(sheet, {"month": "2026-03", "kind": "subsidy"}).content.decode()
        assert "6元" in shown
        for wrong in ("", "2026-13", "x", "9999-01"):
            assert desk.get(month, {"month": wrong}).status_code == 200


def test_what_is_usual_is_chosen_in_the_browser(kitchen: Kitchen) -> None:
    said = {
        "meals": ["lunch", "dinner"],
        "kinds": ["eat_in"],
        "price": "6.50",
        "portions": "25",
        "deadline_days": "0",
        "deadline_at": "09:00",
        "hours": "午饭11:30到12:30",
    }
    desk = kitchen.desk()
    assert desk.post(kitchen.page("desk_rules"), said | {"deadline_days": "9"}).status_code == 200
    assert desk.post(kitchen.page("desk_rules"), said).status_code == 302
    rule = KitchenRule.objects.of(kitchen.centre).get()
    assert (rule.meals, rule.price_fen, rule.deadline_days) == (["lunch", "dinner"], 650, 0)
    assert "午饭11:30到12:30" in Client().get(kitchen.page("week")).content.decode()


def test_whoever_is_forgotten_or_merged_leaves_counts_and_no_name(kitchen: Kitchen) -> None:
    kitchen.live()
    village = kitchen.village
    menu, dinner = Menu.objects.of(kitchen.centre).get(), kitchen.plan(meal="dinner")
    kitchen.serve(kitchen.order(menu, village.phoneless_person))
    merge_persons(
        keep_id=village.phoneless_person.pk,
        merge_id=village.resident_person.pk,
        **kitchen.who(actor=village.actor(village.secretary)),
    )
    deliver(kitchen.centre.pk)
    own = MealOrder.objects.of(kitchen.centre).filter(person=village.phoneless_person)
    assert {one.state for one in own} == {"served", "cancelled"}, "a meal had twice is had once"
    menu.refresh_from_db()
    assert menu.taken == 1
    for model in (DietMark, EaterTier, StandingOrder):
        rows: Any = model
        assert rows.objects.of(kitchen.centre).get().person_id == village.phoneless_person.pk
    menus.publish_meal(menu_id=dinner.pk, **kitchen.who())
    kitchen.order(dinner, village.phoneless_person)
    gone = {"centre_id": kitchen.centre.pk, "subject_id": village.phoneless_person.pk}
    publish(PersonErased(at=NOW, actor_id=None, **gone))
    deliver(kitchen.centre.pk)
    assert not MealOrder.objects.of(kitchen.centre).filter(person__isnull=False).exists()
    assert MealOrder.objects.of(kitchen.centre).filter(state="served").count() == 1
    dinner.refresh_from_db()
    assert dinner.taken == 0
    assert not DietMark.objects.of(kitchen.centre).exists()
    assert not EaterTier.objects.of(kitchen.centre).exists()
    assert not StandingOrder.objects.of(kitchen.centre).exists()


def _asked(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_lists_ask_as_often_for_thirty_orders_as_for_three(kitchen: Kitchen) -> None:
    menu = kitchen.menu(portions=40)
    desk, client = kitchen.desk(), kitchen.resident()
    people = [make_person(kitchen.centre, f"村民{number}") for number in range(30)]
    pages = [
        (desk, kitchen.page("desk_meal", pk=menu.pk)),
        (desk, kitchen.page("desk_kitchen", pk=menu.pk)),
        (desk, kitchen.page("desk_deliveries", pk=menu.pk)),
        (desk, kitchen.page("desk_week")),
        (client, kitchen.page("week")),
    ]
    for person in people[:3]:
        kitchen.order(menu, person, kind="delivery")
    few = [_asked(*page) for page in pages]
    for person in people[3:]:
        kitchen.order(menu, person, kind="delivery")
    kitchen.menu(TOMORROW + timedelta(days=1))
    kitchen.menu(TOMORROW + timedelta(days=2), "dinner")
    assert [_asked(*page) for page in pages] == few


def test_every_register_reads_what_was_written(kitchen: Kitchen) -> None:
    kitchen.live()
    actor = kitchen.village.actor(kitchen.village.secretary)
    filters = {"since": NOW.date(), "until": TOMORROW}
    many = {}
    for one in REGISTERS:
        rows = list(one.rows(actor, filters))
        many[one.code] = len(rows)
        for row in rows:
            assert all(column.of(row) is not NotImplemented for column in one.columns)
            assert one.url is None or one.url(row)
    assert many == {
        "meal_orders": 1,
        "food_samples": 1,
        "food_purchases": 1,
        "morning_checks": 1,
        "disinfections": 0,
        "kitchen_checks": 1,
        "kitchen_waste": 0,
        "food_donations": 1,
        "meal_settlements": 0,
        "meal_subsidies": 0,
    }
    meals = next(one for one in REGISTERS if one.code == "meal_orders")
    names = [meals.columns[3].of(row) for row in meals.rows(actor, {"kind": "delivery"})]
    assert names == ["周**"], "names are masked"


def test_the_demo_village_eats_and_its_figures_agree(db: None) -> None:
    village = set_stage(seed=7, months=3, until=UNTIL, now=MORNING)
    people_of(village)
    for_all: Any = village.centre
    unpack(for_all, MORNING)
    play(village)
    deliver(for_all.pk)
    today = MORNING.date()
    orders_now = MealOrder.objects.of(for_all)
    assert orders_now.filter(state="served").count() > 20
    assert orders_now.filter(state="ordered", menu__day__gte=today).exists()
    assert {"phone", "paper", "counter"} <= set(orders_now.values_list("channel", flat=True))
    assert orders_now.filter(kind="delivery", menu__day__gte=today).exists()
    assert Menu.objects.of(for_all).filter(day__gte=today, state="open").exists()
    assert FoodSample.objects.of(for_all).filter(destroyed_at__isnull=True).exists()
    assert Donation.objects.of(for_all).filter(is_named=False).exists()
    assert Settlement.objects.of(for_all).exists()
    assert not [one for one in recount(for_all, village.since, today) if "canteen" in one.metric]


def test_f62_an_eater_is_asked_once_a_month_and_a_wrong_tick_asks_nobody(kitchen: Kitchen) -> None:
    first = kitchen.eaten()
    deliver(kitchen.centre.pk)
    row = Asked.objects.of(kitchen.centre).get()
    assert (row.kind, row.subject_id, row.title) == ("canteen", first.pk, "食堂午饭")
    later = NOON + timedelta(days=1)
    second = kitchen.serve(kitchen.order(kitchen.menu(day=later.date())), later)
    deliver(kitchen.centre.pk)
    assert Asked.objects.of(kitchen.centre).count() == 1
    serving.untick(order_id=first.pk, **kitchen.who(later + timedelta(minutes=5)))
    deliver(kitchen.centre.pk)
    assert not Asked.objects.of(kitchen.centre).filter(subject_id=first.pk).exists()
    assert second.served_at is not None
