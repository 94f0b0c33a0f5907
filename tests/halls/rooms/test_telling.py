"""Who hears what: losers with other places, people of a closed room, a series once."""

from datetime import date, timedelta
from typing import Any

import pytest

from changlai.engines.activities.public import Repeat
from changlai.foundation.places.public import Occupancy, close_room
from changlai.halls.rooms.actions import (
    begin_use,
    confirm_booking,
    confirm_date,
    end_use,
    finish_past,
    move_date,
    note_no_show,
    put_back,
)
from changlai.halls.rooms.jobs import JOBS
from changlai.halls.rooms.mine import MINE
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.registers import REGISTERS
from changlai.halls.rooms.states import DateState
from changlai.halls.rooms.today import TODAY
from changlai.kernel.errors import NotAllowed, WrongStep
from changlai.kernel.events.public import deliver
from changlai.kernel.metrics.public import recount, total
from changlai.kernel.outbox.public import Message, Sending
from tests.cast import NOW
from tests.halls.rooms.conftest import Rooms, at

pytestmark = pytest.mark.django_db


def told(rooms: Rooms, person: Any = None) -> list[str]:
    deliver(rooms.centre.pk)
    rows = Message.objects.of(rooms.centre).order_by("at", "id")
    person = person or rooms.village.resident_person
    return [row.text for row in rows.filter(person_id=person.pk)]


def shut(rooms: Rooms, day: str = "2026-03-20") -> None:
    close_room(
        centre=rooms.centre,
        room_id=rooms.books.pk,
        starts=at(f"{day} 08:00"),
        ends=at(f"{day} 21:00"),
        reason="换灯",
        actor=rooms.staff,
        at=NOW + timedelta(minutes=1),
    )


def test_a_booking_is_told_with_its_number(rooms: Rooms) -> None:
    booking = rooms.book()
    assert told(rooms) == [f"您约的书吧3月20日(周五)下午3:00到5:00已约好，编号{booking.number}。"]


def test_losers_hear_where_else_there_is_space(rooms: Rooms) -> None:
    rooms.book(room=rooms.hall)
    second = rooms.date(rooms.book(room=rooms.hall, actor=rooms.second))
    later = NOW + timedelta(minutes=5)
    confirm_date(centre=rooms.centre, date_id=second.pk, actor=rooms.staff, at=later)
    last = told(rooms)[-1]
    assert "没约上" in last
    assert "那个时间还空着：书吧" in last
    assert "“大礼堂”空着的时间" in last
    assert "定下来了" in told(rooms, rooms.village.second_person)[-1]


def test_a_series_is_one_message(rooms: Rooms) -> None:
    booking = rooms.book(room=rooms.hall, repeat=Repeat((5,), date(2026, 3, 20), date(2026, 4, 17)))
    later = NOW + timedelta(minutes=5)
    given = confirm_booking(centre=rooms.centre, booking_id=booking.pk, actor=rooms.staff, at=later)
    assert given == (5, 0)
    said = told(rooms)
    assert len(said) == 2, said
    assert "等5场，定下来了" in said[-1]


def test_a_closed_room_displaces_and_offers_another(rooms: Rooms) -> None:
    row = rooms.date(rooms.book())
    shut(rooms)
    said = told(rooms)
    row.refresh_from_db()
    assert row.state == DateState.DISPLACED
    assert "临时用不了" in said[-1]
    assert "书吧" in said[-1]
    by_code = {one.code: one for one in TODAY}
    lines, count = by_code["rooms_displaced"].lines(rooms.staff, NOW)
    assert count == 1
    assert "没地方了" in lines[0].tag
    moved = move_date(
        centre=rooms.centre,
        date_id=row.pk,
        room_id=rooms.books.pk,
        starts=at("2026-03-21 15:00"),
        ends=at("2026-03-21 17:00"),
        actor=rooms.resident,
        at=NOW + timedelta(minutes=9),
    )
    assert moved.state == DateState.CONFIRMED
    assert Occupancy.objects.of(rooms.centre).live().filter(holder_id=row.pk).count() == 1
    deliver(rooms.centre.pk)
    row.refresh_from_db()
    assert row.state == DateState.CONFIRMED


def test_whoever_has_no_screen_is_phoned(rooms: Rooms) -> None:
    rooms.book(
        actor=rooms.staff,
        by_staff=True,
        contact_name="王大爷",
        contact_phone="19900000999",
        channel="phone",
    )
    rooms.book(
        "2026-03-20 17:00",
        "2026-03-20 18:00",
        actor=rooms.staff,
        by_staff=True,
        person=rooms.village.phoneless_person,
        contact_phone="19900000998",
    )
    shut(rooms)
    deliver(rooms.centre.pk)
    deliver(rooms.centre.pk)
    waiting = Sending.objects.of(rooms.centre).waiting()
    said = [one.message.text for one in waiting.select_related("message")]
    assert len([text for text in said if "临时用不了" in text]) == 2, said


def test_only_a_colleague_who_looked_notes_a_no_show(rooms: Rooms) -> None:
    row = rooms.date(rooms.book("2026-03-18 14:00", "2026-03-18 16:00"))
    for actor, moment, error in (
        (rooms.resident, "14:40", NotAllowed),
        (rooms.staff, "14:20", WrongStep),
    ):
        with pytest.raises(error):
            note_no_show(
                centre=rooms.centre, date_id=row.pk, actor=actor, at=at(f"2026-03-18 {moment}")
            )
    seen = at("2026-03-18 14:40")
    note_no_show(centre=rooms.centre, date_id=row.pk, actor=rooms.staff, at=seen)
    assert not Occupancy.objects.of(rooms.centre).live().exists()
    put_back(centre=rooms.centre, date_id=row.pk, actor=rooms.staff, at=seen)
    assert Occupancy.objects.of(rooms.centre).live().count() == 1


def test_nobody_has_to_check_in(rooms: Rooms) -> None:
    quiet = rooms.date(rooms.book("2026-03-18 14:00", "2026-03-18 16:00"))
    wish = rooms.date(rooms.book("2026-03-18 15:00", "2026-03-18 16:00", room=rooms.hall))
    (job,) = JOBS
    assert job.run(at("2026-03-18 14:30")) == 0
    assert finish_past(at("2026-03-18 16:00")) == 2
    quiet.refresh_from_db()
    wish.refresh_from_db()
    assert quiet.state == DateState.DONE
    assert (wish.state, wish.reason) == (DateState.REFUSED, "工作人员没来得及确认，对不起")
    deliver(rooms.centre.pk)
    assert total(rooms.centre, "rooms.used", NOW.date(), NOW.date()) == 1
    assert total(rooms.centre, "rooms.booked", NOW.date(), NOW.date()) == 2
    found = recount(rooms.centre, NOW.date(), NOW.date())
    assert [one for one in found if one.metric.startswith("rooms.")] == []


def test_leaving_early_frees_the_rest(rooms: Rooms) -> None:
    row = rooms.date(rooms.book("2026-03-18 14:00", "2026-03-18 16:00"))
    with pytest.raises(WrongStep):
        begin_use(centre=rooms.centre, date_id=row.pk, actor=rooms.resident, at=NOW)
    with pytest.raises(WrongStep):
        end_use(centre=rooms.centre, date_id=row.pk, actor=rooms.resident, at=NOW)
    came = at("2026-03-18 13:50")
    begin_use(centre=rooms.centre, date_id=row.pk, actor=rooms.resident, at=came)
    end_use(centre=rooms.centre, date_id=row.pk, actor=rooms.resident, at=at("2026-03-18 15:00"))
    rooms.book(
        "2026-03-18 15:00", "2026-03-18 16:00", actor=rooms.second, now=at("2026-03-18 14:59")
    )


def test_today_mine_and_the_register_say_it(rooms: Rooms) -> None:
    rooms.book("2026-03-18 14:00", "2026-03-18 16:00", purpose="读书会")
    rooms.book("2026-03-19 14:00", "2026-03-19 16:00", room=rooms.hall)
    rooms.book(
        "2026-03-18 19:00",
        "2026-03-18 20:00",
        room=rooms.hall,
        actor=rooms.staff,
        by_staff=True,
        priority=1,
        purpose="培训",
        layout_id=rooms.layout("课桌").pk,
    )
    by_code = {one.code: one for one in TODAY}
    lines, count = by_code["rooms_open"].lines(rooms.staff, NOW)
    assert count == 2
    said = " ".join(line.title + line.note for line in lines)
    assert "读书会" in said
    assert "钥匙：窗口抽屉" in said
    assert "摆成课桌(搬20张课桌、摆40把椅子)" in said
    assert by_code["rooms_wishes"].lines(rooms.staff, NOW)[1] == 1
    mine, total_of_mine = MINE[0].lines(rooms.resident, NOW)
    assert total_of_mine == 2
    assert "书吧 读书会" in mine[0].title
    register = next(one for one in REGISTERS if one.code == "room_uses")
    rows = list(register.rows(rooms.staff, {}))
    assert len(rows) == BookingDate.objects.of(rooms.centre).count() == 3
    cells = [[column.of(row) for column in register.columns] for row in rows]
    name = rooms.village.resident_person.name
    assert all(name not in str(cell) for row in cells for cell in row)
