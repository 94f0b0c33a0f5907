"""F19: a wrong code is refused, a parcel leaves once, and in thirty days nobody is left in it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from changlai.foundation.people.public import give_delegation
from changlai.halls.parcels.actions import arranging, codes, handing_out, keeping, telling
from changlai.halls.parcels.actions.taking_in import find_recipient, take_in
from changlai.halls.parcels.encounters import ENCOUNTERS
from changlai.halls.parcels.models import Delivery, Parcel
from changlai.halls.parcels.states import (
    DELIVERY_NEXT,
    PARCEL_NEXT,
    DeliveryState,
    ParcelState,
)
from changlai.insights.figures.models import Encounter
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.events.public import deliver
from changlai.kernel.ids import uuid7
from changlai.kernel.metrics.public import recount, total
from changlai.kernel.outbox.public import to_tell
from changlai.kernel.records.public import Record
from tests.cast import NOW, make_person
from tests.halls.parcels.conftest import Shelf

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
MONTH = timedelta(days=30)


def open_code(shelf: Shelf, code: str, at: Any = NOW, asker: str = "desk:1") -> Parcel:
    return codes.open_by_code(centre=shelf.centre, code=code, at=at, asker=asker)


def wrong_code(*right: Parcel) -> str:
    """Return a code that none of these has."""
    taken = {parcel.digits for parcel in right}
    return next(f"{number:04d}" for number in range(100) if f"{number:04d}" not in taken)


def test_f19_a_pickup_with_a_wrong_code_is_refused(shelf: Shelf) -> None:
    parcel = shelf.put()
    assert open_code(shelf, parcel.code).pk == parcel.pk
    assert open_code(shelf, parcel.digits).pk == parcel.pk
    with pytest.raises(BadInput, match="没有这个取件码"):
        open_code(shelf, wrong_code(parcel))
    with pytest.raises(BadInput, match="没有这个取件码"):
        open_code(shelf, f"9-9-{parcel.digits}")
    shelf.out(parcel)
    with pytest.raises(BadInput, match="没有这个取件码"):
        open_code(shelf, parcel.code)


def test_f19_five_wrong_codes_in_a_row_make_the_next_one_wait(shelf: Shelf) -> None:
    parcel = shelf.put()
    wrong = wrong_code(parcel)
    for _ in range(4):
        with pytest.raises(BadInput):
            open_code(shelf, wrong)
    assert open_code(shelf, parcel.code).pk == parcel.pk, "a right one begins anew"
    for _ in range(5):
        with pytest.raises(BadInput):
            open_code(shelf, wrong)
    with pytest.raises(codes.TooManyTries, match="请过1分钟"):
        open_code(shelf, parcel.code)
    assert open_code(shelf, parcel.code, asker="desk:2").pk == parcel.pk
    later = NOW + timedelta(seconds=31)
    with pytest.raises(BadInput):
        open_code(shelf, wrong, later)
    with pytest.raises(codes.TooManyTries):
        open_code(shelf, parcel.code, later + timedelta(seconds=31))
    assert open_code(shelf, parcel.code, later + timedelta(seconds=61)).pk == parcel.pk
    assert codes.forget_tries(NOW + timedelta(days=2)) == 2


def test_f19_thirty_days_after_pickup_phone_number_and_names_are_gone_and_counts_stay(
    shelf: Shelf,
) -> None:
    own = shelf.put("SF1000001")
    other = shelf.scan("SF1000002", "19900000777 王师傅").parcel
    back = shelf.put("SF1000003", shelf.village.second_person)
    here = shelf.put("SF1000004")
    name = {"centre": shelf.centre, "actor": shelf.staff, "at": NOW}
    arranging.name_proxy(parcel_id=own.pk, name="何惠兰", **name)
    arranging.ask_delivery(parcel_id=other.pk, place="榕树头", **name)
    shelf.out(own, taker="proxy", taker_name="何惠兰")
    shelf.out(other)
    handing_out.return_parcel(parcel_id=back.pk, reason="何惠兰说不要了", **name)
    deliver(shelf.centre.pk)
    assert Record.objects.of(shelf.centre).filter(pk=own.pk).exists()
    assert keeping.purge(NOW + MONTH - timedelta(minutes=1)) == 0
    assert keeping.purge(NOW + MONTH) == 3
    assert keeping.purge(NOW + MONTH) == 0
    rows = Parcel.objects.of(shelf.centre).exclude(pk=here.pk)
    for row in rows:
        personal = (row.waybill, row.waybill_tail, row.name, row.phone, row.tail, row.reason)
        assert set(personal) == {""}
        assert (row.proxy_name, row.taker_name) == ("", "")
        assert (row.person_id, row.waybill_key, row.phone_index) == (None, None, None)
    assert not Delivery.objects.of(shelf.centre).exclude(place="").exists()
    assert not Record.objects.of(shelf.centre).filter(pk=own.pk).exists()
    here.refresh_from_db()
    assert here.person_id == shelf.village.resident_person.pk
    # The counts stay, and so does the proof: how many rows, and nobody's name.
    deliver(shelf.centre.pk)
    assert total(shelf.centre, "parcels.handed_out", TODAY, TODAY) == 2
    assert not [one for one in recount(shelf.centre, TODAY, TODAY) if "parcels" in one.metric]
    proof = Entry.objects.filter(centre_id=shelf.centre.pk, name="parcels.parcels.purged").get()
    assert proof.payload == {"parcels": 3, "kept_days": 30}


def test_f19_no_fact_of_the_book_says_for_whom_a_parcel_is(shelf: Shelf) -> None:
    parcel = shelf.scan("SF1000001", "0001").parcel
    shelf.out(parcel)
    person = str(shelf.village.resident_person.pk)
    facts = Entry.objects.filter(centre_id=shelf.centre.pk, name__startswith="parcels.")
    assert facts.count() == 2
    assert not [one for one in facts if person in str(one.payload)]


def test_f19_scanned_twice_it_is_one_parcel_and_says_so(shelf: Shelf) -> None:
    first = shelf.scan("sf 1000001".replace(" ", ""))
    again = shelf.scan("ＳＦ1000001", "0002")
    assert (first.is_new, again.is_new) == (True, False)
    assert again.parcel.pk == first.parcel.pk
    double = Parcel.objects.of(shelf.centre).get()
    double.pk, double.digits = uuid7(), wrong_code(double)
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save(force_insert=True)
    shelf.out(first.parcel, taker_name="周春生")
    assert shelf.scan("SF1000001").is_new, "a number may come again after it left"


def test_f19_the_recipient_is_found_by_number_its_end_or_left_open(shelf: Shelf) -> None:
    village = shelf.village
    assert shelf.scan("SF1000001", "19900000001").parcel.person == village.resident_person
    assert shelf.scan("SF1000002", "0002").parcel.person == village.second_person
    stranger = shelf.scan("SF1000003", "199-0000-0777 王师傅").parcel
    assert (stranger.person_id, stranger.name, stranger.is_matched) == (None, "王师傅", True)
    open_one = shelf.scan("SF1000004", "0777").parcel
    assert (open_one.who, open_one.is_matched) == ("尾号0777", False)
    assert shelf.scan("SF1000005").parcel.who == "不知道是谁的"
    found = find_recipient(
        centre=shelf.centre,
        parcel_id=open_one.pk,
        actor=shelf.staff,
        at=NOW,
        person=village.phoneless_person,
    )
    assert found.who == "郑阿婆"


def test_two_whose_numbers_end_alike_are_told_apart_by_name_or_left_open(shelf: Shelf) -> None:
    alike = make_person(shelf.centre, "吴小雨")
    alike.phone = "13900000001"
    alike.save()
    assert not shelf.scan("SF1000001", "0001").parcel.is_matched
    assert shelf.scan("SF1000002", "0001 吴小雨").parcel.who == "吴小雨"


@pytest.mark.parametrize(
    ("waybill", "recipient", "more", "said"),
    [
        ("12", "", {}, "单号只有字母和数字"),
        ("没有数字", "", {}, "单号只有字母和数字"),
        ("SF1000001", "12345", {}, "不是手机号"),
        ("SF1000001", "", {"shelf": "9-9"}, "没有“9-9”这个货架"),
        ("SF1000001", "", {"carrier": "pigeon"}, "没有这家快递公司"),
    ],
)
def test_a_bad_scan_is_told_in_one_sentence(
    shelf: Shelf, waybill: str, recipient: str, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        shelf.scan(waybill, recipient, **more)
    assert not Parcel.objects.of(shelf.centre).exists()


def test_shelves_fill_evenly_and_codes_differ(shelf: Shelf) -> None:
    keeping.put_rules(
        centre=shelf.centre, actor=shelf.staff, at=NOW, overdue_days=3, shelves="甲-1 甲-2"
    )
    parcels = [shelf.put(f"SF100{number:04d}") for number in range(10)]
    assert sorted(one.shelf for one in parcels) == ["甲-1"] * 5 + ["甲-2"] * 5
    assert len({one.digits for one in parcels}) == 10


def test_a_recipient_hears_once_of_all_that_came_together(shelf: Shelf) -> None:
    person = shelf.village.resident_person
    parcels = [shelf.put(f"SF100{number:04d}") for number in range(3)]
    assert telling.tell_arrived(NOW + timedelta(minutes=9)) == 0
    assert telling.tell_arrived(NOW + timedelta(minutes=10)) == 1
    assert telling.tell_arrived(NOW + timedelta(minutes=10)) == 0
    said = shelf.told(person)
    assert len(said) == 1
    assert "3件快递" in said[0]
    assert all(one.code in said[0] for one in parcels)
    # One more within the hour waits for the hour, then is told alone.
    late = shelf.put("SF1009999", at=NOW + timedelta(minutes=20))
    soon, hour = NOW + timedelta(minutes=40), NOW + timedelta(minutes=70)
    assert telling.tell_now(centre=shelf.centre, actor=shelf.staff, at=soon) == 0
    assert telling.tell_arrived(hour) == 1
    assert [text for text in shelf.told(person) if "1件快递" in text and late.code in text]


def test_one_without_a_screen_is_rung_up_and_what_was_fetched_is_not_told(shelf: Shelf) -> None:
    stranger = shelf.scan("SF1000001", "19900000777 王师傅").parcel
    gone = shelf.put("SF1000002")
    assert telling.tell_now(centre=shelf.centre, actor=shelf.staff, at=NOW) == 2
    shelf.out(gone)
    assert shelf.told(shelf.village.resident_person) == []
    calls = [one.message.text for one in to_tell(shelf.centre, NOW + timedelta(hours=1))]
    assert len(calls) == 1
    assert stranger.code in calls[0]


def test_what_stands_too_long_is_told_once_more_by_the_days_the_centre_chose(shelf: Shelf) -> None:
    person, week = shelf.village.resident_person, NOW + timedelta(days=7)
    shelf.put()
    telling.tell_arrived(NOW + timedelta(hours=1))
    assert telling.remind_overdue(week - timedelta(minutes=1)) == 0
    assert telling.remind_overdue(week) == 1
    assert telling.remind_overdue(week + timedelta(days=1)) == 0
    assert any("放了7天还没取" in text for text in shelf.told(person))
    keeping.put_rules(centre=shelf.centre, actor=shelf.staff, at=NOW, overdue_days=3, shelves="1-1")
    shelf.put("SF1000002", shelf.village.second_person)
    telling.tell_arrived(NOW + timedelta(hours=2))
    assert telling.remind_overdue(NOW + timedelta(days=3)) == 1


def test_f19_a_proxy_fetches_by_the_recipients_word_or_by_the_code(shelf: Shelf) -> None:
    village = shelf.village
    named, coded, by_leave = (shelf.put(f"SF100000{number}") for number in range(3))
    who: dict[str, Any] = {"taker": "proxy", "taker_name": "何惠兰"}
    with pytest.raises(BadInput, match="代取人的名字"):
        shelf.out(named, taker="proxy")
    with pytest.raises(BadInput, match="没有说过请这位代取"):
        shelf.out(named, **who)
    arranging.name_proxy(
        centre=shelf.centre,
        parcel_id=named.pk,
        actor=village.actor(village.resident),
        at=NOW,
        name=" 何惠兰 ",
    )
    assert shelf.out(named, **who).taker_name == "何惠兰"
    with pytest.raises(BadInput, match="没有说过"):
        shelf.out(coded, **who, code=wrong_code(coded))
    shelf.out(coded, **who, code=coded.code)
    give_delegation(
        centre=shelf.centre,
        principal_id=village.resident_person.pk,
        delegate_phone="19900000002",
        scopes=["parcels"],
        expires_on=TODAY + timedelta(days=30),
        actor=village.actor(village.resident),
        at=NOW,
    )
    assert shelf.out(by_leave, **who).taker == "proxy"
    assert sum("何惠兰代取走了" in text for text in shelf.told(village.resident_person)) == 3


def test_f19_the_second_clerk_hears_when_and_to_whom_it_went(shelf: Shelf) -> None:
    parcel = shelf.put()
    shelf.out(parcel)
    with pytest.raises(handing_out.AlreadyGone) as said:
        shelf.out(parcel, actor=shelf.village.actor(shelf.village.duty))
    assert "3月18日(周三)上午10:00" in said.value.sentence
    assert "本人(周春生)" in said.value.sentence
    assert "陈小满经手" in said.value.sentence


def test_what_went_to_the_wrong_hands_comes_back_under_a_new_code(shelf: Shelf) -> None:
    person, parcel = shelf.village.resident_person, shelf.put()
    telling.tell_now(centre=shelf.centre, actor=shelf.staff, at=NOW)
    shelf.out(parcel)
    deliver(shelf.centre.pk)
    assert Encounter.objects.of(shelf.centre).filter(source="parcels").count() == 1
    who: dict[str, Any] = {"centre": shelf.centre, "parcel_id": parcel.pk, "actor": shelf.staff}
    with pytest.raises(BadInput, match="为什么放回"):
        handing_out.put_back(**who, at=NOW, reason=" ")
    later = NOW + timedelta(hours=2)
    back = handing_out.put_back(**who, at=later, reason="拿错了")
    assert (back.state, back.out_at, back.taker) == ("waiting", None, "")
    with pytest.raises(WrongStep):
        handing_out.put_back(**who, at=later, reason="拿错了")
    deliver(shelf.centre.pk)
    assert not Encounter.objects.of(shelf.centre).filter(source="parcels").exists()
    assert total(shelf.centre, "parcels.handed_out", TODAY, TODAY) == 0
    assert telling.tell_arrived(later) == 1
    assert any(back.code in text for text in shelf.told(person))
    shelf.out(back, later)
    deliver(shelf.centre.pk)
    kept = Encounter.objects.of(shelf.centre).filter(source="parcels")
    met = list(ENCOUNTERS[0].recount(shelf.centre, TODAY, TODAY))
    assert [one.subject_id for one in kept] == [one.subject_id for one in met] == [parcel.pk]
    assert not [one for one in recount(shelf.centre, TODAY, TODAY) if "parcels" in one.metric]


def test_put_back_is_refused_when_the_number_was_scanned_in_again(shelf: Shelf) -> None:
    parcel = shelf.out(shelf.put())
    shelf.put()
    with pytest.raises(BadInput, match="后来又扫进来过"):
        handing_out.put_back(
            centre=shelf.centre, parcel_id=parcel.pk, actor=shelf.staff, at=NOW, reason="拿错了"
        )


def test_f19_a_parcel_is_brought_home_and_that_hands_it_out(shelf: Shelf) -> None:
    village, parcel = shelf.village, shelf.put(person=shelf.village.phoneless_person)
    who: dict[str, Any] = {"centre": shelf.centre, "actor": shelf.staff, "at": NOW}
    first = arranging.ask_delivery(parcel_id=parcel.pk, place="榕树头", channel="phone", **who)
    again = arranging.ask_delivery(parcel_id=parcel.pk, place="榕树头三户", **who)
    assert (first.pk, again.place) == (again.pk, "榕树头三户")
    facts = Entry.objects.filter(centre_id=shelf.centre.pk, name="parcels.delivery.asked")
    assert [one.payload["channel"] for one in facts] == ["phone"]
    with pytest.raises(BadInput, match="为什么送不了"):
        arranging.end_delivery(delivery_id=first.pk, state="not_possible", **who)
    stranger = who | {"actor": village.actor(village.second)}
    with pytest.raises(NotAllowed):
        arranging.end_delivery(delivery_id=first.pk, state="withdrawn", **stranger)
    done = arranging.end_delivery(delivery_id=first.pk, state="done", **who)
    parcel.refresh_from_db()
    assert (done.state, parcel.state, parcel.taker) == ("done", "handed", "door")
    with pytest.raises(WrongStep):
        arranging.end_delivery(delivery_id=first.pk, state="not_possible", answer="下雨", **who)


def test_a_delivery_that_cannot_be_is_told_and_one_fetched_needs_none(shelf: Shelf) -> None:
    mine = shelf.village.actor(shelf.village.resident)
    cannot, fetched = shelf.put("SF1000001"), shelf.put("SF1000002")
    who: dict[str, Any] = {"centre": shelf.centre, "at": NOW}
    one = arranging.ask_delivery(parcel_id=cannot.pk, actor=mine, **who)
    two = arranging.ask_delivery(parcel_id=fetched.pk, actor=mine, **who)
    assert (one.channel, one.entered_by_id) == ("online", None)
    arranging.end_delivery(
        delivery_id=one.pk, actor=shelf.staff, state="not_possible", answer="路断了。", **who
    )
    assert any("路断了" in text for text in shelf.told(shelf.village.resident_person))
    shelf.out(fetched)
    two.refresh_from_db()
    assert two.state == DeliveryState.WITHDRAWN


@pytest.mark.parametrize("account", ["neighbour", "second", "township"])
def test_nobody_else_touches_anothers_parcel(shelf: Shelf, account: str) -> None:
    village, parcel = shelf.village, shelf.put()
    centre = village.other_centre if account == "neighbour" else village.centre
    stranger = village.actor(getattr(village, account), centre=centre)
    who: dict[str, Any] = {"centre": shelf.centre, "actor": stranger, "at": NOW}
    with pytest.raises(NotAllowed):
        take_in(waybill="SF1000009", **who)
    for act, more in (
        (handing_out.hand_out, {}),
        (handing_out.put_back, {"reason": "拿错了"}),
        (handing_out.return_parcel, {"reason": "不要"}),
        (find_recipient, {"name": "我"}),
        (arranging.name_proxy, {"name": "我"}),
        (arranging.ask_delivery, {}),
    ):
        with pytest.raises(NotAllowed):
            act(parcel_id=parcel.pk, **who, **more)  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        keeping.put_rules(overdue_days=3, shelves="1-1", **who)
    with pytest.raises(NotAllowed):
        telling.tell_now(**who)


def test_states_are_left_only_as_the_tables_say() -> None:
    for now in ParcelState:
        for then in set(ParcelState) - PARCEL_NEXT[now]:
            with pytest.raises(WrongStep):
                Parcel(state=now).move_to(then)
    for was in DeliveryState:
        for after in set(DeliveryState) - DELIVERY_NEXT[was]:
            with pytest.raises(WrongStep):
                Delivery(state=was).move_to(after)


@pytest.mark.parametrize(
    ("days", "shelves", "said"),
    [(0, "1-1", "1到60天"), (7, " ", "1到40个"), (7, "一二三四五六七八九", "太长了")],
)
def test_bad_rules_are_told_in_one_sentence(
    shelf: Shelf, days: int, shelves: str, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        keeping.put_rules(
            centre=shelf.centre, actor=shelf.staff, at=NOW, overdue_days=days, shelves=shelves
        )
