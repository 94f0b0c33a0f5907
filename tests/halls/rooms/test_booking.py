"""Asking for a room: what is held at once, what waits, and one sentence for each thing wrong."""

from datetime import date, timedelta
from typing import Any

import pytest

from changlai.engines.activities.public import Repeat
from changlai.foundation.places.public import Occupancy, RoomNotOpen, RoomTaken, change_room
from changlai.halls.rooms.actions import cancel_date, confirm_date, refuse_date
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.states import NEXT, DateState, Priority
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.ids import uuid7
from tests.cast import NOW
from tests.halls.rooms.conftest import Rooms, at

pytestmark = pytest.mark.django_db


def held(rooms: Rooms, row: BookingDate) -> int:
    return Occupancy.objects.of(rooms.centre).live().filter(holder_id=row.pk).count()


def test_a_free_room_is_held_at_once(rooms: Rooms) -> None:
    booking = rooms.book()
    row = rooms.date(booking)
    assert row.state == DateState.CONFIRMED
    assert held(rooms, row) == 1
    assert booking.person_id == rooms.village.resident_person.pk
    assert booking.channel == "online"
    with pytest.raises(RoomTaken, match="已经有人用了"):
        rooms.book("2026-03-20 16:00", "2026-03-20 18:00", actor=rooms.second)
    assert Booking.objects.of(rooms.centre).count() == 1


def test_a_double_tap_is_one_booking(rooms: Rooms) -> None:
    form = uuid7()
    assert rooms.book(form_id=form).pk == rooms.book(form_id=form).pk
    assert BookingDate.objects.of(rooms.centre).count() == 1


def test_wishes_wait_side_by_side_and_the_losers_are_refused(rooms: Rooms) -> None:
    first = rooms.date(rooms.book(room=rooms.hall))
    second = rooms.date(rooms.book(room=rooms.hall, actor=rooms.second, group_name="秧歌队"))
    assert (first.state, second.state) == (DateState.REQUESTED, DateState.REQUESTED)
    assert (first.priority, second.priority) == (Priority.PRIVATE, Priority.GROUP)
    assert not held(rooms, first)
    confirm_date(centre=rooms.centre, date_id=second.pk, actor=rooms.staff, at=NOW)
    first.refresh_from_db()
    assert (first.state, first.reason) == (DateState.REFUSED, "这个时间安排给了别人")
    assert held(rooms, second) == 2  # both halves
    with pytest.raises(WrongStep):
        confirm_date(centre=rooms.centre, date_id=first.pk, actor=rooms.staff, at=NOW)


def test_the_two_halves_are_given_to_two(rooms: Rooms) -> None:
    east = rooms.date(rooms.book(room=rooms.hall, part_id=rooms.part("东半").pk))
    west = rooms.date(
        rooms.book(room=rooms.hall, actor=rooms.second, part_id=rooms.part("西半").pk)
    )
    for row in (east, west):
        confirm_date(centre=rooms.centre, date_id=row.pk, actor=rooms.staff, at=NOW)
    assert held(rooms, east) == held(rooms, west) == 1


def test_what_is_taken_cannot_be_wished_for(rooms: Rooms) -> None:
    row = rooms.date(rooms.book(room=rooms.hall))
    confirm_date(centre=rooms.centre, date_id=row.pk, actor=rooms.staff, at=NOW)
    with pytest.raises(RoomTaken):
        rooms.book(room=rooms.hall, actor=rooms.second)


def test_staff_hold_a_room_that_others_must_ask_for(rooms: Rooms) -> None:
    wish = rooms.date(rooms.book(room=rooms.hall))
    own = rooms.book(
        room=rooms.hall, actor=rooms.staff, by_staff=True, priority=1, purpose="村民代表会"
    )
    wish.refresh_from_db()
    assert rooms.date(own).state == DateState.CONFIRMED
    assert wish.state == DateState.REFUSED


def test_a_series_keeps_what_it_can_and_says_which_days_it_could_not(rooms: Rooms) -> None:
    rooms.book("2026-03-27 16:00", "2026-03-27 17:00", actor=rooms.second)
    repeat = Repeat((5,), date(2026, 3, 20), date(2026, 4, 10))
    with pytest.raises(RoomTaken, match="3月27日这一场"):
        rooms.book(repeat=repeat)
    booking = rooms.book(repeat=repeat, skip_conflicts=True)
    states = [row.state for row in rooms.dates(booking)]
    assert states == ["confirmed", "refused", "confirmed", "confirmed"]
    assert "已经有人用了" in rooms.dates(booking)[1].reason


def test_a_series_over_a_holiday_leaves_it_out(rooms: Rooms) -> None:
    booking = rooms.book(
        "2026-09-18 15:00",
        "2026-09-18 17:00",
        repeat=Repeat((5,), date(2026, 9, 18), date(2026, 10, 16)),
        now=at("2026-09-01 09:00"),
    )
    days = [f"{row.starts:%m-%d}" for row in rooms.dates(booking)]
    assert "10-02" not in days
    assert days[0] == "09-18"


BAD: list[tuple[dict[str, Any], str]] = [
    ({"purpose": "  "}, "请写一下做什么用"),
    ({"headcount": 0}, "请填大约几个人"),
    ({"headcount": 21}, "最多坐20人"),
    ({"starts": "2026-03-20 17:00", "ends": "2026-03-20 15:00"}, "结束时间要晚于开始"),
    ({"starts": "2026-03-18 08:00", "ends": "2026-03-18 09:00"}, "已经过去了"),
    ({"starts": "2026-03-20 09:00", "ends": "2026-03-20 14:00"}, "一次最多用4小时"),
    ({"starts": "2026-06-20 09:00", "ends": "2026-06-20 10:00"}, "最多提前60天约"),
]


@pytest.mark.parametrize(("more", "sentence"), BAD)
def test_each_thing_wrong_is_one_sentence(
    rooms: Rooms, more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        rooms.book(**more)
    assert not Booking.objects.of(rooms.centre).exists()


def test_a_shut_room_says_when_it_is_open(rooms: Rooms) -> None:
    with pytest.raises(RoomNotOpen, match="08:00–21:00"):
        rooms.book("2026-03-20 20:00", "2026-03-20 22:00")
    rooms.book(
        "2026-03-20 20:00",
        "2026-03-20 22:00",
        actor=rooms.staff,
        by_staff=True,
        contact_name="王大爷",
        ignore_hours=True,
    )


def test_the_conditions_are_agreed_to_and_kept_as_they_were(rooms: Rooms) -> None:
    with pytest.raises(BadInput, match="借用须知"):
        rooms.book(room=rooms.hall, agrees=False)
    booking = rooms.book(room=rooms.hall)
    boss = rooms.village.actor(rooms.village.secretary)
    change_room(centre=rooms.centre, room_id=rooms.hall.pk, actor=boss, at=NOW, conditions="改了")
    booking.refresh_from_db()
    assert booking.conditions == "用完关灯关窗，地扫一扫。"


def test_who_may_ask(rooms: Rooms) -> None:
    boss = rooms.village.actor(rooms.village.secretary)
    for rule in ("staff", "none"):
        change_room(
            centre=rooms.centre, room_id=rooms.books.pk, actor=boss, at=NOW, booking_rule=rule
        )
        with pytest.raises(NotAllowed):
            rooms.book()
    with pytest.raises(BadInput, match="不外借"):
        rooms.book(actor=rooms.staff, by_staff=True, contact_name="王大爷")
    rooms.book(actor=rooms.staff, by_staff=True, priority=1)
    for actor in (rooms.village.stranger, rooms.resident):
        with pytest.raises(NotAllowed):
            rooms.book(actor=actor, by_staff=True)
    neighbour = rooms.village.actor(rooms.village.neighbour, centre=rooms.village.other_centre)
    with pytest.raises(NotAllowed):
        rooms.book(actor=neighbour)


def test_staff_say_for_whom(rooms: Rooms) -> None:
    with pytest.raises(BadInput, match="哪位村民"):
        rooms.book(actor=rooms.staff, by_staff=True)
    with pytest.raises(BadInput):
        rooms.book(actor=rooms.staff, by_staff=True, contact_name="王", contact_phone="12")


def test_one_person_does_not_hold_one_hour_twice(rooms: Rooms) -> None:
    rooms.book(room=rooms.hall)
    with pytest.raises(BadInput, match="已经约过"):
        rooms.book(room=rooms.hall)


def test_giving_up_frees_the_room(rooms: Rooms) -> None:
    row = rooms.date(rooms.book())
    with pytest.raises(NotAllowed):
        cancel_date(centre=rooms.centre, date_id=row.pk, actor=rooms.second, at=NOW)
    with pytest.raises(BadInput, match="原因"):
        cancel_date(centre=rooms.centre, date_id=row.pk, actor=rooms.staff, at=NOW)
    cancel_date(centre=rooms.centre, date_id=row.pk, actor=rooms.resident, at=NOW)
    assert not held(rooms, row)
    rooms.book(actor=rooms.second)
    with pytest.raises(WrongStep):
        cancel_date(centre=rooms.centre, date_id=row.pk, actor=rooms.resident, at=NOW)


def test_a_refusal_says_why(rooms: Rooms) -> None:
    row = rooms.date(rooms.book(room=rooms.hall))
    with pytest.raises(BadInput, match="写一句原因"):
        refuse_date(centre=rooms.centre, date_id=row.pk, actor=rooms.staff, at=NOW, reason=" ")
    with pytest.raises(NotAllowed):
        refuse_date(centre=rooms.centre, date_id=row.pk, actor=rooms.resident, at=NOW, reason="x")
    refuse_date(centre=rooms.centre, date_id=row.pk, actor=rooms.staff, at=NOW, reason="要修灯")
    row.refresh_from_db()
    assert (row.state, row.reason) == (DateState.REFUSED, "要修灯")


@pytest.mark.parametrize("now", DateState)
@pytest.mark.parametrize("then", DateState)
def test_the_whole_table_of_states(now: DateState, then: DateState) -> None:
    row = BookingDate(state=now, starts=NOW, ends=NOW + timedelta(hours=1))
    if then in NEXT[now]:
        row.move_to(then)
        assert row.state == then
    else:
        with pytest.raises(WrongStep):
            row.move_to(then)
