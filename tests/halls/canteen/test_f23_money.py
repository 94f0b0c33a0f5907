"""F23: a month is counted to the fen from what was served, frozen, and the clerk's alone."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from changlai.halls.canteen.actions import eaters, serving, settling
from changlai.halls.canteen.actions.keeping import forget_eater, merge_eaters
from changlai.halls.canteen.models import EaterTier, SettlementLine
from changlai.halls.canteen.money import fen_of, yuan
from changlai.halls.canteen.policies import visible_lines, visible_tiers
from changlai.halls.canteen.queries.settling import month_accounts
from changlai.halls.canteen.registers import REGISTERS
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.ids import uuid7
from tests.cast import NOW
from tests.halls.canteen.conftest import NOON, TOMORROW, Kitchen

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 1)
APRIL = NOW + timedelta(days=15)
SECRET = "低保特困户"


def boss(kitchen: Kitchen, at: Any = NOW) -> dict[str, Any]:
    return kitchen.who(at, kitchen.village.actor(kitchen.village.secretary))


def subsidised(kitchen: Kitchen, fen: int = 550, since: date | None = None) -> Any:
    tier = eaters.put_tier(name=SECRET, subsidy_fen=fen, **boss(kitchen))
    person = kitchen.village.resident_person
    eaters.note_tier(person_id=person.pk, tier_id=tier.pk, since=since, **boss(kitchen))
    return tier


def test_f23_a_month_adds_up_to_the_fen_and_one_portion_is_subsidised(kitchen: Kitchen) -> None:
    subsidised(kitchen)
    menu = kitchen.menu(price_fen=805)
    kitchen.serve(kitchen.order(menu, portions=3))
    kitchen.order(menu, kitchen.village.second_person)
    serving.serve_walk_in(menu_id=menu.pk, form_id=uuid7(), portions=2, **kitchen.who(NOON))
    _, rows = month_accounts(kitchen.centre, MARCH)
    said = {one.who: (one.portions, one.gross, one.subsidy, one.pay) for one in rows}
    assert said == {
        kitchen.village.resident_person.name: (3, "24.15元", "5.50元", "18.65元"),
        "散客": (2, "16.10元", "0元", "16.10元"),
    }, "what was ordered and not fetched costs nothing"


def test_a_subsidy_is_never_more_than_the_price_and_begins_on_its_day(kitchen: Kitchen) -> None:
    subsidised(kitchen, 2_000, TOMORROW + timedelta(days=1))
    kitchen.serve(kitchen.order(kitchen.menu()))
    after = kitchen.menu(TOMORROW + timedelta(days=1))
    kitchen.serve(kitchen.order(after), NOON + timedelta(days=1))
    _, rows = month_accounts(kitchen.centre, MARCH)
    assert [(one.gross, one.subsidy, one.pay) for one in rows] == [("16元", "8元", "8元")]


def test_f23_a_settled_month_changes_no_more(kitchen: Kitchen) -> None:
    tier = subsidised(kitchen)
    order = kitchen.serve(kitchen.order(kitchen.menu()))
    with pytest.raises(WrongStep, match="还没过完"):
        settling.close_month(month=MARCH, **boss(kitchen, NOON))
    with pytest.raises(BadInput, match="没有人用餐"):
        settling.close_month(month=date(2026, 2, 1), **boss(kitchen))
    settling.close_month(month=MARCH, **boss(kitchen, APRIL))
    with pytest.raises(WrongStep, match="已经结算"):
        settling.close_month(month=MARCH, **boss(kitchen, APRIL))
    eaters.put_tier(name=SECRET, subsidy_fen=1, tier_id=tier.pk, **boss(kitchen, APRIL))
    with pytest.raises(WrongStep, match="已经结算"):
        eaters.note_tier(
            person_id=kitchen.village.resident_person.pk,
            tier_id=None,
            since=MARCH,
            **boss(kitchen, APRIL),
        )
    with pytest.raises(WrongStep, match="3月已经结算了"):
        serving.untick(order_id=order.pk, **kitchen.who(APRIL))
    settlement, rows = month_accounts(kitchen.centre, MARCH)
    assert settlement is not None
    assert [(one.subsidy, one.pay, one.tier) for one in rows] == [("5.50元", "2.50元", SECRET)]
    line = SettlementLine.objects.of(kitchen.centre).get()
    settling.note_paid(line_id=line.pk, is_paid=True, **boss(kitchen, APRIL))
    with pytest.raises(WrongStep, match="已经记过"):
        settling.note_paid(line_id=line.pk, is_paid=True, **boss(kitchen, APRIL))
    settling.note_paid(line_id=line.pk, is_paid=False, **boss(kitchen, APRIL))


def test_f23_whoever_is_forgotten_in_an_open_month_is_no_walk_in_who_paid(kitchen: Kitchen) -> None:
    menu = kitchen.menu()
    kitchen.serve(kitchen.order(menu))
    serving.serve_walk_in(menu_id=menu.pk, form_id=uuid7(), **kitchen.who(NOON))
    person = kitchen.village.resident_person
    forget_eater(centre_id=kitchen.centre.pk, person_id=person.pk, at=NOON)
    settling.close_month(month=MARCH, **boss(kitchen, APRIL))
    lines = SettlementLine.objects.of(kitchen.centre)
    assert {(one.is_walk_in, one.paid_at is None) for one in lines} == {
        (True, False),
        (False, True),
    }


def test_f23_an_amount_changes_once_the_month_before_is_settled(kitchen: Kitchen) -> None:
    tier = subsidised(kitchen)
    kitchen.serve(kitchen.order(kitchen.menu()))
    with pytest.raises(WrongStep, match="3月还没有结算"):
        eaters.put_tier(name=SECRET, subsidy_fen=1, tier_id=tier.pk, **boss(kitchen, APRIL))
    settling.close_month(month=MARCH, **boss(kitchen, APRIL))
    eaters.put_tier(name=SECRET, subsidy_fen=1, tier_id=tier.pk, **boss(kitchen, APRIL))


def test_f23_a_meal_eaten_under_a_second_entry_stays_eaten(kitchen: Kitchen) -> None:
    menu = kitchen.menu()
    kept, merged = kitchen.village.resident_person, kitchen.village.second_person
    waiting = kitchen.order(menu, kept)
    eaten = kitchen.serve(kitchen.order(menu, merged))
    merge_eaters(centre_id=kitchen.centre.pk, kept_id=kept.pk, merged_id=merged.pk, at=NOON)
    waiting.refresh_from_db()
    eaten.refresh_from_db()
    assert (waiting.state, eaten.state, eaten.person_id) == ("cancelled", "served", kept.pk)


def test_f23_the_class_of_an_eater_is_the_clerks_alone(kitchen: Kitchen) -> None:
    village = kitchen.village
    subsidised(kitchen)
    clerk = village.actor(kitchen.clerk())
    menu = kitchen.menu()
    kitchen.serve(kitchen.order(menu))
    settling.close_month(month=MARCH, **kitchen.who(APRIL, clerk))
    cook = village.actor(kitchen.cook())
    for actor in (kitchen.staff, village.actor(village.duty), cook, kitchen.eater):
        assert not visible_tiers(actor).exists()
        assert not visible_lines(actor).exists()
        for act in (
            lambda actor=actor: eaters.put_tier(
                name="甲", subsidy_fen=1, **kitchen.who(actor=actor)
            ),
            lambda actor=actor: settling.close_month(month=MARCH, **kitchen.who(APRIL, actor)),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert visible_tiers(clerk).count() == 1
    assert visible_lines(clerk).count() == 1
    for one in REGISTERS:
        settles = one.code in {"meal_settlements", "meal_subsidies"}
        assert one.may_see(kitchen.staff) is not settles
        if not settles:
            cells = [[str(column.of(row)) for column in one.columns] for row in one.rows(clerk, {})]
            assert SECRET not in str(cells)
    subsidies = next(one for one in REGISTERS if one.code == "meal_subsidies")
    assert SECRET in [
        column.of(row) for row in subsidies.rows(clerk, {}) for column in subsidies.columns
    ]


def test_f23_no_page_of_the_counter_nor_event_nor_plain_column_tells_the_class(
    kitchen: Kitchen,
) -> None:
    tier = subsidised(kitchen)
    menu = kitchen.menu()
    order = kitchen.order(menu, kind="delivery")
    desk, eater = kitchen.desk(), kitchen.resident()
    for name, kwargs in (
        ("desk_week", {}),
        ("desk_meal", {"pk": menu.pk}),
        ("desk_kitchen", {"pk": menu.pk}),
        ("desk_deliveries", {"pk": menu.pk}),
        ("desk_order", {"pk": menu.pk}),
        ("desk_eater", {}),
    ):
        page = kitchen.page(name, **kwargs)
        answer = desk.get(page, {"person": kitchen.village.resident_person.pk})
        assert answer.status_code == 200
        said = answer.content.decode()
        assert SECRET not in said
        assert "5.50" not in said
    for name, kwargs in (("week", {}), ("mine", {}), ("ticket", {"pk": order.pk})):
        answer = eater.get(kitchen.page(name, **kwargs))
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()
    for name in ("desk_month", "desk_tiers", "desk_eater_tier", "desk_month_sheet"):
        assert desk.get(kitchen.page(name)).status_code == 404
        assert kitchen.desk(kitchen.village.secretary).get(kitchen.page(name)).status_code == 200
    facts = Entry.objects.filter(centre_id=kitchen.centre.pk, name__startswith="canteen.")
    told = str([(one.payload, str(one.subject_id)) for one in facts if "tier.put" not in one.name])
    assert SECRET not in told
    assert str(tier.pk) not in told
    table = EaterTier._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tier_key FROM {table}")
        (kept,) = cursor.fetchone()
    assert str(tier.pk) not in kept
    assert tier.pk.hex not in kept


@pytest.mark.parametrize(
    ("amount", "fen"), [("8", 800), ("8.5", 850), ("0", 0), ("0.01", 1), ("8.005", None)]
)
def test_money_is_whole_fen(amount: str, fen: int | None) -> None:
    if fen is None:
        with pytest.raises(BadInput, match="两位小数"):
            fen_of(Decimal(amount), 1000, "价钱")
    else:
        assert fen_of(Decimal(amount), 1000, "价钱") == fen
    for wrong in ("-1", "10.01", "NaN", "Infinity"):
        with pytest.raises(BadInput):
            fen_of(Decimal(wrong), 1000, "价钱")
    assert [yuan(one) for one in (0, 5, 800, 850, -50)] == [
        "0元",
        "0.05元",
        "8元",
        "8.50元",
        "-0.50元",
    ]
