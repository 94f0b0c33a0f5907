"""What residents and the desk see of rooms, and that it costs the same with more rows."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changlai.halls.rooms.actions import confirm_date
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.states import DateState
from changlai.kernel.ids import uuid7
from tests.cast import NOW
from tests.halls.rooms.conftest import Rooms, at

pytestmark = pytest.mark.django_db

DESK = ["desk_bookings", "wishes", "day", "week", "month", "house_sheet", "closures", "desk_book"]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def form(**more: Any) -> dict[str, Any]:
    values = {"day": "2026-03-20", "start": "15:00", "length": "120", "purpose": "舞蹈队排练"}
    return {**values, "headcount": "10", "form_id": str(uuid7()), **more}


def test_f04_a_room_of_three_functions_says_whether_it_is_open(rooms: Rooms) -> None:
    page = rooms.page("room", pk=rooms.hall.pk)
    client = rooms.client(rooms.village.resident)
    body = text(client.get(page))
    assert all(name in body for name in ("文艺排练", "开会", "放电影"))
    assert "现在空着" in body
    assert "08:00–21:00" in body
    with time_machine.travel(at("2026-03-18 06:30"), tick=False):
        body = text(client.get(page))
    assert "现在没开放" in body
    assert "上午8:00开放" in body


def test_a_stranger_reads_the_door_and_signs_in_to_book(rooms: Rooms) -> None:
    from django.test import Client

    client = Client()
    assert "现在空着" in text(client.get(rooms.page("room", pk=rooms.books.pk)))
    assert "书吧" in text(client.get(rooms.page("book")))
    answer = client.get(rooms.page("book_room", pk=rooms.books.pk))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_a_room_is_found_and_booked_in_three_requests(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.resident)
    query = {"day": "2026-03-21", "start": "19:00", "length": "120", "headcount": "20"}
    body = text(client.get(rooms.page("book"), query))
    assert "书吧" in body
    assert "马上能约" in body
    page = rooms.page("book_room", pk=rooms.books.pk)
    assert 'value="20"' in text(client.get(page, query))
    answer = client.post(page, form(day="2026-03-21", start="19:00"))
    assert answer.status_code == 302
    body = text(client.get(answer["Location"]))
    assert "约好了" in body
    assert "3月21日(周六)晚上7:00到9:00" in body


def test_a_taken_hour_comes_back_with_other_places(rooms: Rooms) -> None:
    rooms.book(actor=rooms.second)
    client = rooms.client(rooms.village.resident)
    answer = client.post(rooms.page("book_room", pk=rooms.books.pk), form())
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "已经有人用了" in body
    assert "大礼堂" in body
    assert "舞蹈队排练" in body  # what was typed is kept
    assert Booking.objects.of(rooms.centre).count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"purpose": ""}, "请写一下做什么用"),
        ({"headcount": ""}, "请填大约几个人"),
        ({"headcount": "-3"}, "至少1个人"),
        ({"headcount": "很多"}, "请填人数"),
        ({"headcount": "99999"}, "最多填5000"),
        ({"day": "明天"}, "请选一个日期"),
        ({"day": ""}, "请选哪一天"),
        ({"weekly": "on"}, "请选用到哪天"),
        ({"weekly": "on", "until": "2026-03-01"}, "最后一天不能早于第一天"),
        ({"day": "2026-03-17"}, "已经过去了"),
    ],
)
def test_bad_input_is_one_sentence_and_keeps_the_rest(
    rooms: Rooms, typed: dict[str, str], sentence: str
) -> None:
    client = rooms.client(rooms.village.resident)
    body = text(client.post(rooms.page("book_room", pk=rooms.books.pk), form(**typed)))
    assert sentence in body
    assert not Booking.objects.of(rooms.centre).exists()


def test_one_gives_up_ones_own_and_nobody_elses(rooms: Rooms) -> None:
    row = rooms.date(rooms.book())
    page = rooms.page("cancel", pk=row.pk)
    assert rooms.client(rooms.village.second).get(page).status_code == 404
    client = rooms.client(rooms.village.resident)
    assert "不用了吗" in text(client.get(page))
    assert client.post(page).status_code == 302
    row.refresh_from_db()
    assert row.state == DateState.CANCELLED


def test_the_door_takes_a_word_and_needs_none(rooms: Rooms) -> None:
    row = rooms.date(rooms.book("2026-03-18 10:00", "2026-03-18 11:00"))
    client = rooms.client(rooms.village.resident)
    page = rooms.page("room", pk=rooms.books.pk)
    assert "我到了" in text(client.get(page))
    client.post(rooms.page("here", pk=row.pk), {"verb": "came"})
    row.refresh_from_db()
    assert row.state == DateState.IN_USE
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        assert "用完了，走了" in text(client.get(page))
        client.post(rooms.page("here", pk=row.pk), {"verb": "left"})
        assert "现在空着" in text(client.get(page))
    row.refresh_from_db()
    assert row.state == DateState.DONE


def test_the_desk_decides_between_wishes(rooms: Rooms) -> None:
    rooms.book(room=rooms.hall)
    second = rooms.date(rooms.book(room=rooms.hall, actor=rooms.second, group_name="秧歌队"))
    client = rooms.client(rooms.village.handler, staff=True)
    body = text(client.get(rooms.page("wishes")))
    assert "几家都想用" in body
    assert body.index("秧歌队") < body.index(rooms.village.resident_person.name)
    page = rooms.page("date_verb", pk=second.pk, verb="confirm")
    assert "这些也想要这个时间" in text(client.get(page))
    assert client.post(page).status_code == 302
    second.refresh_from_db()
    assert second.state == DateState.CONFIRMED


def test_the_desk_books_for_somebody(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.handler, staff=True)
    page = rooms.page("desk_book")
    assert "大礼堂" in text(client.get(page))
    values = form(room=str(rooms.hall.pk), priority="2", channel="counter", agree="on")
    values["form_id"] = str(uuid7())
    body = text(client.post(page, values))
    assert "哪位村民" in body
    answer = client.post(page, {**values, "contact_name": "王大爷", "contact_phone": "19900000999"})
    assert answer.status_code == 302
    assert "王大爷" in text(client.get(answer["Location"]))


def test_the_desk_closes_a_room_and_opens_it_again(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.handler, staff=True)
    page = rooms.page("close", pk=rooms.books.pk)
    values = {"first": "2026-03-20", "first_clock": "08:00", "last": "2026-03-20"}
    values |= {"last_clock": "21:00", "reason": ""}
    assert "请写明原因" in text(client.post(page, values))
    assert client.post(page, {**values, "reason": "换灯"}).status_code == 302
    assert "换灯" in text(client.get(rooms.page("closures")))
    from changlai.foundation.places.public import Closure

    closure = Closure.objects.of(rooms.centre).get()
    assert client.post(rooms.page("lift", pk=closure.pk)).status_code == 302
    closure.refresh_from_db()
    assert closure.lifted_at is not None


def test_the_calendars_show_what_is_on(rooms: Rooms) -> None:
    rooms.book("2026-03-18 15:00", "2026-03-18 17:00", purpose="读书会")
    client = rooms.client(rooms.village.handler, staff=True)
    for name in ("day", "week", "month", "house_sheet"):
        assert "读书会" in text(client.get(rooms.page(name))), name
    assert "读书会" in text(client.get(rooms.page("door_sheet", pk=rooms.books.pk)))
    assert "<svg" in text(client.get(rooms.page("plate", pk=rooms.books.pk)))


def test_no_resident_opens_the_desk(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.resident)
    for name in DESK:
        assert client.get(rooms.page(name)).status_code in {302, 404}, name


def grow(rooms: Rooms, count: int) -> None:
    """Add bookings and wishes of coming days."""
    have = BookingDate.objects.of(rooms.centre).count()
    for one in range(have, count):
        day = f"2026-03-{19 + one % 10}"
        hour = 8 + one // 10 * 3
        rooms.book(f"{day} {hour:02d}:00", f"{day} {hour + 1:02d}:00")
        rooms.book(f"{day} {hour:02d}:00", f"{day} {hour + 1:02d}:00", room=rooms.hall)


@pytest.mark.parametrize("name", ["book", "mine", "room", *(n for n in DESK if n != "desk_book")])
def test_the_statements_do_not_grow_with_the_rows(rooms: Rooms, name: str) -> None:
    staff = name in DESK
    account = rooms.village.handler if staff else rooms.village.resident
    client = rooms.client(account, staff=staff)
    page = rooms.page(name, pk=rooms.hall.pk) if name == "room" else rooms.page(name)
    counts = []
    for rows in (3, 30):
        grow(rooms, rows)
        if name == "room":
            waiting: Any = BookingDate.objects.of(rooms.centre).waiting().filter(room=rooms.hall)
            confirm_date(centre=rooms.centre, date_id=waiting.first().pk, actor=rooms.staff, at=NOW)
        client.get(page)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            text(client.get(page))
        counts.append(len(caught))
    assert counts[0] == counts[1], counts
