"""F23: samples, certificates and purchase records hold their limits; a gift is named by leave."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from changlai.halls.canteen.actions import giving, keeping, safety
from changlai.halls.canteen.models import FoodSample, MorningCheck, PurchaseCheck
from changlai.halls.canteen.queries import safety as reads
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.ids import uuid7
from tests.cast import NOW
from tests.halls.canteen.conftest import NOON, Kitchen

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
RICE: dict[str, Any] = {
    "name": "大米",
    "quantity": "50公斤",
    "came_on": TODAY,
    "supplier": "粮油店",
    "address": "老街12号",
    "contact": "19900000880",
}


@pytest.mark.parametrize("grams", [-125, 0, 124, 2001])
def test_f23_a_sample_under_125_grams_or_absurd_is_refused(kitchen: Kitchen, grams: int) -> None:
    menu = kitchen.menu()
    with pytest.raises(BadInput, match=r"125克|2000克"):
        kitchen.sample(menu, grams)
    kept = kitchen.sample(menu, 125)
    with pytest.raises(WrongStep, match="留过样"):
        kitchen.sample(menu, 130)
    with pytest.raises(IntegrityError), transaction.atomic():
        FoodSample.objects.of(kitchen.centre).filter(pk=kept.pk).update(grams=max(grams, 1) % 125)


def test_f23_a_sample_destroyed_before_48_hours_is_refused(kitchen: Kitchen) -> None:
    kept = kitchen.sample(kitchen.menu())
    early = NOON + timedelta(hours=47, minutes=59)
    with pytest.raises(WrongStep, match="满48小时，3月21日12:00以后"):
        safety.destroy_sample(sample_id=kept.pk, **kitchen.who(early))
    with pytest.raises(IntegrityError), transaction.atomic():
        FoodSample.objects.of(kitchen.centre).filter(pk=kept.pk).update(destroyed_at=early)
    assert not reads.due_samples(kitchen.centre, early).exists()
    after = NOON + timedelta(hours=48)
    assert [one.pk for one in reads.due_samples(kitchen.centre, after)] == [kept.pk]
    safety.destroy_sample(sample_id=kept.pk, **kitchen.who(after))
    with pytest.raises(WrongStep, match="已经销毁"):
        safety.destroy_sample(sample_id=kept.pk, **kitchen.who(after))


def test_a_sample_is_of_a_dish_that_was_cooked(kitchen: Kitchen) -> None:
    menu = kitchen.menu()
    with pytest.raises(BadInput, match="没有这个菜"):
        kitchen.sample(menu, dish="烤全羊")
    with pytest.raises(BadInput, match="还没做"):
        kitchen.sample(menu, at=NOW)
    assert [dish for _, dish in reads.unsampled(kitchen.centre, menu.day)] == ["红烧豆腐", "青菜"]
    kitchen.sample(menu)
    assert [dish for _, dish in reads.unsampled(kitchen.centre, menu.day)] == ["红烧豆腐"]


@pytest.mark.parametrize(("days", "may"), [(0, True), (1, True), (-1, False), (None, False)])
def test_f23_staff_with_an_expired_certificate_cannot_be_put_on_duty(
    kitchen: Kitchen, days: int | None, may: bool
) -> None:
    until = None if days is None else TODAY + timedelta(days=days)
    hand = safety.put_hand(name="何桂香", certificate_until=until, **kitchen.who())
    words: dict[str, Any] = {"hand_id": hand.pk, "is_fit": True} | kitchen.who()
    if may:
        assert safety.check_morning(**words).on_duty
    else:
        with pytest.raises(BadInput, match=r"健康证.*不能上岗"):
            safety.check_morning(**words)
        assert not MorningCheck.objects.of(kitchen.centre).exists()
        assert not safety.check_morning(on_duty=False, **words).on_duty


def test_f23_whoever_is_not_well_is_not_on_duty(kitchen: Kitchen) -> None:
    hand = kitchen.hand()
    words: dict[str, Any] = {"hand_id": hand.pk, "is_fit": False} | kitchen.who()
    with pytest.raises(BadInput, match="身体不适，不能上岗"):
        safety.check_morning(note="腹泻", **words)
    with pytest.raises(BadInput, match="哪里不适"):
        safety.check_morning(on_duty=False, **words)
    assert reads.unchecked(kitchen.centre, TODAY) == [hand]
    check = safety.check_morning(on_duty=False, note="腹泻", **words)
    assert reads.unchecked(kitchen.centre, TODAY) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        MorningCheck.objects.of(kitchen.centre).filter(pk=check.pk).update(on_duty=True)
    again = safety.check_morning(**words | {"is_fit": True})
    assert (again.pk, again.on_duty) == (check.pk, True)


def test_f23_a_certificate_that_ends_within_thirty_days_is_told(kitchen: Kitchen) -> None:
    kitchen.hand("甲", 31)
    soon, over = kitchen.hand("乙", 30), kitchen.hand("丙", -1)
    assert reads.ending_certificates(kitchen.centre, TODAY) == sorted(
        [soon, over], key=lambda one: one.name
    )
    with pytest.raises(BadInput, match="写错年份"):
        kitchen.hand("丁", 4000)
    with pytest.raises(BadInput, match="登记过"):
        kitchen.hand("甲")


@pytest.mark.parametrize(
    ("made_on", "life", "until"),
    [
        (date(2026, 3, 1), 30, date(2026, 9, 30)),
        (None, 30, date(2026, 10, 17)),
        (None, None, date(2028, 3, 18)),
        (date(2026, 3, 1), None, date(2028, 3, 18)),
        (date(2026, 2, 16), 195, date(2027, 2, 28)),
    ],
)
def test_f23_a_purchase_record_is_kept_to_shelf_life_and_six_months_else_two_years(
    kitchen: Kitchen, made_on: date | None, life: int | None, until: date
) -> None:
    bought = safety.Purchase(**RICE, made_on=made_on, shelf_life_days=life)
    row = safety.note_purchase(bought=bought, form_id=uuid7(), **kitchen.who())
    assert row.keep_until == until
    at = NOW.replace(year=until.year, month=until.month, day=until.day)
    assert keeping.purge(at) == 0, "the last day is still one of keeping"
    assert keeping.purge(at + timedelta(days=1)) == 1
    assert not PurchaseCheck.objects.of(kitchen.centre).exists()
    proof = Entry.objects.filter(centre_id=kitchen.centre.pk, name="canteen.purchases.purged")
    assert proof.get().payload == {"purchases": 1}


def test_f23_a_purchase_that_cannot_be_is_refused(kitchen: Kitchen) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"name": " "}, "品名"),
        ({"quantity": ""}, "数量"),
        ({"quantity": "-5斤"}, "数量不对"),
        ({"quantity": "0斤"}, "数量不对"),
        ({"supplier": ""}, "供货者"),
        ({"address": ""}, "供货者地址"),
        ({"contact": ""}, "供货者电话"),
        ({"came_on": TODAY + timedelta(days=1)}, "这一周"),
        ({"came_on": TODAY - timedelta(days=8)}, "这一周"),
        ({"made_on": TODAY + timedelta(days=1)}, "比进货日期还晚"),
        ({"shelf_life_days": 0}, "保质期"),
        ({"shelf_life_days": 9999}, "保质期"),
        ({"made_on": TODAY - timedelta(days=9), "shelf_life_days": 8}, "已经过期"),
    ]
    for values, said in wrong:
        with pytest.raises(BadInput, match=said):
            safety.note_purchase(
                bought=safety.Purchase(**RICE | values), form_id=uuid7(), **kitchen.who()
            )
    form_id, bought = uuid7(), safety.Purchase(**RICE)
    first = safety.note_purchase(bought=bought, form_id=form_id, **kitchen.who())
    again = safety.note_purchase(bought=bought, form_id=form_id, **kitchen.who())
    assert again.pk == first.pk


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("waste", {"kilos": Decimal("-1")}, "公斤"),
        ("waste", {"kilos": Decimal("0")}, "公斤"),
        ("waste", {"kilos": Decimal("2000.1")}, "公斤"),
        ("waste", {}, "公斤"),
        ("disinfection", {"minutes": 0}, "多少分钟"),
        ("disinfection", {}, "多少分钟"),
        ("self_check", {"is_fine": False}, "什么问题"),
    ],
)
def test_f23_an_absurd_line_of_the_day_is_refused(
    kitchen: Kitchen, kind: str, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        safety.write_log(kind=kind, what="剩饭", form_id=uuid7(), **values, **kitchen.who())


def test_the_records_are_the_kitchens_own(kitchen: Kitchen) -> None:
    duty = kitchen.village.actor(kitchen.village.duty)
    menu = kitchen.menu()
    words: dict[str, Any] = kitchen.who(NOON, duty)
    with pytest.raises(NotAllowed):
        safety.keep_sample(menu_id=menu.pk, dish="青菜", grams=125, fridge="冰箱", **words)
    with pytest.raises(NotAllowed):
        safety.write_log(kind="self_check", what="冰箱", form_id=uuid7(), **words)
    with pytest.raises(NotAllowed):
        safety.put_hand(name="甲", **words)
    assert kitchen.order(menu, actor=duty).entered_by_id == kitchen.village.duty.pk


def test_f23_a_giver_is_named_by_leave_only(kitchen: Kitchen) -> None:
    form_id = uuid7()
    words: dict[str, Any] = {"kind": "money", "amount_fen": 10_000} | kitchen.who()
    quiet = giving.note_donation(giver="周春生", form_id=form_id, **words)
    named = giving.note_donation(giver="茶场", is_named=True, form_id=uuid7(), **words)
    assert (quiet.public_giver, named.public_giver) == ("爱心人士", "茶场")
    assert giving.note_donation(giver="周春生", form_id=form_id, **words).pk == quiet.pk
    page = kitchen.resident().get(kitchen.page("donations")).content.decode()
    assert "茶场" in page
    assert "周春生" not in page.split("<main")[1].split("</main")[0]
    for values, said in (
        ({"amount_fen": -1}, "多少钱"),
        ({"amount_fen": None}, "多少钱"),
        ({"giver": ""}, "谁捐的"),
        ({"kind": "food", "what": ""}, "捐了什么"),
        ({"given_on": TODAY + timedelta(days=1)}, "还没到"),
    ):
        with pytest.raises(BadInput, match=said):
            giving.note_donation(**{"giver": "甲", "form_id": uuid7()} | words | values)
