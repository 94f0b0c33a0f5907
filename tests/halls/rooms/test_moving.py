"""Half a hall: found, booked within its seats, moved with its part and layout, closed alone."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.test import Client

from changlai.foundation.people.public import Scope, give_delegation, start_act_for
from changlai.foundation.people.sessions import ACTING
from changlai.foundation.places.public import Occupancy, close_room, put_part, retire_room
from changlai.halls.rooms.actions import confirm_date
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.states import DateState
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import deliver
from changlai.kernel.ids import uuid7
from changlai.kernel.outbox.public import Message, Sending
from tests.cast import NOW
from tests.halls.rooms.conftest import Rooms, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def count(rooms: Rooms, part: str, seats: int) -> None:
    put_part(
        centre=rooms.centre,
        room_id=rooms.hall.pk,
        actor=rooms.staff,
        at=NOW,
        name=part,
        capacity=seats,
        part_id=rooms.part(part).pk,
    )


def half(rooms: Rooms, **more: Any) -> BookingDate:
    """Book the east half with desks; the hall asks, so staff confirm it."""
    wish = {"part_id": rooms.part("东半").pk, "layout_id": rooms.layout("课桌").pk} | more
    row = rooms.date(rooms.book(room=rooms.hall, **wish))
    return confirm_date(centre=rooms.centre, date_id=row.pk, actor=rooms.staff, at=NOW)


def shut(rooms: Rooms, *parts: str, room: Any = None) -> None:
    close_room(
        centre=rooms.centre,
        room_id=(room or rooms.hall).pk,
        starts=at("2026-03-20 08:00"),
        ends=at("2026-03-20 21:00"),
        reason="换灯",
        actor=rooms.staff,
        at=NOW,
        part_ids=[rooms.part(name).pk for name in parts] or None,
    )


def test_a_part_takes_no_more_people_than_it_seats(rooms: Rooms) -> None:
    count(rooms, "东半", 30)
    with pytest.raises(BadInput, match=r"东半.*最多坐30人"):
        half(rooms, headcount=31)
    row = half(rooms, headcount=30)
    assert row.state == DateState.CONFIRMED


def test_staff_move_half_a_hall_and_it_stays_half_a_hall(rooms: Rooms) -> None:
    row = half(rooms)
    client = rooms.client(rooms.village.handler, staff=True)
    page = rooms.page("desk_move", pk=row.pk)
    body = client.get(page).content.decode()
    form = {"room": str(rooms.hall.pk), "day": "2026-03-21", "start": "09:00", "length": "120"}
    for field, key in (("part", row.part_id), ("layout", row.layout_id)):
        assert f'<option value="{key}" selected>' in body, field
        form[field] = str(key)
    assert client.post(page, form).status_code == 302
    row.refresh_from_db()
    assert (row.part, row.layout) == (rooms.part("东半"), rooms.layout("课桌"))
    assert row.starts == at("2026-03-21 09:00")
    held = Occupancy.objects.of(rooms.centre).live().filter(holder_id=row.pk)
    assert [one.part.name for one in held] == ["东半"]
    # To another room, chosen before: its own ways of standing are offered, none of the hall's.
    body = client.get(page, {"room": str(rooms.books.pk)}).content.decode()
    assert 'name="part"' not in body
    form = {"room": str(rooms.books.pk), "day": "2026-03-21", "start": "15:00", "length": "120"}
    assert client.post(page, form).status_code == 302
    row.refresh_from_db()
    assert (row.room, row.part, row.layout) == (rooms.books, None, None)


def test_a_resident_moves_and_keeps_part_and_layout_of_the_same_room(rooms: Rooms) -> None:
    rooms.hall.booking_rule = "auto"
    rooms.hall.save()
    wish = {"part_id": rooms.part("东半").pk, "layout_id": rooms.layout("课桌").pk}
    row = rooms.date(rooms.book(room=rooms.hall, **wish))
    client = rooms.client(rooms.village.resident)
    page = rooms.page("move", pk=row.pk)
    assert "自己挑个时间" in client.get(page).content.decode()
    wrong = client.post(page, {"to": "own", "day": "", "start": "10:00"})
    assert wrong.status_code == 409
    assert "请选哪一天" in wrong.content.decode()
    assert (
        client.post(page, {"to": "own", "day": "2026-03-22", "start": "10:00"}).status_code == 302
    )
    row.refresh_from_db()
    assert (row.part, row.layout) == (rooms.part("东半"), rooms.layout("课桌"))
    assert row.starts == at("2026-03-22 10:00")
    to = f"{rooms.hall.pk} {at('2026-03-23 10:00').isoformat()}"
    assert client.post(page, {"to": to}).status_code == 302
    row.refresh_from_db()
    assert (row.part, row.layout) == (rooms.part("东半"), rooms.layout("课桌"))


def test_f06_half_a_hall_is_found_and_the_form_asks_for_that_half(rooms: Rooms) -> None:
    count(rooms, "西半", 60)
    half(rooms)
    client = rooms.client(rooms.village.resident)
    query = {"day": "2026-03-20", "start": "15:00", "length": "120", "headcount": "50"}
    body = client.get(rooms.page("book"), query).content.decode()
    assert "大礼堂(西半)" in body
    assert "坐60人" in body
    west = rooms.part("西半").pk
    link = next(one for one in body.split('href="') if f"part={west}" in one)
    address = link[: link.index('"')].replace("&amp;", "&")
    body = client.get(address).content.decode()
    assert f'<option value="{west}" selected>' in body
    # Only lengths for which the hall is lent are offered: four hours.
    assert "4小时" in body
    assert "5小时" not in body


def test_half_a_hall_that_is_closed_says_so_and_stays_open(rooms: Rooms) -> None:
    shut(rooms, "东半")
    with time_machine.travel(at("2026-03-20 10:00"), tick=False):
        client = rooms.client(rooms.village.resident)
        body = client.get(rooms.page("room", pk=rooms.hall.pk)).content.decode()
        assert "现在空着" in body
        assert "另一部分暂停使用" in body
        assert "现在空着" in client.get(rooms.page("book")).content.decode()


def test_wishes_of_a_closed_time_are_answered_with_other_places(rooms: Rooms) -> None:
    whole = rooms.date(rooms.book(room=rooms.hall))
    west = rooms.date(
        rooms.book(room=rooms.hall, actor=rooms.second, part_id=rooms.part("西半").pk)
    )
    shut(rooms, "东半")
    deliver(rooms.centre.pk)
    deliver(rooms.centre.pk)
    whole.refresh_from_db()
    west.refresh_from_db()
    assert (whole.state, west.state) == (DateState.REFUSED, DateState.REQUESTED)
    rows = Message.objects.of(rooms.centre).filter(person_id=rooms.village.resident_person.pk)
    said = rows.order_by("at", "id").last()
    assert said is not None
    assert "那时暂停使用：换灯" in said.text
    assert "书吧" in said.text


def test_whoever_has_neither_screen_nor_number_is_told_face_to_face(rooms: Rooms) -> None:
    person = rooms.village.phoneless_person
    person.phone = ""
    person.save()
    rooms.book(actor=rooms.staff, by_staff=True, person=person, channel="counter")
    shut(rooms, room=rooms.books)
    deliver(rooms.centre.pk)
    deliver(rooms.centre.pk)
    rows = Sending.objects.of(rooms.centre).waiting().select_related("message")
    lost = [one for one in rows if "临时用不了" in one.message.text]
    assert [one.message.person_id for one in lost] == [person.pk]


def test_closing_shows_first_who_loses_the_room(rooms: Rooms) -> None:
    row = half(rooms)
    client = rooms.client(rooms.village.handler, staff=True)
    page = rooms.page("close", pk=rooms.hall.pk)
    form = {"first": "2026-03-20", "first_clock": "08:00", "last": "2026-03-20"}
    form |= {"last_clock": "21:00", "reason": "换灯"}
    body = client.post(page, form).content.decode()
    assert "有1场要用这里" in body
    assert "舞蹈队排练" in body
    assert Occupancy.objects.of(rooms.centre).live().filter(holder_id=row.pk).exists()
    assert client.post(page, form | {"sure": "1"}).status_code == 302
    deliver(rooms.centre.pk)
    row.refresh_from_db()
    assert row.state == DateState.DISPLACED


def test_a_lost_date_is_made_up_for_by_a_wish_elsewhere_and_is_off_the_list(rooms: Rooms) -> None:
    row = rooms.date(rooms.book(headcount=15))
    shut(rooms, room=rooms.books)
    deliver(rooms.centre.pk)
    client = rooms.client(rooms.village.resident)
    body = client.get(rooms.page("move", pk=row.pk)).content.decode()
    link = next(one for one in body.split('href="') if f"instead={row.pk}" in one)
    address = link[: link.index('"')].replace("&amp;", "&")
    assert "代替原来的书吧" in client.get(address).content.decode()
    said = dict(parse_qsl(address.partition("?")[2]))
    answer = client.post(address, said | {"form_id": str(uuid7()), "agree": "on"})
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert row.state == DateState.CANCELLED
    wish = BookingDate.objects.of(rooms.centre).get(state=DateState.REQUESTED)
    assert wish.room == rooms.hall
    # Nobody else's date can be named.
    other = rooms.client(rooms.village.second)
    assert "代替原来的" not in other.get(address).content.decode()


def test_the_desk_takes_another_place_and_loses_no_word(rooms: Rooms) -> None:
    rooms.book()
    client = rooms.client(rooms.village.handler, staff=True)
    page = rooms.page("desk_book")
    form = {"room": str(rooms.books.pk), "day": "2026-03-20", "start": "15:00", "length": "120"}
    form |= {"purpose": "家长会", "headcount": "12", "priority": "2", "group_name": "村小学"}
    form |= {"contact_phone": "19900000123", "channel": "phone", "form_id": str(uuid7())}
    answer = client.post(page, form)
    assert answer.status_code == 409
    body = answer.content.decode()
    choices = [one[: one.index('"')] for one in body.split('name="instead" value="')[1:]]
    choice = next(one for one in choices if str(rooms.hall.pk) in one).replace("&amp;", "&")
    body = client.post(page, form | {"instead": choice}).content.decode()
    assert "<h2>大礼堂" in body
    for kept in ("家长会", "村小学", "19900000123", 'value="12"'):
        assert kept in body, kept
    form["room"] = str(rooms.hall.pk)
    assert client.post(page, form | {"agree": "on"}).status_code == 302
    assert Booking.objects.of(rooms.centre).filter(room=rooms.hall).count() == 1


def test_the_calendars_lead_to_what_stands_behind_a_use(rooms: Rooms) -> None:
    row = half(rooms, needs="音响")
    client = rooms.client(rooms.village.handler, staff=True)
    address = rooms.page("use", kind="booking", pk=row.pk)
    for view in ("day", "week", "month"):
        assert address in client.get(rooms.page(view), {"day": "2026-03-20"}).content.decode(), view
    answer = client.get(address, follow=True)
    assert answer.redirect_chain[-1][0] == rooms.page("desk_booking", pk=row.booking_id)
    assert client.get(rooms.page("use", kind="nothing", pk=row.pk)).status_code == 404
    # A free half is booked as that half; whoever sets up reads what was asked for.
    day = client.get(rooms.page("day"), {"day": "2026-03-20"}).content.decode()
    assert f"part={rooms.part('西半').pk}" in day
    sheet = client.get(rooms.page("house_sheet"), {"day": "2026-03-20"}).content.decode()
    assert "10人，要音响" in sheet


def test_words_of_a_booking_change_and_the_hour_stays(rooms: Rooms) -> None:
    row = rooms.date(rooms.book(headcount=10))
    client = rooms.client(rooms.village.resident)
    page = rooms.page("change", pk=row.booking_id)
    assert 'value="10"' in client.get(page).content.decode()
    body = client.post(page, {"purpose": "排练", "headcount": "21", "needs": ""}).content.decode()
    assert "最多坐20人" in body
    answer = client.post(page, {"purpose": "合唱队排练", "headcount": "18", "needs": "音响"})
    assert answer.status_code == 302
    row.booking.refresh_from_db()
    assert (row.booking.purpose, row.booking.headcount) == ("合唱队排练", 18)
    held = Occupancy.objects.of(rooms.centre).live().get(holder_id=row.pk)
    assert held.title == row.booking.door_title
    assert held.use_starts == row.starts
    # Nobody else may; staff may for them; nothing of what is over changes.
    assert rooms.client(rooms.village.second).get(page).status_code == 404
    desk = rooms.client(rooms.village.handler, staff=True)
    staff_page = rooms.page("desk_change", pk=row.booking_id)
    said = {"purpose": "合唱", "headcount": "12", "needs": ""}
    assert desk.post(staff_page, said).status_code == 302
    with time_machine.travel(at("2026-03-21 09:00"), tick=False):
        late = client.post(page, said)
    assert late.status_code == 409
    assert "没有要来的日子" in late.content.decode()


def test_a_plate_of_a_room_that_was_given_up_says_so(rooms: Rooms) -> None:
    retire_room(centre=rooms.centre, room_id=rooms.books.pk, actor=rooms.staff, at=NOW)
    answer = rooms.client(rooms.village.resident).get(rooms.page("room", pk=rooms.books.pk))
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "已停用" in body
    assert "约这里" not in body


def test_each_verb_of_the_desk_is_asked_about_and_done(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.handler, staff=True)

    def take(row: BookingDate, verb: str, moment: str, **said: str) -> str:
        page = rooms.page("date_verb", pk=row.pk, verb=verb)
        with time_machine.travel(at(moment), tick=False):
            # Half an hour of rest signs staff out: each verb is a sitting of its own.
            client = rooms.client(rooms.village.handler, staff=True)
            assert client.get(page).status_code == 200
            answer = client.post(page, said)
        row.refresh_from_db()
        assert answer.status_code == 302, (verb, answer.content.decode())
        return str(row.state)

    day = "2026-03-20"
    one = rooms.date(rooms.book(f"{day} 09:00", f"{day} 11:00"))
    assert take(one, "come", f"{day} 09:05") == DateState.IN_USE
    assert take(one, "end", f"{day} 10:00") == DateState.DONE
    two = rooms.date(rooms.book(f"{day} 14:00", f"{day} 16:00"))
    assert take(two, "no-show", f"{day} 14:40") == DateState.NO_SHOW
    assert take(two, "put-back", f"{day} 14:50") == DateState.CONFIRMED
    three = rooms.date(rooms.book(f"{day} 17:00", f"{day} 18:00"))
    page = rooms.page("date_verb", pk=three.pk, verb="cancel")
    assert "请写一句原因" in client.post(page, {"reason": ""}).content.decode()
    assert take(three, "cancel", f"{day} 08:00", reason="停电") == DateState.CANCELLED
    wish = rooms.date(rooms.book(room=rooms.hall))
    assert take(wish, "refuse", f"{day} 08:00", reason="那天有会") == DateState.REFUSED


def delegate(rooms: Rooms, *scopes: Scope) -> Client:
    """Let the second resident act for the first within some scopes, as on the own page."""
    given = give_delegation(
        centre=rooms.centre,
        principal_id=rooms.village.resident_person.pk,
        delegate_phone="19900000002",
        scopes=list(scopes),
        expires_on=NOW.date() + timedelta(days=10),
        actor=rooms.resident,
        at=NOW,
    )
    client = rooms.client(rooms.village.second)
    started = client.post(f"/c/{rooms.centre.code}/me/delegates/{given.pk}/act")
    assert started.status_code == 302
    return client


def booked(rooms: Rooms, client: Client) -> int:
    page = rooms.page("book_room", pk=rooms.books.pk)
    form = {"day": "2026-03-20", "start": "15:00", "length": "120", "purpose": "排练"}
    answer = client.post(page, form | {"headcount": "8", "form_id": str(uuid7())})
    return int(answer.status_code)


def test_f11_a_delegate_books_and_gives_up_for_the_principal(rooms: Rooms) -> None:
    client = delegate(rooms, Scope.ROOMS)
    assert booked(rooms, client) == 302
    row = BookingDate.objects.of(rooms.centre).with_booking().get()
    assert row.booking.person == rooms.village.resident_person
    assert row.booking.channel == "delegate"
    assert client.post(rooms.page("cancel", pk=row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.state == DateState.CANCELLED


def test_f11_a_delegate_for_other_matters_books_no_room(rooms: Rooms) -> None:
    own = rooms.date(rooms.book("2026-03-20 09:00", "2026-03-20 10:00"))
    client = delegate(rooms, Scope.VOICES)
    assert booked(rooms, client) == 409
    refused = client.get(rooms.page("book_room", pk=rooms.books.pk))
    assert "没有把预约场地的事委托给您" in refused.content.decode()
    assert client.get(rooms.page("cancel", pk=own.pk)).status_code == 404
    assert BookingDate.objects.of(rooms.centre).count() == 1


def test_staff_act_for_somebody_without_a_phone_and_the_booking_is_theirs(rooms: Rooms) -> None:
    session = start_act_for(
        centre=rooms.centre,
        person_id=rooms.village.phoneless_person.pk,
        actor=rooms.staff,
        at=NOW,
        channel="phone",
        reason="no_phone",
    )
    client = rooms.client(rooms.village.handler, staff=True)
    store = client.session
    store[ACTING] = {str(rooms.centre.pk): str(session.pk)}
    store.save()
    assert booked(rooms, client) == 302
    row = BookingDate.objects.of(rooms.centre).with_booking().get()
    assert row.booking.person == rooms.village.phoneless_person
    assert row.booking.channel == "phone"
