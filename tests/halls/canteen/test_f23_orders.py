"""F23: nobody orders too late or twice, no portion is sold twice, and a price stays as it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from changlai.foundation.people.public import actor_of, give_delegation, start_by_delegation
from changlai.halls.canteen.actions import eaters, menus, orders, serving
from changlai.halls.canteen.actions.menus import Plan
from changlai.halls.canteen.actions.orders import AlreadyOrdered, SoldOut, TooLate
from changlai.halls.canteen.actions.serving import AlreadyServed
from changlai.halls.canteen.encounters import ENCOUNTERS
from changlai.halls.canteen.models import MealOrder, Menu
from changlai.halls.canteen.policies import own_orders
from changlai.halls.canteen.queries.menus import kitchen_count
from changlai.halls.canteen.queries.orders import order_of_meal, ticket_of, to_deliver
from changlai.halls.canteen.states import (
    MENU_NEXT,
    ORDER_NEXT,
    EndedBy,
    MenuState,
    OrderKind,
    OrderState,
)
from changlai.insights.figures.models import Encounter
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.events.public import deliver
from changlai.kernel.ids import uuid7
from changlai.kernel.metrics.public import recount, total
from changlai.kernel.outbox.models import Message
from changlai.kernel.outbox.public import to_tell
from tests.cast import NOW, make_person
from tests.halls.canteen.conftest import DISHES, NOON, TOMORROW, Kitchen

pytestmark = pytest.mark.django_db

DEADLINE = NOW.replace(hour=18)


def test_f23_an_order_after_the_deadline_is_refused(kitchen: Kitchen) -> None:
    menu = kitchen.menu()
    assert menu.order_until == DEADLINE
    kitchen.order(menu, at=DEADLINE)
    with pytest.raises(TooLate, match="3月18日18:00截止"):
        kitchen.order(menu, kitchen.village.second_person, at=DEADLINE + timedelta(seconds=1))


def test_f23_an_order_of_a_person_who_has_one_is_refused_with_its_number(kitchen: Kitchen) -> None:
    menu = kitchen.menu()
    first = kitchen.order(menu, kind="take_away")
    with pytest.raises(AlreadyOrdered, match=f"自取1份，餐号{first.number}"):
        kitchen.order(menu)
    double = MealOrder.objects.of(kitchen.centre).get()
    double.pk, double.form_id, double.number = uuid7(), uuid7(), 9
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save(force_insert=True)
    menu.refresh_from_db()
    assert menu.taken == 1


def test_f23_the_same_form_twice_is_one_order(kitchen: Kitchen) -> None:
    menu, form_id = kitchen.menu(), uuid7()
    first = kitchen.order(menu, form_id=form_id, actor=kitchen.eater)
    again = kitchen.order(menu, form_id=form_id, actor=kitchen.eater)
    assert again.pk == first.pk
    assert (first.channel, first.entered_by_id) == ("online", None)


def test_f23_the_limit_of_portions_holds_and_cancelling_gives_back(kitchen: Kitchen) -> None:
    menu = kitchen.menu(portions=3)
    own = kitchen.order(menu, portions=2)
    with pytest.raises(SoldOut, match="只剩1份"):
        kitchen.order(menu, kitchen.village.second_person, portions=2)
    kitchen.order(menu, kitchen.village.second_person)
    with pytest.raises(SoldOut, match="订满"):
        kitchen.order(menu, kitchen.village.phoneless_person)
    orders.cancel_order(order_id=own.pk, **kitchen.who(actor=kitchen.eater))
    kitchen.order(menu, kitchen.village.phoneless_person, portions=2)
    menu.refresh_from_db()
    assert (menu.taken, menu.left) == (3, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Menu.objects.of(kitchen.centre).filter(pk=menu.pk).update(taken=4)


@pytest.mark.parametrize("portions", [-1, 0, 5, 999])
def test_f23_an_absurd_number_of_portions_is_refused(kitchen: Kitchen, portions: int) -> None:
    with pytest.raises(BadInput, match="1到4份"):
        kitchen.order(kitchen.menu(), portions=portions)


def test_f23_a_price_changed_after_orders_does_not_touch_them(kitchen: Kitchen) -> None:
    menu = kitchen.menu()
    before = kitchen.order(menu)
    plan = Plan(dishes=DISHES, price_fen=1200, portions=10)
    menus.change_meal(menu_id=menu.pk, plan=plan, **kitchen.who())
    after = kitchen.order(menu, kitchen.village.second_person)
    before.refresh_from_db()
    assert (before.price_fen, before.amount) == (800, "8元")
    assert (after.price_fen, after.amount) == (1200, "12元")
    few = Plan(dishes=DISHES, price_fen=1200, portions=1)
    with pytest.raises(BadInput, match="已经订出去2份"):
        menus.change_meal(menu_id=menu.pk, plan=few, **kitchen.who())


def test_f23_a_meal_called_off_tells_everybody_and_lists_whom_to_ring_up(kitchen: Kitchen) -> None:
    village = kitchen.village
    called = make_person(kitchen.centre, "黄守田", number=77)
    menu = kitchen.menu()
    for person in (village.resident_person, called, village.phoneless_person):
        kitchen.order(menu, person)
    gone = kitchen.order(menu, village.second_person)
    orders.cancel_order(order_id=gone.pk, **kitchen.who(actor=village.actor(village.second)))
    with pytest.raises(BadInput, match="为什么停"):
        menus.cancel_meal(menu_id=menu.pk, reason=" ", **kitchen.who())
    _, fell = menus.cancel_meal(menu_id=menu.pk, reason="停水。", **kitchen.who())
    assert fell == 3
    for person in (village.resident_person, called, village.phoneless_person):
        assert kitchen.told(person) == ["您订的3月19日午饭停了：停水。这份不收钱。"]
    assert kitchen.told(village.second_person) == []
    names = {one.name for one in to_tell(kitchen.centre, NOW)}
    assert names == {"黄守田", village.phoneless_person.name}
    rows = MealOrder.objects.of(kitchen.centre).filter(ended_by=EndedBy.MENU)
    assert rows.count() == 3
    with pytest.raises(WrongStep):
        menus.cancel_meal(menu_id=menu.pk, reason="停水。", **kitchen.who())
    with pytest.raises(WrongStep):
        kitchen.order(menu)
    assert kitchen.menu().pk != menu.pk, "another menu may stand in its place"


def test_f23_a_meal_is_handed_over_once_and_a_wrong_tick_goes(kitchen: Kitchen) -> None:
    order = kitchen.order(kitchen.menu(), portions=2, kind="delivery")
    with pytest.raises(WrongStep, match="还没到那一天"):
        kitchen.serve(order, NOW)
    kitchen.serve(order)
    with pytest.raises(AlreadyServed, match="1号12:00已经打过勾"):
        kitchen.serve(order, NOON + timedelta(minutes=1))
    with pytest.raises(WrongStep):
        orders.cancel_order(order_id=order.pk, **kitchen.who(NOON))
    deliver(kitchen.centre.pk)
    day = {"kind": "delivery"}
    assert total(kitchen.centre, "canteen.served", TOMORROW, TOMORROW, **day) == 2
    met = Encounter.objects.of(kitchen.centre).filter(source="canteen").get()
    assert (met.heads, met.person_id) == (2, None)
    serving.untick(order_id=order.pk, **kitchen.who(NOON + timedelta(minutes=2)))
    deliver(kitchen.centre.pk)
    assert total(kitchen.centre, "canteen.served", TOMORROW, TOMORROW) == 0
    kitchen.serve(order, NOON + timedelta(minutes=3))
    deliver(kitchen.centre.pk)
    assert not [one for one in recount(kitchen.centre, TOMORROW, TOMORROW) if "cant" in one.metric]
    found = list(ENCOUNTERS[0].recount(kitchen.centre, TOMORROW, TOMORROW))
    assert [(one.subject_id, one.heads) for one in found] == [(order.pk, 2)]
    lines = ENCOUNTERS[0].lines(kitchen.staff, kitchen.centre, [order.pk])
    assert lines[order.pk].title == "3月19日午饭 送餐2份"
    assert ENCOUNTERS[0].lines(kitchen.eater, kitchen.centre, [order.pk]) == {}


def test_f23_a_tampered_ticket_is_refused(kitchen: Kitchen) -> None:
    menu, dinner = kitchen.menu(), kitchen.menu(meal="dinner")
    order = kitchen.order(menu)
    text = ticket_of(order)
    assert order_of_meal(menu, text).pk == order.pk
    assert order_of_meal(menu, f"http://x/desk/canteen/scan/?t={text}").pk == order.pk
    assert order_of_meal(menu, " 1 ").pk == order.pk
    other = kitchen.order(menu, kitchen.village.second_person)
    forged = other.pk.hex + text[32:]
    for wrong in (forged, text[:-1], "", "不是码", text.replace(".", "")):
        with pytest.raises(BadInput, match="没有这张餐票"):
            order_of_meal(menu, wrong)
    with pytest.raises(BadInput, match="这顿没有7号"):
        order_of_meal(menu, "7")
    with pytest.raises(BadInput, match="不是这一顿"):
        order_of_meal(dinner, text)


def test_f23_walk_ins_are_counted_while_something_is_left(kitchen: Kitchen) -> None:
    menu = kitchen.menu(portions=3)
    kitchen.order(menu)
    words: dict[str, Any] = {"menu_id": menu.pk} | kitchen.who(NOON)
    form_id = uuid7()
    one = serving.serve_walk_in(form_id=form_id, portions=2, **words)
    assert (one.state, one.who, one.channel) == ("served", "散客", "walk_in")
    assert serving.serve_walk_in(form_id=form_id, portions=2, **words).pk == one.pk
    with pytest.raises(SoldOut):
        serving.serve_walk_in(form_id=uuid7(), **words)
    for absurd in (-3, 0, 21):
        with pytest.raises(BadInput, match="1到20份"):
            serving.serve_walk_in(form_id=uuid7(), portions=absurd, **words)
    with pytest.raises(WrongStep, match="当天"):
        serving.serve_walk_in(form_id=uuid7(), **words | {"at": NOW})
    own = kitchen.village.resident_person.pk
    with pytest.raises(AlreadyOrdered, match="请在名单上打勾"):
        orders.note_walk_in(form_id=uuid7(), person_id=own, **words)


def test_f23_who_may_order_and_cancel_for_whom(kitchen: Kitchen) -> None:
    village, menu = kitchen.village, kitchen.menu()
    stranger, second = village.stranger, village.actor(village.second)
    for actor in (stranger, second, village.actor(village.neighbour)):
        with pytest.raises(NotAllowed):
            kitchen.order(menu, actor=actor)
    own = kitchen.order(menu, actor=kitchen.eater)
    with pytest.raises(NotAllowed):
        orders.cancel_order(order_id=own.pk, **kitchen.who(actor=second))
    late = DEADLINE + timedelta(hours=1)
    with pytest.raises(TooLate, match="不能自己取消"):
        orders.cancel_order(order_id=own.pk, **kitchen.who(late, kitchen.eater))
    orders.cancel_order(order_id=own.pk, **kitchen.who(late))
    assert kitchen.told(village.resident_person) == [
        "食堂替您取消了3月19日午饭，不收钱。不对请打电话告诉我们。"
    ]


@pytest.mark.parametrize(("scope", "may"), [("meals", True), ("services", False)])
def test_a_delegate_orders_within_the_leave(kitchen: Kitchen, scope: str, may: bool) -> None:
    village = kitchen.village
    leave = give_delegation(
        principal_id=village.resident_person.pk,
        delegate_phone="19900000002",
        scopes=[scope],
        expires_on=TOMORROW,
        **kitchen.who(actor=kitchen.eater),
    )
    second = village.actor(village.second)
    session = start_by_delegation(delegation_id=leave.pk, **kitchen.who(actor=second))
    actor = actor_of(
        account=village.second, centre=kitchen.centre, at=NOW, acting_session_id=session.pk
    )
    menu = kitchen.menu()
    if may:
        made = kitchen.order(menu, actor=actor, channel=actor.channel)
        assert own_orders(actor).get() == made
    else:
        with pytest.raises(NotAllowed):
            kitchen.order(menu, actor=actor)
        kitchen.order(menu)
        assert not own_orders(actor).exists()


def test_what_is_past_changes_no_more(kitchen: Kitchen) -> None:
    menu, draft = kitchen.menu(), kitchen.plan(meal="dinner")
    order = kitchen.order(menu)
    after = kitchen.who(NOON + timedelta(days=1))
    plan = Plan(dishes=DISHES, price_fen=900, portions=10)
    with pytest.raises(WrongStep, match="3月19日午饭已经过去了"):
        menus.change_meal(menu_id=menu.pk, plan=plan, **after)
    with pytest.raises(WrongStep, match="已经过去了"):
        menus.cancel_meal(menu_id=menu.pk, reason="停水。", **after)
    with pytest.raises(WrongStep, match="已经过去了"):
        menus.publish_meal(menu_id=draft.pk, **after)
    with pytest.raises(WrongStep, match="已经过去了"):
        orders.cancel_order(order_id=order.pk, **after)
    serving.serve(order_id=order.pk, **after)
    order.refresh_from_db()
    assert order.state == OrderState.SERVED, "a tick may be caught up on"


def test_a_week_is_copied_with_one_press_and_published(kitchen: Kitchen) -> None:
    monday = NOW.date() + timedelta(days=5)
    kitchen.menu(NOW.date() + timedelta(days=2))
    kitchen.plan(NOW.date() + timedelta(days=2), "dinner", price_fen=500)
    with pytest.raises(BadInput, match="上一周没有菜单"):
        menus.copy_week(monday=monday + timedelta(days=7), **kitchen.who())
    assert menus.copy_week(monday=monday, **kitchen.who()) == 2
    assert menus.copy_week(monday=monday, **kitchen.who()) == 0, "a second tap copies nothing"
    copied = Menu.objects.of(kitchen.centre).filter(day=monday + timedelta(days=4))
    assert {(one.meal, one.price_fen, one.state) for one in copied} == {
        ("lunch", 800, "draft"),
        ("dinner", 500, "draft"),
    }
    assert {one.order_until for one in copied} == {DEADLINE + timedelta(days=8)}
    assert menus.publish_week(monday=monday, **kitchen.who()) == 2
    assert menus.publish_week(monday=monday, **kitchen.who()) == 0
    draft = kitchen.plan(monday)
    menus.drop_draft(centre=kitchen.centre, actor=kitchen.staff, menu_id=draft.pk)
    with pytest.raises(WrongStep, match="只能停"):
        menus.drop_draft(centre=kitchen.centre, actor=kitchen.staff, menu_id=copied[0].pk)


def test_a_menu_that_cannot_be_is_refused_in_a_sentence(kitchen: Kitchen) -> None:
    kitchen.menu()
    with pytest.raises(BadInput, match="已经有菜单"):
        kitchen.plan()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"dishes": []}, "至少写一个菜"),
        ({"dishes": [f"菜{number}" for number in range(9)]}, "最多写8个菜"),
        ({"dishes": ["很长" * 11]}, "太长了"),
        ({"price_fen": -1}, "价钱不对"),
        ({"price_fen": 100_001}, "价钱不对"),
        ({"portions": 0}, "份数请填"),
        ({"portions": 1000}, "份数请填"),
        ({"kinds": []}, "至少选一样"),
        ({"order_until": NOON + timedelta(days=2)}, "开饭以前"),
    ]
    for values, said in wrong:
        with pytest.raises(BadInput, match=said):
            kitchen.plan(meal="dinner", **values)
    with pytest.raises(BadInput, match="过去"):
        kitchen.plan(NOW.date() - timedelta(days=1))
    with pytest.raises(BadInput, match="60天"):
        kitchen.plan(NOW.date() + timedelta(days=61))
    only = kitchen.menu(meal="dinner", kinds=["eat_in"])
    with pytest.raises(BadInput, match="这顿只有堂食"):
        kitchen.order(only, kind="delivery")


def test_whoever_orders_every_week_has_it_as_the_menu_is_published(kitchen: Kitchen) -> None:
    village = kitchen.village
    words: dict[str, Any] = {"person_id": village.phoneless_person.pk, "channel": "phone"}
    with pytest.raises(BadInput, match="周几"):
        orders.put_standing(meal="lunch", weekdays=[], **words, **kitchen.who())
    orders.put_standing(meal="lunch", weekdays=[0], **words, **kitchen.who())
    row = orders.put_standing(
        meal="lunch", weekdays=[0, 3], kind="delivery", **words, **kitchen.who()
    )
    assert row.days == "每周一四"
    thursday, friday = kitchen.menu(), kitchen.menu(TOMORROW + timedelta(days=1))
    order = MealOrder.objects.of(kitchen.centre).get()
    assert (order.menu, order.kind, order.channel) == (thursday, "delivery", "standing")
    assert friday.taken == 0
    orders.end_standing(standing_id=row.pk, **kitchen.who())
    with pytest.raises(WrongStep):
        orders.end_standing(standing_id=row.pk, **kitchen.who())
    kitchen.menu(TOMORROW + timedelta(days=7))
    assert MealOrder.objects.of(kitchen.centre).count() == 1


def test_f23_the_kitchen_reads_counts_and_whoever_brings_it_reads_the_mark(
    kitchen: Kitchen,
) -> None:
    village, menu = kitchen.village, kitchen.menu()
    who = {"person_id": village.resident_person.pk} | kitchen.who(actor=kitchen.eater)
    with pytest.raises(BadInput, match="本人同意"):
        eaters.say_diet(marks=["soft"], agrees=False, **who)
    with pytest.raises(BadInput, match="从列表里选"):
        eaters.say_diet(marks=["diabetes"], agrees=True, **who)
    with pytest.raises(NotAllowed):
        eaters.say_diet(
            marks=["soft"], agrees=True, **who | {"actor": village.actor(village.second)}
        )
    mark = eaters.say_diet(marks=["peanut", "soft"], agrees=True, **who)
    assert mark is not None
    kitchen.order(menu, kind="delivery")
    kitchen.order(menu, village.second_person, portions=2)
    menu.refresh_from_db()
    count = kitchen_count(menu)
    assert (count.total, count.free) == (3, 7)
    assert count.kinds == [("堂食", 2), ("送餐", 1)]
    assert count.diets == [("软食", 1), ("不吃花生", 1)]
    assert [one.diet for one in to_deliver(menu)] == ["软食、不吃花生"]
    assert eaters.say_diet(marks=[], agrees=False, **who) is None
    assert kitchen_count(menu).diets == []
    facts = Entry.objects.filter(centre_id=kitchen.centre.pk, name="canteen.diet.said")
    assert not [one for one in facts if "soft" in str(one.payload)]


def test_no_step_leads_where_the_lists_do_not(kitchen: Kitchen) -> None:
    menu = kitchen.menu()
    order = kitchen.order(menu)
    for now in OrderState:
        for after in OrderState:
            order.state = now
            if after in ORDER_NEXT[now]:
                order.move_to(after)
                assert order.state == after
            else:
                with pytest.raises(WrongStep):
                    order.move_to(after)
    for now in MenuState:
        for after in MenuState:
            menu.state = now
            if after in MENU_NEXT[now]:
                menu.move_to(after)
                assert menu.state == after
            else:
                with pytest.raises(WrongStep):
                    menu.move_to(after)
    assert set(OrderKind.values) == {"eat_in", "take_away", "delivery"}


def test_f23_the_form_of_a_cancelled_order_orders_nothing_and_says_so(kitchen: Kitchen) -> None:
    menu, form = kitchen.menu(), uuid7()
    order = kitchen.order(menu, form_id=form)
    orders.cancel_order(order_id=order.pk, **kitchen.who())
    with pytest.raises(WrongStep, match="已经取消了"):
        kitchen.order(menu, form_id=form)


def test_f23_whoever_eats_every_week_hears_when_a_meal_was_not_ordered(kitchen: Kitchen) -> None:
    person = kitchen.village.phoneless_person
    draft = kitchen.plan(portions=1)
    orders.put_standing(
        person_id=person.pk,
        meal=draft.meal,
        weekdays=[draft.day.weekday()],
        kind="delivery",
        portions=2,
        **kitchen.who(),
    )
    menus.publish_meal(menu_id=draft.pk, **kitchen.who())
    assert not MealOrder.objects.of(kitchen.centre).exists()
    deliver(kitchen.centre.pk)
    told = [one.text for one in Message.objects.of(kitchen.centre).to(person.pk)]
    assert [text for text in told if "这次没订上" in text] == told
    assert len(told) == 1


def test_f23_whoever_comes_without_an_order_takes_it_along_where_nobody_eats_here(
    kitchen: Kitchen,
) -> None:
    menu = kitchen.menu(kinds=("take_away",))
    row = serving.serve_walk_in(menu_id=menu.pk, form_id=uuid7(), **kitchen.who(NOON))
    assert (row.kind, row.state) == ("take_away", "served")
